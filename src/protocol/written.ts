// What a `wrote` record says about bytes that the host reads: enough to find them among all others. Its argument holds the output they
// went to (1 bit), the way they took (2 bits) and a checksum (21 bits).

/** The way from a thread's `write` to the descriptor. Along each way the order of writing is kept. */
export const Way = {
  /** Through the runtime's stream, which may buffer it for a while. */
  stream: 0,
  /** At once, bypassing that stream. */
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

/** How many bytes at each end go into the checksum. */
export const CHECKED_ENDS = 64;
const ASCII = 127;

/**
 * The checksum of `length` bytes. It computes h = h · 31 + byte in 32 bits, starting with 0, over the first 64 bytes and then, if there
 * are more than 64, over the last 64, backwards. The result is the lowest 21 bits of h ^ h >>> 15.
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

/** The same for a text whose characters at both ends are ASCII; -1 for any other text. Twenty times as fast for a line. */
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
