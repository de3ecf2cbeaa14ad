// How often a thread came by what tracing costs something for. Counted where V8 and Node call, in memory that the sending thread sees,
// too: an addition there takes 1 ns, and everything else is left to whoever estimates.

/** Places in the array. */
export const Count = {
  promises: 0,
  /** Looks at the clock: one a record, but for those that share the moment of the one before. */
  clocks: 1,
  /** Promises that Node tells of as it tells the program, which listens to async_hooks, too (Node 20 and 22; `AsyncLocalStorage` does). */
  hooked: 2,
  /** What the tracer's own callbacks took, as `sampled.ts` finds, in nanoseconds; how often they looked at the clock. */
  sampledNs: 3,
  sampledClocks: 4,
  /** How many of them Node's C++ calls, which takes it longer than what they do. */
  calledByNative: 5,
  /** How long it took to put markers into files, in nanoseconds. */
  loadingNs: 6,
  /** How long this machine takes for what `machine.ts` measures, in nanoseconds; 0 before that has been measured. */
  machineNs: 7,
  /** How many promises Node's C++ has made, to settle them itself: both are told through C++. As `sampled.ts` finds. */
  nativePromises: 8,
  /** Records written, or as much: put there by whoever estimates, who sees it in the ring. */
  records: 9,
} as const;
type Count = (typeof Count)[keyof typeof Count];
export const COUNTS = 10;

let counts = new Float64Array(COUNTS);

/** From now on in there, where nothing is counted yet. */
export function countIn(shared: Float64Array<ArrayBufferLike>): void {
  counts = shared as Float64Array<ArrayBuffer>;
}

export function count(what: Count, by = 1): void {
  counts[what] = (counts[what] as number) + by;
}

export function setCount(what: Count, to: number): void {
  counts[what] = to;
}

/** All of them, to be read. */
export const allCounts = (): Readonly<Float64Array> => counts;

export const countOf = (what: Count): number => counts[what] as number;
