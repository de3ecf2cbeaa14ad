// Programs for these tests: real child processes that run under a stand-in for the tracer, see fixtures/fake-tracer.cjs.

import { dirname, join } from 'node:path';
import { RecordDecoder } from '../../src/protocol/codec.ts';
import { HOST_STREAM } from '../../src/protocol/recording.ts';
import type { LaunchRequest } from '../../src/recording/launch.ts';
import { openRecording } from '../../src/recording/reader.ts';
import { type ActiveRecording, type RecordRequest, startRecording } from '../../src/recording/recorder.ts';
import type { Runtime } from '../../src/recording/runtime.ts';
import { type Source, writeProgram } from '../support/program.ts';
import { BLOB_NAMES, recordName } from './record-names.ts';

/** The stand-in is TypeScript at heart, which the Node that runs the tests can load. */
export const runtime: Runtime = { id: 'test', label: 'node test', executable: process.execPath, env: {} };

const tracerFile = join(import.meta.dirname, 'fixtures/fake-tracer.cjs');

export function launchRequest(script: string, more: Partial<LaunchRequest> = {}): LaunchRequest {
  return { runtime, script, args: [], cwd: dirname(script), tracerFile, output: 'capture', ...more };
}

export interface Started extends ActiveRecording {
  readonly recordingFile: string;
}

/** Starts recording a program; its recording lies beside it and goes with it. */
export async function start(
  source: Source,
  more: Partial<LaunchRequest> = {},
  onBatch: RecordRequest['onBatch'] = () => {},
): Promise<Started> {
  const script = writeProgram(source);
  const recordingFile = join(dirname(script), 'run.loopscope');
  const launch = launchRequest(script, more);
  const started = await startRecording({ launch, recordingFile, recorder: 'loopscope test', onBatch });
  if (!started.ok) throw new Error(JSON.stringify(started.problem));
  return { ...started.value, recordingFile };
}

export interface Dump {
  /** One line a record, `main` and `host` streams apart: `enter 1`, `hello`, `stdout "…"`. */
  readonly main: readonly string[];
  readonly host: readonly string[];
  readonly cutOff: boolean;
  readonly damage: string | null;
}

/** Everything in a recording, as a reader of it would be told. */
export async function dump(file: string): Promise<Dump> {
  const opened = await openRecording(file);
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  const main: string[] = [];
  const host: string[] = [];
  const decoders = new Map<number, RecordDecoder>();
  const ending = await opened.value.read((stream, bytes) => {
    const lines = stream === HOST_STREAM ? host : main;
    const decoder = decoders.get(stream) ?? new RecordDecoder();
    decoders.set(stream, decoder);
    decoder.push(bytes, {
      record: (type, _argument, _timeNs, a) => void lines.push(`${recordName(type)} ${a}`),
      blob: (kind, _ref, _timeNs, payload) => {
        const name = BLOB_NAMES[kind] ?? String(kind);
        lines.push(name === 'hello' ? name : `${name} ${new TextDecoder().decode(payload)}`);
      },
    });
  });
  return { main, host, ...ending };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
