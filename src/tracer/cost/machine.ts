// How fast the machine is at what tracing does, whatever else is running on it.

import { performance } from 'node:perf_hooks';

const now = performance.now.bind(performance);

/** All batches together take less than a millisecond. */
const BATCHES = 32;
const BATCH = 512;
const MASK = 4095;

/**
 * What one record costs in a loop, in nanoseconds: a reading of the clock and four words into memory. The fastest of many batches counts, so that
 * other work of the machine does not. To be called several times, since V8 optimizes it meanwhile.
 */
export function measureMachine(): number {
  const words = new Uint32Array(MASK + 1);
  let fastest = Number.POSITIVE_INFINITY;
  let at = 0;
  let last = now();
  for (let batch = 0; batch < BATCHES; batch++) {
    const from = now();
    for (let i = 0; i < BATCH; i++) {
      const time = now();
      words[at & MASK] = i;
      words[(at + 1) & MASK] = (time - last) * 1e6;
      words[(at + 2) & MASK] = at;
      words[(at + 3) & MASK] = batch;
      at += 4;
      last = time;
    }
    fastest = Math.min(fastest, last - from);
  }
  return (fastest * 1e6) / BATCH;
}
