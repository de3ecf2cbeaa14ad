// How long the tracer's own callbacks take, found by timing one of them in so many: what they cost depends on what else the program
// has in the processor's caches, and on how well V8 knows the objects they look at. What async_hooks of one and the same tick take
// differs threefold between a loop and a server.

import { types } from 'node:util';
import { clockMs } from '../sending/writer.ts';
import { Count, count, countOf } from './counts.ts';

/** A prime, so that no pattern of a program's falls into step with it. Timing one takes 0.4 µs: of each 61 that was a tenth of what all took. */
const INTERVAL = 199;
/** One that takes longer was interrupted, by the system or by a collection: counted as this long. */
const LONGEST_MS = 0.05;

let left = INTERVAL;

/** To be called as each of the callbacks begins; null, for 1 ns, where this one is not timed. */
export function beginSample(): Sample | null {
  if (--left > 0) return null;
  left = INTERVAL;
  return new Sample();
}

/** The time up to `end`, but for what lies between `pause` and `resume`, and for what looking at the clock takes by itself. */
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

/** To be told of what a hook was timed for, behind that. */
export function noteCaller(resource: object): void {
  if (isNative(resource)) count(Count.calledByNative, INTERVAL);
}

/** Requests that Node's C++ answers by settling a promise that it has made with them: what `fs.promises` is made of. */
const WITH_PROMISE = new Set(['FSREQPROMISE', 'FILEHANDLECLOSEREQ']);

/** The same of a resource that was made. */
export function noteMade(type: string, resource: object): void {
  noteCaller(resource);
  if (WITH_PROMISE.has(type)) count(Count.nativePromises, INTERVAL);
}

/** Whether Node's C++ calls the hooks of a resource: those of ticks, immediates, timers and promises its JavaScript calls. */
const isNative = (resource: object): boolean =>
  !('_onTimeout' in resource || '_onImmediate' in resource || types.isPromise(resource) || isTick(resource));
const isTick = (resource: object): boolean => 'callback' in resource && 'args' in resource;
