// What a tracer is told by whoever has started it, and how: all of it is out of the program's sight before its first line.

import { dirname } from 'node:path';
import { getEnvironmentData, isMainThread, type MessagePort, setEnvironmentData } from 'node:worker_threads';
import { BY_IMPORT, TRACER_VARIABLE } from '../protocol/start.ts';
import type { Outputs } from './output/outputs.ts';
import type { RingMemory } from './sending/ring.ts';
import { hideBundle } from './unseen/own-bundles.ts';

/** How a program is traced, in all its threads. */
export interface TraceOptions {
  /** Files that this Node does not take are compiled for it; see loader/translation.ts. */
  readonly translates: boolean;
  /** What is under node_modules gets markers, too. */
  readonly includesModules: boolean;
  /** The tracer as the recorder's runtime has compiled it before; null for none. */
  readonly compiled: string | null;
  /** The standard output and error that are told of; `own`: those of the process that is told so. */
  readonly outputs: Outputs | 'own' | null;
  /** Nobody reads what is written there: it is sent along. */
  readonly sendsOutput: boolean;
}
export const PLAIN_OPTIONS: TraceOptions = {
  translates: false,
  includesModules: false,
  compiled: null,
  outputs: null,
  sendsOutput: false,
};

export interface ProcessSettings {
  /** The pipe of the program's own process; the others share one. */
  readonly fd?: number;
  /** Where what Node prints of a crash goes; it does not exist yet. */
  readonly crashFile?: string;
  /** Descriptors that are not meant for the program, and what each stands for. */
  readonly inherited?: readonly (readonly [descriptor: number, target: string])[];
  /** Variables of its environment that are not meant for the program. */
  readonly added?: readonly string[];
  /** The path of the pipe that all other threads share; without it they are not traced. */
  readonly pipe?: string;
  /** What the start of this process is called; see `ThreadStart`. */
  readonly start?: string;
  /** NODE_OPTIONS as the program is to see it; null for none. */
  readonly nodeOptions?: string | null;
  readonly options?: TraceOptions;
}

export interface WorkerSettings {
  readonly ring: RingMemory;
  /** To the thread that sends, see sender.ts, and its number. */
  readonly port: MessagePort;
  readonly senderId: number;
  /** The path of the pipe that threads share; null for none. */
  readonly pipePath: string | null;
  readonly start: string;
  readonly name: string;
  readonly options: TraceOptions;
  /** `process.execArgv` as the program is to see it; null where it needs no repair. */
  readonly execArgv: readonly string[] | null;
}

/** The place in the data that workers inherit. */
const KEY = 'loopscope';

/** For the next worker that is made; null for those after it. */
export function settleWorker(settings: WorkerSettings | null): void {
  setEnvironmentData(KEY, settings ?? undefined);
}

export type Settings = { readonly process: ProcessSettings } | { readonly worker: WorkerSettings };

/** The settings of this thread; null where it is not to be traced. */
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

/** The program sees its own arguments only, and its modules' cache without the tracer's file. */
function hideFile(file: string): void {
  const at = process.execArgv.findIndex(
    (argument, i) => argument === '--require' && process.execArgv[i + 1] === file,
  );
  if (at >= 0) process.execArgv.splice(at, process.execArgv[at + 2] === BY_IMPORT ? 3 : 2);
  const preloaded = Object.getOwnPropertyDescriptor(process, '_preload_modules');
  if (Array.isArray(preloaded?.value)) {
    // Another list: Node goes on with this one.
    const value = preloaded.value.filter((each) => dirname(String(each)) !== dirname(file));
    Object.defineProperty(process, '_preload_modules', { ...preloaded, value });
  }
  hideBundle(file);
}
