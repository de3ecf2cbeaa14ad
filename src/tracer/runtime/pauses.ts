// When the runtime stopped the program to collect garbage.

import { constants, PerformanceObserver, performance } from 'node:perf_hooks';
import { PauseKind, RecordType } from '../../protocol/events.ts';
import { put } from '../sending/writer.ts';
import type { HearCollections } from './collections.ts';

/** An entry as an observer gets it. */
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
 * If there is an observer, Node reports a collection when the loop next looks for immediates, by a call that no hook notices. A plain
 * observer would have its callback called by an immediate, which the program could see and which would keep the loop going. So we replace
 * the observer's method that would store the entry; on a Node without that method nothing is observed. The entry itself is taken before it
 * gets there, or by that method where this is impossible (Node's internals cannot be reached, or `node:perf_hooks` was loaded before us).
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
/** The observer to stop if the program replaces the iterator of arrays; null where that does no harm. */
let watching: PerformanceObserver | null = null;

/**
 * On Node 20 the class of the entries passes on its arguments with the iterator of arrays, so a program that breaks that iterator would end
 * with an error of Node's. To be called before the loop looks for immediates: at the beginning of a turn, and when a module is over.
 * (Testing whether a Node behaves like that would cost the program V8's fast path for arrays.)
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
