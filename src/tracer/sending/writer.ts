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

/**
 * Writes records into the ring. Module state rather than a class, and plain functions: this is the hottest code
 * there is, and V8 keeps it in a handful of machine instructions this way. Most of a record's cost is its clock;
 * `Atomics.store` takes 10 to 14 ns (Node 20.20 and 24.21).
 */
let control: Int32Array;
let data: Uint32Array;
let ring: RingMemory;
let head = 0;
/** Words that may be written before looking at TAIL again. */
let limit = 0;
let startMs = 0;
let closed = false;
/** When the last record was written. In an array, where a number that is no small integer needs no new memory each time. */
const lastNs = new Float64Array(1);

/**
 * The task whose end was written last, with nothing but the runtime's code since: its promise settles next. By number, here and
 * below: each time that old memory gets to point at a new object, V8 makes a note of that, for 4 ns.
 */
let justEnded = 0;
/** The task whose job came to its end with the last record, with nothing but the runtime's code since. */
let lastInJob = 0;
/** The task that the last record tells of: that it begins, stops, goes on or ends; 0 for any other record. */
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
 * What `performance.now()` calls once it has looked at what it was called on, which is most of its cost: in code that V8 has not optimized,
 * as most of a server's is, a reading takes 60 to 100 ns this way and 150 to 290 that way, in a loop that it has 36 and 56
 * (Node 24.21; 76 and 84 on 20.20). Null where there are no insides to be had.
 */
const ownClock = (): (() => number) | null => binding<{ now(): number }>('performance')?.now ?? null;

/** The machine's clock at time zero. */
export const startEpochMs = (): number => performance.timeOrigin + startMs;

/** Looks at both clocks in turn take half a microsecond; the thread may stand still between any of them. */
const AT_ONCE_NS = 2000;
const MOST_LOOKS = 20;

/** The clock of all its processes at time zero, in nanoseconds: exact to the time that three looks at clocks take, some 200 ns. */
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

/** Milliseconds on the same clock, from another zero; not counted. */
export const clockMs = (): number => now();

/** When the last record was written, on the same clock, without looking at it. */
export const lastRecordNs = (): number => lastNs[0] as number;

/** `first` is `type | argument << 8`. */
export function put(first: number, a: number, b: number): void {
  putAt(clockNs(), first, a, b);
}

/** The same for who has just looked at the clock. */
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

/** At the time of the record before, which spares the clock: for what comes right behind it, with none of the program's
 * code between. */
export function putBehind(first: number, a: number, b: number): void {
  if (!closed) append(first, 0, a, b);
}

/** Of a task, by its number: that it begins, stops, goes on or ends. `isBehind`: at the time of the record before, as above. */
export function putOf(first: number, task: number, b: number, isBehind: boolean): void {
  if (isBehind) {
    justEnded = 0;
    lastInJob = 0;
    putBehind(first, task, b);
  } else put(first, task, b);
  lastOf = task;
}

/** Whether the last record is such a one, of that task. */
export const isLastOf = (task: number): boolean => task === lastOf;

export function noteEnd(task: number): void {
  justEnded = task;
}
export const hasJustEnded = (task: number): boolean => task === justEnded;

/** The task whose end was told last, with none of the program's code since; 0 once somebody has asked. */
export function takeJustEnded(): number {
  const task = justEnded;
  justEnded = 0;
  return task;
}

export function noteJobOver(task: number): void {
  lastInJob = task;
}

/** The task whose last record the job that begins now follows directly; 0 where something was between. */
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
 * x86 lets no thread see a later store without the ones before it, nor does V8 move stores to memory that threads share:
 * a plain store is enough there, and takes 1 ns.
 */
const ORDERED = process.arch === 'x64' || process.arch === 'ia32';

/** HEAD always stands between two records, so that another thread may add one of its own there. */
function publish(): void {
  if (ORDERED) control[Control.HEAD] = head;
  else Atomics.store(control, Control.HEAD, head | 0);
}

/** Larger payloads cannot be sent: half the ring, so that the sender can keep up with the other half. */
const MAX_PAYLOAD_BYTES = RING_WORDS * 2;

/** Where payloads that are short, as nearly all are, become bytes: new memory for each took 1 µs. */
const short = new Uint32Array(512);
const shortBody = new Uint8Array(short.buffer, RECORD_BYTES);
/** A character is three bytes at most. */
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

/** Throws away a payload over `MAX_PAYLOAD_BYTES`; whoever has a large one cuts it first. */
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

/** A blob record with its payload, no time passed since the record before it. */
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

/** Time the program stood still because its events could not be sent as fast as it made them. */
let blockedMs = 0;
export const blockedNs = (): number => Math.floor(blockedMs * 1e6);

function makeRoom(words: number): void {
  const from = now();
  for (;;) {
    const tail = Atomics.load(control, Control.TAIL);
    const used = (head - tail) >>> 0;
    if (used + words <= RING_WORDS) {
      limit = head + RING_WORDS - used;
      break;
    }
    // The sending thread may not have started yet, or be waiting for the reader: then so does the program.
    if (ring.isWorkers) Atomics.wait(control, Control.TAIL, tail, 50);
    else drain(ring);
  }
  blockedMs += now() - from;
  ring.times[1] = blockedMs * 1000;
}

/** Sends all that was written; a worker's is sent for it. */
export function flush(): void {
  if (!ring.isWorkers) drain(ring);
}

/** Sends all that was written; what comes after is thrown away. */
export function closeWriter(): void {
  flush();
  Atomics.store(control, Control.DONE, 1);
  closed = true;
}
