// How often a thread came by what tracing costs something for. Counted where V8 and Node call, in memory that the sending thread sees,
// too: an addition there takes 1 ns, and everything else is left to whoever estimates.

/** Places in the array. */
export const Count = {
  promises: 0,
  /** Callbacks within callbacks: what a parser of HTTP or a stream's handle calls. */
  nested: 1,
  turns: 2,
  /** How long it took to put markers into files, in nanoseconds. */
  loadingNs: 3,
  /** How long this machine takes for what `machine.ts` measures, in nanoseconds; 0 before that has been measured. */
  machineNs: 4,
  /** Requests to the pool of threads. */
  poolWork: 5,
  /** Looks at the clock: one a record, but for those that share the moment of the one before. */
  clocks: 6,
  /** Promises that Node tells of as it tells the program, which listens to async_hooks, too (Node 20 and 22; `AsyncLocalStorage` does). */
  hooked: 7,
} as const;
type Count = (typeof Count)[keyof typeof Count];
export const COUNTS = 8;

let counts = new Float64Array(COUNTS);

/** From now on in there, where nothing is counted yet. */
export function countIn(shared: Float64Array<ArrayBufferLike>): void {
  counts = shared as Float64Array<ArrayBuffer>;
}

export function count(what: Count, by = 1): void {
  counts[what] = (counts[what] as number) + by;
}
