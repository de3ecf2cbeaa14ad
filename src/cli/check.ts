import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import {
  INSIGHT_IDS,
  INSIGHT_KINDS,
  type Insight,
  type InsightId,
  type Insights,
  insightsOf,
  type Model,
} from '../model/index.ts';
import { CommandError, EXIT_FAILED, EXIT_USAGE, problemError } from './errors.ts';
import { readModel } from './read-model.ts';
import { runRecorded } from './run-recorded.ts';
import { endBySignal } from './signals.ts';

export const FORMATS = ['text', 'json', 'github'] as const;

export interface CheckOptions {
  /** Comma-separated; without it every error and warning counts. */
  readonly failOn?: string;
  /** Such as `50ms`. */
  readonly maxBlock?: string;
  readonly format?: string;
  readonly runtime?: string;
}

/**
 * `check`: runs a program under the tracer and says on stderr what is wrong with it. Ends as the program does, or with 1
 * when something was found that counts.
 */
export async function check(
  file: string,
  programArgs: readonly string[],
  options: CheckOptions,
  version: string,
): Promise<void> {
  const failOn = parseIds(options.failOn);
  const maxBlockMs = parseMilliseconds(options.maxBlock);
  const format = parseFormat(options.format);
  const folder = await mkdtemp(join(tmpdir(), 'loopscope-check-'));
  try {
    const recordingFile = join(folder, 'check.loopscope');
    const end = await runRecorded(file, programArgs, { runtime: options.runtime, recordingFile, version });
    if (end.problem !== null) throw problemError(end.problem);
    const insights = end.traced ? found(await readModel(recordingFile), maxBlockMs) : NOTHING;
    process.stderr.write(FORMATTERS[format](insights));
    const counts = insights.found.some(({ id, severity }) =>
      failOn === null ? severity !== 'info' : failOn.includes(id),
    );
    if (counts) process.exitCode = EXIT_FAILED;
    else if (end.signal !== null) endBySignal(end.signal as NodeJS.Signals);
    else process.exitCode = end.exitCode ?? 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const NOTHING: Insights = { found: [], more: {} };

function found(model: Model, maxBlockMs: number | null): Insights {
  return insightsOf(model, maxBlockMs === null ? {} : { thresholds: { 'blocked-event-loop': maxBlockMs } });
}

const FORMATTERS: Readonly<Record<(typeof FORMATS)[number], (insights: Insights) => string>> = {
  text: ({ found, more }) =>
    [
      ...found.map((insight) => `${placeOf(insight)} ${insight.message} [${insight.id}]\n`),
      ...Object.entries(more).map(([id, count]) => `… and ${count} more [${id}]\n`),
    ].join(''),
  json: ({ found, more }) =>
    `${JSON.stringify({
      insights: found.map(({ id, severity, message, file, line, costMs }) => ({
        id,
        severity,
        message,
        file,
        line,
        costMs,
      })),
      more,
    })}\n`,
  github: ({ found }) => found.map(annotation).join(''),
};

const placeOf = ({ file, line }: Insight): string =>
  file === null ? '(unknown place)' : `${relative(process.cwd(), file) || file}:${line}`;

/** A workflow command of GitHub Actions. */
function annotation({ id, severity, message, file, line }: Insight): string {
  const level = severity === 'info' ? 'notice' : severity;
  const place = file === null ? '' : `file=${property(relative(process.cwd(), file))},line=${line},`;
  return `::${level} ${place}title=${id}::${data(message)}\n`;
}

const data = (text: string): string => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
const property = (text: string): string => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');

/** Null: those that count without being asked for. */
function parseIds(text: string | undefined): readonly InsightId[] | null {
  if (text === undefined) return null;
  const ids = text.split(',').map((id) => id.trim());
  for (const id of ids) {
    if (!INSIGHT_IDS.some((known) => known === id))
      throw new CommandError(
        `--fail-on: there is no "${id}". There are ${INSIGHT_IDS.join(', ')}.`,
        EXIT_USAGE,
      );
  }
  return ids as InsightId[];
}

function parseMilliseconds(text: string | undefined): number | null {
  if (text === undefined) return null;
  const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*(ms|s)?$/.exec(text) ?? [];
  const ms = Number(digits) * (unit === 's' ? 1000 : 1);
  if (!(ms > 0))
    throw new CommandError(`--max-block: "${text}" is no length of time such as 50ms.`, EXIT_USAGE);
  return ms;
}

function parseFormat(text = 'text'): (typeof FORMATS)[number] {
  const format = FORMATS.find((known) => known === text);
  if (format === undefined)
    throw new CommandError(`--format: there is no "${text}". There are ${FORMATS.join(', ')}.`, EXIT_USAGE);
  return format;
}

/** What `--help` says is looked for. */
export const findingsHelp = `
Findings:
${INSIGHT_KINDS.map(({ id, summary }) => `  ${id.padEnd(22)} ${summary}`).join('\n')}

Each is written to stderr as "file:line message [id]". Without a finding that counts, the exit code is the program's.`;
