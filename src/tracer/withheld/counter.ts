// For how long the machine gave a thread no processor although it had work to do. Linux counts that for every thread if it was built with
// CONFIG_SCHED_INFO, as distributions are; on other systems nothing is known.

import { closeSync, openSync, readlinkSync, readSync } from 'node:fs';

// The program may replace them later.
const [open, read, close] = [openSync, readSync, closeSync];

/** `cpu-ns waiting-ns stretches`, 20 digits each at most. */
const bytes = new Uint8Array(64);
const SPACE = 32;
const ZERO = 48;

/** The system's number of the calling thread; -1 if that is unknown. */
export function threadNumber(): number {
  if (process.platform !== 'linux') return -1;
  try {
    // The link leads to `12/task/34`.
    return Number(readlinkSync('/proc/thread-self').split('/')[2] ?? -1);
  } catch {
    return -1;
  }
}

/** The counter of one thread. It stays open until it is closed: a look takes 3 µs, opening it 10 to 20. */
export class WithheldCounter {
  readonly fd: number;
  /** For how many microseconds it had had a processor at the last look. */
  processorUs = 0;

  constructor(fd: number) {
    this.fd = fd;
  }

  /** Null if the system does not count, or does not show it. */
  static open(thread: number): WithheldCounter | null {
    if (thread <= 0) return null;
    try {
      return new WithheldCounter(open(`/proc/self/task/${thread}/schedstat`, 'r'));
    } catch {
      return null;
    }
  }

  /** How many microseconds the thread has waited for a processor in all, up to the last time that it got one; null once it is gone. */
  totalUs(): number | null {
    try {
      const length = read(this.fd, bytes, 0, bytes.length, 0);
      let second = 0;
      while (second < length && bytes[second++] !== SPACE);
      this.processorUs = numberAt(0, length);
      return numberAt(second, length);
    } catch {
      return null;
    }
  }

  close(): void {
    close(this.fd);
  }
}

/** In microseconds. */
function numberAt(start: number, length: number): number {
  let ns = 0;
  for (let at = start; at < length && bytes[at] !== SPACE; at++) ns = ns * 10 + (bytes[at] as number) - ZERO;
  return Math.floor(ns / 1000);
}
