// How often a thread did what tracing costs something for. Counted in memory that the sending thread sees, too: an addition there takes 1 ns, and
// everything else is left to whoever makes the estimate.

/** Indexes in the array. */
export const Count = {
  promises: 0,
  /** Readings of the clock: one for each record, except for those that share the moment of the one before. */
  clocks: 1,
  /** Promises that Node itself reports, because the program uses async_hooks, too (Node 20 and 22; `AsyncLocalStorage` does). */
  hooked: 2,
  /** How long the tracer's own callbacks took in all, in nanoseconds, and how often they read the clock: estimated from samples (sampled.ts). */
  sampledNs: 3,
  sampledClocks: 4,
  /** How many of them Node's C++ called: that call takes longer than what they do. */
  calledByNative: 5,
  /** How long it took to insert markers into files, in nanoseconds. */
  loadingNs: 6,
  /** What `measureMachine` measured, in nanoseconds; 0 before that. */
  machineNs: 7,
  /** How many promises Node's C++ has made, to settle them itself: both are reported through C++. Estimated from samples, too. */
  nativePromises: 8,
  /** How many records were written. Set by whoever makes the estimate, who sees it in the ring. */
  records: 9,
} as const;
type Count = (typeof Count)[keyof typeof Count];
export const COUNTS = 10;

let counts = new Float64Array(COUNTS);

/** From now on, counts in this memory, in which nothing is counted yet. */
export function countIn(shared: Float64Array<ArrayBufferLike>): void {
  counts = shared as Float64Array<ArrayBuffer>;
}

export function count(what: Count, by = 1): void {
  counts[what] = (counts[what] as number) + by;
}

export function setCount(what: Count, to: number): void {
  counts[what] = to;
}

/** All counts, for reading. */
export const allCounts = (): Readonly<Float64Array> => counts;

export const countOf = (what: Count): number => counts[what] as number;
