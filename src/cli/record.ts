import { basename, extname, resolve } from 'node:path';
import { RECORDING_EXTENSION } from '../protocol/recording.ts';
import { checkOutput } from '../recording/check-output.ts';
import { checkScript } from '../recording/check-script.ts';
import type { RecordingEnd } from '../recording/recorder.ts';
import { EXIT_TROUBLE, problemError } from './errors.ts';
import { refuseOwnLimits } from './own-permissions.ts';
import { runRecorded } from './run-recorded.ts';
import { endBySignal } from './signals.ts';

export interface RecordOptions {
  /** The file for the recording; by default `<script>.loopscope` in the current folder. */
  readonly output?: string;
  /** The runtime's executable; by default the `node` on PATH. */
  readonly runtime?: string;
  readonly includeModules?: boolean;
  readonly verbose?: boolean;
}

/**
 * `record`: runs a program under the tracer and writes its recording. The program gets our terminal, and we exit as it does.
 */
export async function record(
  file: string,
  programArgs: readonly string[],
  options: RecordOptions,
  version: string,
): Promise<void> {
  refuseOwnLimits();
  const script = await checkScript(file);
  if (!script.ok) throw problemError(script.problem);
  const { path } = script.value;
  const recordingFile = resolve(options.output ?? basename(path, extname(path)) + RECORDING_EXTENSION);
  const refused = await checkOutput(recordingFile);
  if (refused !== null) throw problemError(refused);
  const end = await runRecorded(path, programArgs, { ...options, recordingFile, version });
  if (options.verbose) process.stderr.write(`loopscope: ${summary(recordingFile, end)}\n`);
  if (end.problem !== null) process.stderr.write(`loopscope: ${problemError(end.problem).message}\n`);
  if (end.signal !== null) return endBySignal(end.signal as NodeJS.Signals);
  process.exitCode = end.exitCode || (end.problem === null ? 0 : EXIT_TROUBLE);
}

function summary(file: string, { records, bytes, complete }: RecordingEnd): string {
  return `${file}: ${records} events in ${bytes} bytes${complete ? '' : ', cut off'}`;
}
