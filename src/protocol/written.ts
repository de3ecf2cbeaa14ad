// What a `wrote` record says of bytes that somebody else reads: enough to find them again among others'. Its argument holds where they
// went (1 bit), on which way (2 bits) and their check (21 bits).

/** How what a thread writes comes to the descriptor: on each way in the order in which it was written. */
export const Way = {
  /** Through the stream that the runtime has for it, which may keep it for a while. */
  stream: 0,
  /** At once, past that stream. */
  direct: 1,
  /** Through another thread, which writes it later. */
  handedOn: 2,
} as const;
export type Way = (typeof Way)[keyof typeof Way];

export const OUTPUTS = ['stdout', 'stderr'] as const;
export type Output = (typeof OUTPUTS)[number];

export interface Written {
  /** Index in OUTPUTS. */
  readonly output: number;
  readonly way: Way;
  readonly check: number;
}

const WAY_SHIFT = 1;
const WAY_MASK = 3;
const CHECK_SHIFT = 3;
const CHECK_MASK = (1 << 21) - 1;

export const writtenArgument = (output: number, way: Way, check: number): number =>
  output | (way << WAY_SHIFT) | (check << CHECK_SHIFT);

export const writtenOf = (argument: number): Written => ({
  output: argument & 1,
  way: ((argument >>> WAY_SHIFT) & WAY_MASK) as Way,
  check: argument >>> CHECK_SHIFT,
});

/** So many bytes at either end count. */
export const CHECKED_ENDS = 64;
const ASCII = 127;

/**
 * The check of `length` bytes: h = h · 31 + byte in 32 bits, from 0, over the first 64 and then, where there are more than that, over the
 * last 64, backwards; then h ^ h >>> 15, of which the lowest 21 bits.
 */
export function checkOfBytes(byteAt: (index: number) => number, length: number): number {
  let hash = 0;
  for (let at = 0; at < Math.min(length, CHECKED_ENDS); at++) hash = stepped(hash, byteAt(at));
  for (let at = 1; length > CHECKED_ENDS && at <= CHECKED_ENDS; at++)
    hash = stepped(hash, byteAt(length - at));
  return folded(hash);
}

const stepped = (hash: number, byte: number): number => (Math.imul(hash, 31) + byte) | 0;
const folded = (hash: number): number => (hash ^ (hash >>> 15)) & CHECK_MASK;

/** The same of a text whose characters are a byte each where it counts; -1 for any other. Twenty times as fast for a line. */
export function checkOfAscii(text: string): number {
  const { length } = text;
  let hash = 0;
  for (let at = 0; at < Math.min(length, CHECKED_ENDS); at++) {
    const code = text.charCodeAt(at);
    if (code > ASCII) return -1;
    hash = stepped(hash, code);
  }
  for (let at = 1; length > CHECKED_ENDS && at <= CHECKED_ENDS; at++) {
    const code = text.charCodeAt(length - at);
    if (code > ASCII) return -1;
    hash = stepped(hash, code);
  }
  return folded(hash);
}
