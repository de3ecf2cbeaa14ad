// When the runtime collected garbage, and let nothing of the program run.

import { constants, PerformanceObserver, performance } from 'node:perf_hooks';
import { PauseKind, RecordType } from '../../protocol/events.ts';
import { put } from '../sending/writer.ts';
import type { HearCollections } from './collections.ts';

/** As an observer is told of it. */
interface PerformanceRecord {
  readonly entryType: string;
  readonly startTime: number;
  readonly duration: number;
  readonly detail?: { readonly kind?: number };
}

const {
  NODE_PERFORMANCE_GC_MINOR: MINOR,
  NODE_PERFORMANCE_GC_MAJOR: MAJOR,
  NODE_PERFORMANCE_GC_INCREMENTAL: STEP,
  NODE_PERFORMANCE_GC_WEAKCB: TELLING,
} = constants;

const now = performance.now.bind(performance);

/**
 * Node tells of a collection when the loop looks for immediates next, by a call that no hook hears of, if there is an observer. A plain
 * one would have its own callback called by an immediate, which the program could see, and which would keep the loop going round: so
 * from this one the method is taken that would put by what it is told. A Node that has no such method is not asked. What it would be
 * told is heard before, or, where that cannot be (nobody has Node's insides, or `node:perf_hooks` was loaded before us), by that method.
 */
export function watchPauses(hearCollections: HearCollections): void {
  const symbols = Object.getOwnPropertySymbols(PerformanceObserver.prototype);
  const key = symbols.find(({ description }) => description === 'kMaybeBuffer');
  if (key === undefined) return;
  const isHeard = hearCollections(tell);
  const observer = new PerformanceObserver(() => {});
  Object.defineProperty(observer, key, { value: isHeard ? () => {} : tellObserved });
  observer.observe({ entryTypes: ['gc'] });
  if (!isHeard && process.versions.node.startsWith('20.')) watching = observer;
}

const ARRAYS = Array.prototype;
const iterator = ARRAYS[Symbol.iterator];
/** What is to be stopped should the program replace the iterator of arrays; null where that does no harm. */
let watching: PerformanceObserver | null = null;

/**
 * On Node 20 what an observer is told with is of a class that hands on its arguments by the iterator of arrays: a program
 * that breaks that would end with an error of Node's. To be called before the loop looks for immediates: at the beginning
 * of a turn, and when a module is over. (To try whether a Node does so would cost the program V8's fast way over arrays.)
 */
export function checkIterator(): void {
  if (watching === null || ARRAYS[Symbol.iterator] === iterator) return;
  watching.disconnect();
  watching = null;
}

// Every observer is offered every entry, also the program's own marks and what fetch tells of its requests.
function tellObserved({ entryType, startTime, duration, detail }: PerformanceRecord): void {
  if (entryType === 'gc') tell(startTime, duration, detail?.kind);
}

function tell(startMs: number, durationMs: number, kind: number | undefined): void {
  put(RecordType.pause | (kindOf(kind) << 8), microseconds(durationMs), microseconds(now() - startMs));
}

// Not a Map: the program may have replaced its methods.
function kindOf(kind: number | undefined): PauseKind {
  if (kind === MINOR) return PauseKind.young;
  if (kind === MAJOR) return PauseKind.full;
  if (kind === STEP) return PauseKind.step;
  return kind === TELLING ? PauseKind.telling : PauseKind.other;
}

const microseconds = (ms: number): number => Math.min(Math.max(0, Math.round(ms * 1000)), 0xffffffff);
