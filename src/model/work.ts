/**
 * Long work that is done in pieces of some milliseconds. It yields between two pieces, so that the caller can do something else. What it
 * returns is the result.
 */
export type Work<T> = Generator<undefined, T, undefined>;

/** Tasks or runs in one piece. Looking at one takes 20 to 100 ns, and ten times that in code that is not optimised yet. */
const PIECE = 16_384;

/** Plain data is no work: it has no `next`. */
export function isWork<T = unknown>(value: unknown): value is Work<T> {
  return typeof value === 'object' && value !== null && 'next' in value && Symbol.iterator in value;
}

/** Does all of it at once. */
export function allOf<T>(work: Work<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Calls `piece` with ranges `from` to `to` (exclusive) that cover the numbers below `length`. */
export function* inPieces(length: number, piece: (from: number, to: number) => void): Work<void> {
  for (let from = 0; from < length; from += PIECE) {
    piece(from, Math.min(length, from + PIECE));
    yield;
  }
}
