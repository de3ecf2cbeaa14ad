// Work that Node's thread pool does for the program: files, host names, crypto, compression. It is recorded once, when it is back: a crypto
// resource may turn out to have worked synchronously in the program's own thread, and then nothing is recorded.

import { type PoolKind, RecordType } from '../../protocol/events.ts';
import { ownValue } from '../names/own-value.ts';
import { clockNs, lastRecordNs, put, putBehind } from '../sending/writer.ts';
import type { Task } from '../tasks/task.ts';

/** Records work that is back from the pool. The last record is the turn that brought it. */
export function tellWorkBack(kind: PoolKind, sinceNs: number, origin: Task | null): void {
  putBehind(poolWork(kind), wholeUs(lastRecordNs() - sinceNs), origin === null ? 0 : origin.id);
}

/** Records work that the pool still has when the program ends. */
export function tellWorkLeft(kind: PoolKind, sinceNs: number, origin: Task | null): void {
  put(poolWork(kind), wholeUs(clockNs() - sinceNs), origin === null ? 0 : origin.id);
}

const poolWork = (kind: PoolKind): number => RecordType.poolWork | (((poolThreads() << 4) | kind) << 8);
const wholeUs = (ns: number): number => Math.min(Math.round(ns / 1000), 0xffffffff);

const DEFAULT_THREADS = 4;
const MOST_THREADS = 1024;
let threads = 0;

/** Read with the first work, as the pool itself does: the program may still set it before. */
function poolThreads(): number {
  if (threads === 0) {
    const set = process.env.UV_THREADPOOL_SIZE;
    const size = set === undefined ? DEFAULT_THREADS : Number.parseInt(set, 10) || 1;
    threads = size < 1 || size > MOST_THREADS ? MOST_THREADS : size;
  }
  return threads;
}

// Taken before the program can replace them.
const { add, delete: remove, forEach } = Set.prototype;
/** The crypto and compression work that is with the pool now. Node keeps no list of these. */
const underWay = new Set<object>();
/** The crypto resource that was made last. Whether it works in the pool shows right after it was made: see `ondone`. */
let undecided: object | null = null;

function decide(): void {
  if (undecided !== null && typeof ownValue(undecided, 'ondone') === 'function')
    add.call(underWay, undecided);
  undecided = null;
}

/** For crypto: the work is with the pool from now on, unless nobody will be told when it is done. Then it works synchronously. */
export function cryptoMade(resource: object): void {
  decide();
  undecided = resource;
}

export const compressionBegins = (compressor: object): void => void add.call(underWay, compressor);

export function workIsBack(resource: object): void {
  if (undecided === resource) undecided = null;
  else remove.call(underWay, resource);
}

export function forEachUnderWay(tell: (resource: object) => void): void {
  decide();
  forEach.call(underWay, tell);
}

/** The prototypes of compressors: one for each kind of compression. */
const watchedOwners: object[] = [];
const apply = Reflect.apply;

/** A compressor is made once and works at each `write`, which no hook reports. */
export function watchCompressor(compressor: object, begins: (compressor: object) => void): void {
  const owner = Object.getPrototypeOf(compressor) as { write?: unknown };
  for (let at = 0; at < watchedOwners.length; at++) if (watchedOwners[at] === owner) return;
  const write = owner.write;
  if (typeof write !== 'function') return;
  watchedOwners[watchedOwners.length] = owner;
  const watched = {
    write(this: object, ...args: unknown[]): unknown {
      begins(this);
      return apply(write as (...args: unknown[]) => unknown, this, args);
    },
  };
  owner.write = watched.write;
}
