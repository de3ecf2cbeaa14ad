import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { INSIGHT_KINDS, insightsOf, isKnown } from '../model/index.ts';
import { readBaseline, writeBaseline } from './baseline.ts';
import { type Checked, FORMATTERS } from './check-formats.ts';
import { parseFormat, parseIds, parseThresholds } from './check-options.ts';
import { CommandError, EXIT_FOUND, problemError } from './errors.ts';
import { refuseOwnLimits } from './own-permissions.ts';
import { readModel } from './read-model.ts';
import { runRecorded } from './run-recorded.ts';
import { endBySignal } from './signals.ts';
import { refuseUnwritable, writeText } from './written-files.ts';

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

/**
 * `check`: runs a program under the tracer and reports what is wrong with it. Exits like the program, with 1 if it found something that
 * counts and is not known, or with 2 if it could not check.
 */
export async function check(
  file: string,
  programArgs: readonly string[],
  options: CheckOptions,
  version: string,
): Promise<void> {
  refuseOwnLimits();
  const failOn = parseIds(options.failOn);
  const thresholds = parseThresholds(options);
  const format = FORMATTERS[parseFormat(options.format)];
  if (options.updateBaseline && options.baseline === undefined) {
    throw new CommandError('--update-baseline: needs --baseline FILE, to know which file.');
  }
  const baseline = options.baseline === undefined ? null : resolve(options.baseline);
  const knownBefore =
    baseline === null ? [] : await readBaseline(baseline, { mayBeMissing: options.updateBaseline ?? false });
  if (baseline !== null && options.updateBaseline) await refuseUnwritable('--baseline', baseline);
  if (options.output !== undefined) await refuseUnwritable('--output', options.output);
  const folder = await mkdtemp(join(tmpdir(), 'loopscope-check-'));
  try {
    const recordingFile = join(folder, 'check.loopscope');
    const end = await runRecorded(file, programArgs, { ...options, recordingFile, version });
    if (end.problem !== null) throw problemError(end.problem);
    const model = await readModel(recordingFile);
    const insights = insightsOf(model, { thresholds, listed: Number.POSITIVE_INFINITY });
    if (baseline !== null && options.updateBaseline) {
      await writeBaseline(baseline, knownBefore, insights.found);
    }
    const known = new Set(
      insights.found.filter((insight) => options.updateBaseline || isKnown(insight, knownBefore)),
    );
    const text = format({ insights, known, end, version } satisfies Checked);
    if (options.output === undefined) process.stderr.write(text);
    else await writeText('--output', options.output, text);
    const counts = insights.found.some(
      (insight) =>
        !known.has(insight) && (failOn === null ? insight.severity !== 'info' : failOn.includes(insight.id)),
    );
    if (counts) process.exitCode = EXIT_FOUND;
    else if (end.signal !== null) endBySignal(end.signal as NodeJS.Signals);
    else process.exitCode = end.exitCode ?? 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
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
about it.

Exit codes: 1 with a finding that counts, otherwise the program's own; 2 when nothing could be checked: a wrong option, no such script or
runtime, a file that cannot be written.`;
