// Random numbers of the tracer's own. `Math.random` is the program's: it may be seeded (`--random-seed`) or replaced by a function that always
// returns the same, and taking numbers from it changes what the program gets. Good enough to tell things apart, but not for secrets.

import { threadId } from 'node:worker_threads';

/** A seed that no other thread of the machine has, nor this one at another time. The time of day distinguishes machines. */
let a = process.pid | 0;
let b = threadId | 0;
let c = Number(BigInt.asIntN(32, process.hrtime.bigint()));
let d = Date.now() | 0;

/** Chris Doty-Humphrey's sfc32, which makes whole numbers of 32 bits. */
export function random32(): number {
  const sum = (((a + b) | 0) + d) | 0;
  d = (d + 1) | 0;
  a = b ^ (b >>> 9);
  b = (c + (c << 3)) | 0;
  c = (((c << 21) | (c >>> 11)) + sum) | 0;
  return sum >>> 0;
}

// The first numbers are thrown away: seeds that are nearly the same would give nearly the same ones.
for (let round = 0; round < 16; round++) random32();

export function randomHex(length: number): string {
  let text = '';
  while (text.length < length) text += random32().toString(16).padStart(8, '0');
  return text.slice(0, length);
}
