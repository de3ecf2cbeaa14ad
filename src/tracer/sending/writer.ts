import { performance } from 'node:perf_hooks';
import { blobBytes } from '../../protocol/codec.ts';
import { type BlobKind, MAX_DELTA_NS, RECORD_BYTES, RecordType } from '../../protocol/events.ts';
import { Count, count } from '../cost/counts.ts';
import { binding } from '../runtime/internals.ts';
import { Control, drain, RING_WORDS, type RingMemory } from './ring.ts';

const TWO_32 = 2 ** 32;
const MASK = RING_WORDS - 1;
const RECORD_WORDS = RECORD_BYTES / 4;

/** Milliseconds, as `performance.now()`: see `ownClock`. */
let now = performance.now.bind(performance);
const encoder = new TextEncoder();

// Writes records into the ring. This is the hottest code of the tracer. As plain functions over module state, not a class, V8 compiles
// it to a handful of machine instructions. Most of a record's cost is reading the clock; `Atomics.store` takes 10 to 14 ns
// (Node 20.20 and 24.21).

let control: Int32Array;
let data: Uint32Array;
let ring: RingMemory;
let head = 0;
/** `head` may grow up to here before TAIL has to be read again. */
let limit = 0;
let startMs = 0;
let closed = false;
/** When the last record was written. In a typed array, because a variable would need new memory for every number that is not a small integer. */
const lastNs = new Float64Array(1);

/**
 * The task whose end was written last, if only the runtime's code has run since: its promise settles next. Here and below a task is
 * kept by its number, because V8 takes 4 ns to note that old memory points to a new object.
 */
let justEnded = 0;
/** The task whose job ended with the last record, if only the runtime's code has run since. */
let lastInJob = 0;
/** The task whose enter, suspend, resume or end was the last record; 0 if that was any other record. */
let lastOf = 0;

export function openWriter(memory: RingMemory): void {
  ring = memory;
  control = memory.control;
  data = memory.data;
  head = 0;
  limit = RING_WORDS;
  now = ownClock() ?? now;
  startMs = now();
  lastNs[0] = 0;
}

/**
 * The internal function behind `performance.now()`, without the check of its receiver, which is most of the cost. In code that V8 has not
 * optimized, as most of a server's code is, a reading takes 60 to 100 ns instead of 150 to 290; in an optimized loop 36 instead of 56
 * (Node 24.21; 76 instead of 84 on 20.20). Null where Node's internals cannot be reached.
 */
const ownClock = (): (() => number) | null => binding<{ now(): number }>('performance')?.now ?? null;

/** The machine's clock at time zero. */
export const startEpochMs = (): number => performance.timeOrigin + startMs;

/** Reading both clocks in turn takes half a microsecond. A reading that took longer was interrupted, and is repeated this often at most. */
const AT_ONCE_NS = 2000;
const MOST_LOOKS = 20;

/** The machine's monotonic clock at time zero, in nanoseconds: exact up to the time that three readings of clocks take, some 200 ns. */
export function startMonotonicNs(): number {
  let best = Number.POSITIVE_INFINITY;
  let zero = 0;
  for (let looks = 0; best > AT_ONCE_NS && looks < MOST_LOOKS; looks++) {
    const before = now() - startMs;
    const monotonicNs = Number(process.hrtime.bigint());
    const after = now() - startMs;
    const tookNs = (after - before) * 1e6;
    if (tookNs >= best) continue;
    best = tookNs;
    zero = monotonicNs - Math.floor(((before + after) / 2) * 1e6);
  }
  return zero;
}

/** Nanoseconds since time zero, whole. */
export function clockNs(): number {
  count(Count.clocks);
  return Math.floor((now() - startMs) * 1e6);
}

/** Milliseconds on the same clock, but from another zero. Not counted as a reading. */
export const clockMs = (): number => now();

/** How many records were written, a blob's as many as have its size. */
export const recordsWritten = (): number => head / RECORD_WORDS;

/** When the last record was written, without reading the clock. */
export const lastRecordNs = (): number => lastNs[0] as number;

/** Writes a record at the present time. `first` is `type | argument << 8`. */
export function put(first: number, a: number, b: number): void {
  putAt(clockNs(), first, a, b);
}

/** The same for a caller who has just read the clock. */
export function putAt(timeNs: number, first: number, a: number, b: number): void {
  if (closed) return;
  justEnded = 0;
  lastInJob = 0;
  lastOf = 0;
  let delta = timeNs - (lastNs[0] as number);
  if (delta > MAX_DELTA_NS) {
    append(RecordType.time, 0, timeNs % TWO_32, Math.floor(timeNs / TWO_32));
    delta = 0;
  }
  lastNs[0] = timeNs;
  append(first, delta, a, b);
}

/** Writes a record with the time of the previous one, which saves reading the clock: for what follows directly, without any of the
 * program's code in between. */
export function putBehind(first: number, a: number, b: number): void {
  if (!closed) append(first, 0, a, b);
}

/** Writes the enter, suspend, resume or end of a task. `isBehind`: with the time of the previous record, as `putBehind` does. */
export function putOf(first: number, task: number, b: number, isBehind: boolean): void {
  if (isBehind) {
    justEnded = 0;
    lastInJob = 0;
    putBehind(first, task, b);
  } else put(first, task, b);
  lastOf = task;
}

/** Whether the last record was written by `putOf` for this task. */
export const isLastOf = (task: number): boolean => task === lastOf;

export function noteEnd(task: number): void {
  justEnded = task;
}
export const hasJustEnded = (task: number): boolean => task === justEnded;

/** The task that `noteEnd` noted, if only the runtime's code has run since; asking forgets it. */
export function takeJustEnded(): number {
  const task = justEnded;
  justEnded = 0;
  return task;
}

export function noteJobOver(task: number): void {
  lastInJob = task;
}

/** The task whose job ended directly before the job that begins now; 0 where something was in between. Asking forgets it. */
export function takeJobOver(): number {
  const task = lastInJob;
  lastInJob = 0;
  return task;
}

function append(first: number, delta: number, a: number, b: number): void {
  if (head + RECORD_WORDS > limit) makeRoom(RECORD_WORDS);
  const at = head & MASK;
  data[at] = first;
  data[at + 1] = delta;
  data[at + 2] = a;
  data[at + 3] = b;
  head += RECORD_WORDS;
  publish();
}

/**
 * On x86 no thread can see a store without the stores before it, and V8 does not reorder stores to shared memory. So a plain store,
 * which takes 1 ns, is enough there.
 */
const ORDERED = process.arch === 'x64' || process.arch === 'ia32';

/** Makes what was written visible to the sender. HEAD is always at a boundary of records, so another thread may append one there. */
function publish(): void {
  if (ORDERED) control[Control.HEAD] = head;
  else Atomics.store(control, Control.HEAD, head | 0);
}

/** Larger payloads cannot be sent: half the ring, so that the sender can work on the other half meanwhile. */
const MAX_PAYLOAD_BYTES = RING_WORDS * 2;

/** A buffer for encoding short payloads, as nearly all are: new memory for each of them took 1 µs. */
const short = new Uint32Array(512);
const shortBody = new Uint8Array(short.buffer, RECORD_BYTES);
/** A UTF-16 unit becomes three bytes at most. */
const SHORT = Math.floor(shortBody.length / 3);

/** Puts a short blob into `short`; returns how many words it has. */
function encodeShort(kind: BlobKind, payload: string, ref: number): number {
  const { written } = encoder.encodeInto(payload, shortBody);
  const bytes = blobBytes(written);
  shortBody.fill(0, written, bytes - RECORD_BYTES);
  short[0] = RecordType.blob | (kind << 8);
  short[2] = written;
  short[3] = ref;
  return bytes / 4;
}

/** Writes a blob. A payload over `MAX_PAYLOAD_BYTES` is dropped: callers have to cut large ones before. */
export function putBlob(kind: BlobKind, payload: string | Uint8Array, ref: number): void {
  if (closed) return;
  const isShort = typeof payload === 'string' && payload.length <= SHORT;
  const words = isShort ? short : new Uint32Array(encodeBlob(kind, payload, ref).buffer);
  const length = isShort ? encodeShort(kind, payload, ref) : words.length;
  if (length * 4 > MAX_PAYLOAD_BYTES) return;
  const timeNs = clockNs();
  const delta = Math.min(timeNs - (lastNs[0] as number), MAX_DELTA_NS);
  lastNs[0] = (lastNs[0] as number) + delta;
  words[1] = delta;
  if (head + length > limit) makeRoom(length);
  for (let i = 0; i < length; i++) data[(head + i) & MASK] = words[i] as number;
  head += length;
  publish();
}

/** A blob record with its payload as bytes, with no time passed since the previous record. */
export function encodeBlob(
  kind: BlobKind,
  payload: string | Uint8Array,
  ref: number,
): Uint8Array<ArrayBuffer> {
  const body = typeof payload === 'string' ? encoder.encode(payload) : payload;
  const bytes = new Uint8Array(blobBytes(body.length));
  new Uint32Array(bytes.buffer).set([RecordType.blob | (kind << 8), 0, body.length, ref]);
  bytes.set(body, RECORD_BYTES);
  return bytes;
}

/** For how long the thread was blocked because its events could not be sent as fast as it made them. */
let blockedMs = 0;
export const blockedNs = (): number => Math.floor(blockedMs * 1e6);

/** Blocks until there is room for so many words. */
function makeRoom(words: number): void {
  const from = now();
  for (;;) {
    const tail = Atomics.load(control, Control.TAIL);
    const used = (head - tail) >>> 0;
    if (used + words <= RING_WORDS) {
      limit = head + RING_WORDS - used;
      break;
    }
    // The sender may not have started yet, or may be waiting for the reader. Then the program waits as well.
    if (ring.isWorkers) Atomics.wait(control, Control.TAIL, tail, 50);
    else drain(ring);
  }
  blockedMs += now() - from;
  ring.times[1] = blockedMs * 1000;
}

/** Sends all that was written. A worker's records are sent by another thread. */
export function flush(): void {
  if (!ring.isWorkers) drain(ring);
}

/** Sends all that was written; whatever is written later is dropped. */
export function closeWriter(): void {
  flush();
  Atomics.store(control, Control.DONE, 1);
  closed = true;
}
