// Work that Node's pool of threads does for the program: files, names, crypto, compression. Told when it is back, in one
// record: a resource of crypto may turn out to have worked at once, in the program's own thread, and then never is.

import { type PoolKind, RecordType } from '../../protocol/events.ts';
import { ownValue } from '../names/own-value.ts';
import { clockNs, lastRecordNs, put, putBehind } from '../sending/writer.ts';
import type { Task } from '../tasks/task.ts';

/** Work of this kind was with the pool since then, and is back, or the program ends. `isBehind`: the last record is of its turn. */
export function tellWork(kind: PoolKind, sinceNs: number, origin: Task | null, isBehind = false): void {
  const us = Math.min(Math.round(((isBehind ? lastRecordNs() : clockNs()) - sinceNs) / 1000), 0xffffffff);
  const first = RecordType.poolWork | (((poolThreads() << 4) | kind) << 8);
  const by = origin === null ? 0 : origin.id;
  if (isBehind) putBehind(first, us, by);
  else put(first, us, by);
}

const DEFAULT_THREADS = 4;
const MOST_THREADS = 1024;
let threads = 0;

/** As the pool itself does: it looks when it gets its first work, so a program may still have set it. */
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
/** What Node keeps no list of: the crypto and compression that is with the pool now. */
const underWay = new Set<object>();
/** The last one that was made for crypto: whoever wants to hear of it says so right after. */
let undecided: object | null = null;

function decide(): void {
  if (undecided !== null && typeof ownValue(undecided, 'ondone') === 'function')
    add.call(underWay, undecided);
  undecided = null;
}

/** For crypto: with the pool from now on, unless nobody will be told that it is done. Then it works at once. */
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

/** What compressors inherit their methods from: one for each kind of compression. */
const watchedOwners: object[] = [];
const apply = Reflect.apply;

/** A compressor is made once and works often, without a word to any hook: at each `write`. */
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
