import { TaskState } from './transitions.ts';

/** Bins kept. Twice what an overview is wide at most, so that folding never shows. */
const BINS = 4096;
const LANES = TaskState.over + 1;

/** The lane of the main loop, beside those of the task states. */
export const BUSY = TaskState.over;

/**
 * How many tasks are in each state, over the whole run, in a fixed number of bins that double in width whenever
 * the run outgrows them. A change at t is two additions, however long the state lasts: the bin of t gets the part
 * of it that is left, every later bin gets the whole by the running sum of `deltas`.
 *
 *     deltas   0  +1   0   0  -1   0
 *     parts    0  .4   0   0 -.7   0
 *     level    0  .4   1   1  .3   0
 */
export class Activity {
  #widthNs = 1;
  readonly #parts = Array.from({ length: LANES }, () => new Float64Array(BINS));
  readonly #deltas = Array.from({ length: LANES }, () => new Int32Array(BINS));
  /** How many are in each state now, by TaskState. */
  readonly now = new Int32Array(LANES);

  /** One task more (or, with -1, fewer) in a lane from a time on. */
  change(lane: number, atNs: number, by: 1 | -1): void {
    this.now[lane]! += by;
    while (atNs >= this.#widthNs * BINS) this.#fold();
    const bin = Math.floor(atNs / this.#widthNs);
    this.#deltas[lane]![bin]! += by;
    this.#parts[lane]![bin]! += by * (bin + 1 - atNs / this.#widthNs);
  }

  /** Adds a lane's mean level over `bins` equal parts of 0 … `toNs` to `into`. */
  read(lane: number, toNs: number, into: Float32Array): void {
    const parts = this.#parts[lane]!;
    const deltas = this.#deltas[lane]!;
    const binNs = toNs / into.length;
    let level = 0;
    for (let bin = 0; bin < BINS && bin * this.#widthNs < toNs; bin++) {
      const fromNs = bin * this.#widthNs;
      spread(level + parts[bin]!, fromNs, Math.min(fromNs + this.#widthNs, toNs), binNs, into);
      level += deltas[bin]!;
    }
    // Nothing changed after the last bin.
    spread(level, BINS * this.#widthNs, toNs, binNs, into);
  }

  #fold(): void {
    this.#widthNs *= 2;
    for (let lane = 0; lane < LANES; lane++) {
      const parts = this.#parts[lane]!;
      const deltas = this.#deltas[lane]!;
      for (let bin = 0; bin < BINS / 2; bin++) {
        const left = 2 * bin;
        parts[bin] = (parts[left]! + deltas[left]! + parts[left + 1]!) / 2;
        deltas[bin] = deltas[left]! + deltas[left + 1]!;
      }
      parts.fill(0, BINS / 2);
      deltas.fill(0, BINS / 2);
    }
  }
}

/** Adds a level that holds from `fromNs` to `toNs` to the parts it lies in. */
function spread(level: number, fromNs: number, toNs: number, binNs: number, into: Float32Array): void {
  const last = Math.min(into.length - 1, Math.floor(toNs / binNs));
  for (let bin = Math.floor(fromNs / binNs); bin <= last; bin++) {
    const overlap = Math.min(toNs, (bin + 1) * binNs) - Math.max(fromNs, bin * binNs);
    if (overlap > 0) into[bin]! += (level * overlap) / binNs;
  }
}
