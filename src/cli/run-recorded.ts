import { close, url } from 'node:inspector';
import { checkScript } from '../recording/check-script.ts';
import { keptMarkers } from '../recording/kept-markers.ts';
import { type RecordingEnd, startRecording } from '../recording/recorder.ts';
import { findRuntime } from '../recording/runtime.ts';
import { problemError } from './errors.ts';
import { tracerFile } from './paths.ts';
import { PassedSignals } from './signals.ts';

export interface RunOptions {
  /** The runtime's executable; by default the `node` on PATH. */
  readonly runtime?: string;
  readonly includeModules?: boolean;
  readonly recordingFile: string;
  readonly version: string;
}

/** Runs a script under the tracer to its end. It gets our terminal and our signals. */
export async function runRecorded(
  file: string,
  programArgs: readonly string[],
  { runtime, includeModules = false, recordingFile, version }: RunOptions,
): Promise<RecordingEnd> {
  const script = await checkScript(file);
  if (!script.ok) throw problemError(script.problem);
  const found = await findRuntime(runtime ?? null);
  if (!found.ok) throw problemError(found.problem);
  // NODE_OPTIONS=--inspect is meant for the program; our own inspector would take its port.
  if (url() !== undefined) close();
  const signals = new PassedSignals();
  try {
    const started = await startRecording({
      launch: {
        runtime: found.value,
        script: script.value.path,
        args: programArgs,
        cwd: process.cwd(),
        tracerFile,
        markersFolder: await keptMarkers(tracerFile),
        output: 'inherit',
        includesModules: includeModules,
      },
      recordingFile,
      recorder: `loopscope ${version}`,
    });
    if (!started.ok) throw problemError(started.problem);
    signals.to(started.value.program.kill);
    return await started.value.finished;
  } finally {
    await signals.close();
  }
}
