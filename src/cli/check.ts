import { access, constants, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { INSIGHT_KINDS, type Insights, insightsOf, isKnown } from '../model/index.ts';
import { writeCause } from '../recording/problem.ts';
import { readBaseline, writeBaseline } from './baseline.ts';
import { type Checked, FORMATTERS } from './check-formats.ts';
import { parseFormat, parseIds, parseThresholds } from './check-options.ts';
import { CommandError, EXIT_FAILED, EXIT_USAGE, problemError } from './errors.ts';
import { readModel } from './read-model.ts';
import { runRecorded } from './run-recorded.ts';
import { endBySignal } from './signals.ts';

export interface CheckOptions {
  /** Comma-separated; without it every error and warning counts. */
  readonly failOn?: string;
  /** Comma-separated `id=value`. */
  readonly threshold?: string;
  /** Such as `50ms`. */
  readonly maxBlock?: string;
  readonly format?: string;
  /** The file for the findings; by default they go to stderr, because stdout is the program's. */
  readonly output?: string;
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  readonly runtime?: string;
  readonly includeModules?: boolean;
}

const NOTHING: Insights = { found: [], more: {}, muted: 0 };

/**
 * `check`: runs a program under the tracer and reports what is wrong with it. Exits like the program, or with 1 if it found something that
 * counts and is not known.
 */
export async function check(
  file: string,
  programArgs: readonly string[],
  options: CheckOptions,
  version: string,
): Promise<void> {
  const failOn = parseIds(options.failOn);
  const thresholds = parseThresholds(options);
  const format = FORMATTERS[parseFormat(options.format)];
  if (options.updateBaseline && options.baseline === undefined) {
    throw new CommandError('--update-baseline needs --baseline, to know which file.', EXIT_USAGE);
  }
  const baseline = options.baseline === undefined ? null : resolve(options.baseline);
  const knownBefore =
    baseline === null ? [] : await readBaseline(baseline, { mayBeMissing: options.updateBaseline ?? false });
  if (options.output !== undefined) await checkFolder(options.output);
  const folder = await mkdtemp(join(tmpdir(), 'loopscope-check-'));
  try {
    const recordingFile = join(folder, 'check.loopscope');
    const end = await runRecorded(file, programArgs, { ...options, recordingFile, version });
    if (end.problem !== null) throw problemError(end.problem);
    const insights = end.traced
      ? insightsOf(await readModel(recordingFile), { thresholds, listed: Number.POSITIVE_INFINITY })
      : NOTHING;
    if (baseline !== null && options.updateBaseline) {
      await writeBaseline(baseline, knownBefore, insights.found);
    }
    const known = new Set(
      insights.found.filter((insight) => options.updateBaseline || isKnown(insight, knownBefore)),
    );
    await write(format({ insights, known, end, version } satisfies Checked), options.output);
    const counts = insights.found.some(
      (insight) =>
        !known.has(insight) && (failOn === null ? insight.severity !== 'info' : failOn.includes(insight.id)),
    );
    if (counts) process.exitCode = EXIT_FAILED;
    else if (end.signal !== null) endBySignal(end.signal as NodeJS.Signals);
    else process.exitCode = end.exitCode ?? 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Said before the program runs, which may take long and would have to run once more. */
async function checkFolder(output: string): Promise<void> {
  try {
    await access(dirname(resolve(output)), constants.F_OK);
  } catch (error) {
    throw outputError(output, error);
  }
}

const outputError = (output: string, error: unknown): CommandError =>
  new CommandError(`--output: ${writeCause(output, error)}`);

async function write(text: string, output: string | undefined): Promise<void> {
  if (output === undefined) {
    process.stderr.write(text);
    return;
  }
  try {
    await writeFile(output, text);
  } catch (error) {
    throw outputError(output, error);
  }
}

/** The list of findings in `--help`. */
export const findingsHelp = `
Findings:
${INSIGHT_KINDS.map(
  ({ id, summary, threshold }) =>
    `  ${id.padEnd(22)} ${summary} (from ${threshold.unit === 'ms' ? `${threshold.value} ms` : `${threshold.value} at a line`} on)`,
).join('\n')}

Each is written as "file:line message [id]", what does not count by itself as "[id, info]", and below the first of a kind what to do
about it. Without a finding that counts, the exit code is the program's.`;
