// How long the tracer's own callbacks take, found by timing one in INTERVAL of them. A fixed cost would be wrong: it depends on what else the program
// has in the processor's caches, and on how well V8 knows the objects that they look at. What the hooks of the same tick take differs
// threefold between a loop and a server.

import { types } from 'node:util';
import { isObject } from '../promises/plain-promise.ts';
import { clockMs } from '../sending/writer.ts';
import { Count, count, countOf } from './counts.ts';

/** A prime, so that no pattern of a program falls into step with it. Timing one takes 0.4 µs: for one in 61 that was a tenth of the time of all. */
const INTERVAL = 199;
/** A callback that takes longer was interrupted, by the system or by a garbage collection, and counts as this long. */
const LONGEST_MS = 0.05;

let left = INTERVAL;

/** To be called as each of the callbacks begins. Null if this one is not timed; that takes 1 ns. */
export function beginSample(): Sample | null {
  if (--left > 0) return null;
  left = INTERVAL;
  return new Sample();
}

/** The time up to `end`, without what lies between `pause` and `resume`, and without the time that reading the clock takes. */
export class Sample {
  #ms = 0;
  #clocks = 0;
  #lookMs = 0;
  #fromMs = 0;

  constructor() {
    this.resume();
  }

  resume(): void {
    this.#clocks -= countOf(Count.clocks);
    const beforeMs = clockMs();
    this.#fromMs = clockMs();
    this.#lookMs = this.#fromMs - beforeMs;
  }

  pause(): void {
    const tookMs = clockMs() - this.#fromMs;
    this.#ms += Math.min(tookMs, LONGEST_MS) - Math.min(this.#lookMs, LONGEST_MS);
    this.#clocks += countOf(Count.clocks);
  }

  end(): void {
    this.pause();
    count(Count.sampledNs, this.#ms * 1e6 * INTERVAL);
    count(Count.sampledClocks, this.#clocks * INTERVAL);
  }
}

/** To be called after a hook was timed, with the resource that it was for. */
export function noteCaller(resource: unknown): void {
  if (isNative(resource)) count(Count.calledByNative, INTERVAL);
}

/** Requests for which Node's C++ makes a promise and settles it: those of `fs.promises`. */
const WITH_PROMISE = new Set(['FSREQPROMISE', 'FILEHANDLECLOSEREQ']);

/** The same for the hook of a new resource. */
export function noteMade(type: string, resource: object): void {
  noteCaller(resource);
  if (WITH_PROMISE.has(type)) count(Count.nativePromises, INTERVAL);
}

/** Whether Node's C++ calls the hooks of a resource. Those of ticks, immediates, timers and promises are called by its JavaScript. */
const isNative = (resource: unknown): boolean =>
  isObject(resource) &&
  !('_onTimeout' in resource || '_onImmediate' in resource || types.isPromise(resource) || isTick(resource));
const isTick = (resource: object): boolean => 'callback' in resource && 'args' in resource;
