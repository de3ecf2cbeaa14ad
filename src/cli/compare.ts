import { difference, differenceReport, runSummary, textDifference } from '../model/index.ts';
import { choice } from './choices.ts';
import { CommandError, EXIT_FOUND } from './errors.ts';
import { readModel } from './read-model.ts';

export interface CompareOptions {
  readonly format?: string;
  /** Such as `20%`. */
  readonly maxSlower?: string;
}

const FORMATS = ['text', 'json'] as const;

/**
 * `compare`: prints how two recordings differ; `a` is the one before. Exits with 1 if the second took longer by more than `maxSlower`.
 */
export async function compare(a: string, b: string, options: CompareOptions): Promise<void> {
  const format = choice('--format', options.format ?? 'text', FORMATS);
  const maxSlower = parsePart(options.maxSlower);
  // One after the other, so that only one model is in memory: a summary is small.
  const one = runSummary(await readModel(a));
  const other = runSummary(await readModel(b));
  const compared = difference(one, other);
  process.stdout.write(
    format === 'json'
      ? `${JSON.stringify(differenceReport(compared), null, 2)}\n`
      : textDifference(compared, Math.max(80, process.stdout.columns ?? 100)),
  );
  if (maxSlower !== null && other.durationNs > one.durationNs * (1 + maxSlower)) {
    process.exitCode = EXIT_FOUND;
  }
}

function parsePart(text: string | undefined): number | null {
  if (text === undefined) return null;
  const [, digits] = /^(\d+(?:\.\d+)?)\s*%$/.exec(text) ?? [];
  if (digits === undefined) throw new CommandError(`--max-slower: "${text}" is no part such as 20%.`);
  return Number(digits) / 100;
}
