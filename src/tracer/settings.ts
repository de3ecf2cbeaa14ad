// What a tracer is told by whoever has started it, and how. All of it is removed from the program's sight before its first line.

import { dirname } from 'node:path';
import { getEnvironmentData, isMainThread, type MessagePort, setEnvironmentData } from 'node:worker_threads';
import { BY_IMPORT } from '../node/options.ts';
import { type ProcessSettings, TRACER_VARIABLE, type TraceOptions } from '../node/start.ts';
import type { RingMemory } from './sending/ring.ts';
import { hideBundle } from './unseen/own-bundles.ts';

/** Of a process that was told nothing else. */
export const PLAIN_OPTIONS: TraceOptions = {
  translates: false,
  includesModules: false,
  compiled: null,
  markers: null,
  outputs: null,
  sendsOutput: false,
};

export interface WorkerSettings {
  readonly ring: RingMemory;
  /** The port to the sending thread, see sender.ts, and that thread's number. */
  readonly port: MessagePort;
  readonly senderId: number;
  /** The path of the pipe that threads share; null for none. */
  readonly pipePath: string | null;
  readonly start: string;
  readonly name: string;
  /** Whether debuggers can connect to the process. */
  readonly isDebugged: boolean;
  readonly options: TraceOptions;
  /** `process.execArgv` as the program is to see it; null if it needs no change. */
  readonly execArgv: readonly string[] | null;
}

/** The key in the data that workers inherit. */
const KEY = 'loopscope';

/** Sets what the next worker that is made will find; null for the ones after it. */
export function settleWorker(settings: WorkerSettings | null): void {
  setEnvironmentData(KEY, settings ?? undefined);
}

export type Settings = { readonly process: ProcessSettings } | { readonly worker: WorkerSettings };

/** The settings of this thread; null if it is not to be traced. */
export function takeSettings(file: string): Settings | null {
  const text = process.env[TRACER_VARIABLE];
  delete process.env[TRACER_VARIABLE];
  hideFile(file);
  if (isMainThread) return text === undefined ? null : { process: ofProcess(text) };
  const worker = getEnvironmentData(KEY) as WorkerSettings | undefined;
  setEnvironmentData(KEY, undefined);
  if (worker === undefined) return null;
  if (worker.execArgv !== null) process.execArgv = [...worker.execArgv];
  return { worker };
}

function ofProcess(text: string): ProcessSettings {
  const settings = JSON.parse(text) as ProcessSettings;
  for (const name of settings.added ?? []) delete process.env[name];
  return settings;
}

/** Removes the tracer's file from the arguments and from the list of modules that the program sees. */
function hideFile(file: string): void {
  const at = process.execArgv.findIndex(
    (argument, i) => argument === '--require' && process.execArgv[i + 1] === file,
  );
  if (at >= 0) process.execArgv.splice(at, process.execArgv[at + 2] === BY_IMPORT ? 3 : 2);
  const preloaded = Object.getOwnPropertyDescriptor(process, '_preload_modules');
  if (Array.isArray(preloaded?.value)) {
    // A new list, because Node is still going through this one.
    const value = preloaded.value.filter((each) => dirname(String(each)) !== dirname(file));
    Object.defineProperty(process, '_preload_modules', { ...preloaded, value });
  }
  hideBundle(file);
}
