// The memory into which the program's thread writes records, and from which the sending thread writes them to the pipe.
//
//   control (Int32)                       data (Uint32, a power of two)
//   HEAD  words written, modulo 2^32      ···· tail ▓▓▓▓ not sent yet ▓▓▓▓ head ····
//   TAIL  words sent, modulo 2^32
//
// There is one writer, the program's thread. Whoever holds LOCK sends: normally the sending thread; the program's own thread at exit, and
// when the ring is full before the sending thread has started; and on Node 20 the thread that loads the main thread's modules.
//
// The records of a worker, and of the thread that loads its modules, are sent only by the sending thread: either may be terminated at any
// moment, and would leave the lock taken, or half a piece sent.

import { writeSync } from 'node:fs';
import { PACKET_BYTES, PACKET_HEAD_BYTES, PACKET_MAGIC } from '../../protocol/packets.ts';
import { COUNTS } from '../cost/counts.ts';
import { random32 } from '../random.ts';
import { sharedMemory } from './shared-memory.ts';

export const Control = {
  HEAD: 0,
  TAIL: 1,
  LOCK: 2,
  CLOSED: 3,
  SITES: 4,
  /** Only for sleeping, and for waking the sending thread. */
  SLEEP: 5,
  /** Set when the writer has written its last record. */
  DONE: 6,
  /** In a process's first ring: how often its main thread asked for all rings to be sent, and how often that was answered. */
  ASKED: 7,
  ANSWERED: 8,
  /** The thread's id in the system, -1 where it is unknown, 0 before the thread has begun. */
  THREAD: 9,
  /** Three numbers of two words each, from an even place on: see `times`. */
  TIMES: 10,
  /** The descriptor of the file in which the system counts a process's first thread, 0 for none: see withheld/own.ts. */
  COUNTER: 16,
  /** In a process's first ring: changes whenever some of any ring was written to a pipe. */
  PROGRESS: 17,
  /** Numbers of two words each, from an even place to the end: see cost/counts.ts. */
  COUNTS: 18,
} as const;

export const CONTROL_BYTES = (Control.COUNTS + COUNTS * 2) * 4;

/** 1 MiB, or 65,536 records: what a program writes in about 5 ms at its fastest. */
export const RING_WORDS = 256 * 1024;

export interface RingMemory {
  readonly control: Int32Array;
  readonly data: Uint32Array;
  /** The pipe's file descriptor. */
  readonly fd: number;
  /** The stream's label in a shared pipe; null for a pipe of its own. */
  readonly label: readonly [number, number] | null;
  readonly isWorkers: boolean;
  /** The stream's time zero on the monotonic clock, in nanoseconds; for how many microseconds the thread has been blocked because its
   * events were not sent as fast as it made them; and for how many it had had a processor when its costs began to be counted. */
  readonly times: Float64Array;
  /** Counts of what tracing costs time for, see cost/counts.ts. */
  readonly counts: Float64Array;
}

export interface RingPlace {
  readonly isShared?: boolean;
  readonly isWorkers?: boolean;
}

export function createRing(fd: number, { isShared = false, isWorkers = false }: RingPlace = {}): RingMemory {
  const control = new Int32Array(sharedMemory(CONTROL_BYTES));
  const data = new Uint32Array(sharedMemory(RING_WORDS * 4));
  Atomics.store(control, Control.SITES, 1);
  const label = isShared ? ([random32(), random32()] as const) : null;
  const times = new Float64Array(control.buffer, Control.TIMES * 4, 3);
  const counts = new Float64Array(control.buffer, Control.COUNTS * 4, COUNTS);
  return { control, data, fd, label, isWorkers, times, counts };
}

/** Whether its thread has written anything, a hello before all else. A worker may be terminated before. */
export const hasBegun = ({ control }: RingMemory): boolean => Atomics.load(control, Control.HEAD) !== 0;

/** Waits until no other thread sends, runs `send`, and releases the lock. */
function withLock(ring: RingMemory, send: () => void): void {
  const { control } = ring;
  while (Atomics.compareExchange(control, Control.LOCK, 0, 1) !== 0) {
    Atomics.wait(control, Control.LOCK, 1, 50);
  }
  try {
    send();
  } finally {
    Atomics.store(control, Control.LOCK, 0);
    Atomics.notify(control, Control.LOCK, 1);
  }
}

/** Sends what is in the ring, then `more` (whole records), waiting for its turn; returns how many words were in the ring. */
export function drain(ring: RingMemory, more?: Uint8Array): number {
  const { control, data } = ring;
  let sent = 0;
  withLock(ring, () => {
    const head = Atomics.load(control, Control.HEAD) >>> 0;
    let tail = Atomics.load(control, Control.TAIL) >>> 0;
    while (tail !== head) {
      const from = tail & (RING_WORDS - 1);
      const length = Math.min((head - tail) >>> 0, RING_WORDS - from);
      send(ring, new Uint8Array(data.buffer, from * 4, length * 4));
      tail = (tail + length) >>> 0;
      sent += length;
      Atomics.store(control, Control.TAIL, tail | 0);
      Atomics.notify(control, Control.TAIL, 1);
    }
    if (more !== undefined) send(ring, more);
  });
  return sent;
}

const PACKET = process.platform === 'linux' ? PACKET_BYTES.linux : PACKET_BYTES.other;
const packet = new Uint32Array(PACKET / 4);

/** Where the sending thread shows that it makes progress. */
let progress: Int32Array | null = null;
export function tellProgress(control: Int32Array): void {
  progress = control;
}

/** Writes a piece of the stream; in a shared pipe as packets. */
function send(ring: RingMemory, bytes: Uint8Array): void {
  if (ring.label === null) {
    writeAll(ring, bytes);
    return;
  }
  const piece = new Uint8Array(packet.buffer);
  for (let at = 0; at < bytes.length; ) {
    const length = Math.min(bytes.length - at, PACKET - PACKET_HEAD_BYTES);
    packet.set([PACKET_MAGIC, length, ring.label[0], ring.label[1]]);
    piece.set(bytes.subarray(at, at + length), PACKET_HEAD_BYTES);
    writeAll(ring, piece.subarray(0, PACKET_HEAD_BYTES + length));
    at += length;
  }
}

/**
 * Writes all of `bytes` to the pipe, and waits as long as the reader needs, so that a fast program loses no events. When nobody reads any
 * more, everything from then on is dropped and the program goes on.
 */
function writeAll(ring: RingMemory, bytes: Uint8Array): void {
  const { control, fd } = ring;
  let at = 0;
  while (at < bytes.length && Atomics.load(control, Control.CLOSED) === 0) {
    try {
      at += writeSync(fd, bytes, at, bytes.length - at);
      if (progress !== null) Atomics.add(progress, Control.PROGRESS, 1);
    } catch (error) {
      const code = (error as { code?: string }).code;
      // A program may have made the pipe non-blocking; then 1 ms is a good time to wait.
      if (code === 'EAGAIN') Atomics.wait(control, Control.CLOSED, 0, 1);
      else if (code !== 'EINTR') Atomics.store(control, Control.CLOSED, 1);
    }
  }
}

/** Reserves `count` unused site ids; returns the first. */
export function takeSites(ring: RingMemory, count: number): number {
  return Atomics.add(ring.control, Control.SITES, count);
}
