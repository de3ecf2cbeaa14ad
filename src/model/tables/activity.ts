import { grown } from '../columns/columns.ts';
import { TaskState } from '../events/transitions.ts';

/** How many bins there are at first: twice the largest width of an overview, so that doubling their width is never visible. */
const LEAST_BINS = 4096;
/**
 * The most bins, for a run in which much happens. Eight times the width of a window, so that only windows shorter than a twentieth of the
 * run have to be counted run by run (src/model/picture/counter-lanes.ts). The four lanes then take 1.5 MB.
 */
const MOST_BINS = 32_768;
const LANES = TaskState.over + 1;

/** The lane of the main loop, after those of the task states. */
export const BUSY = TaskState.over;

/**
 * How many tasks are in each state over the whole run, in bins of equal width. When the run outgrows the bins, their number is doubled
 * (if there are more changes than bins) or their width. A change costs two additions, however long the state lasts: its bin gets the part
 * of the bin that is left, and every later bin gets the whole through the running sum of `deltas`.
 *
 *     deltas   0  +1   0   0  -1   0
 *     parts    0  .4   0   0 -.7   0
 *     level    0  .4   1   1  .3   0
 */
export class Activity {
  #widthNs = 1;
  #bins = LEAST_BINS;
  #changes = 0;
  #parts = Array.from({ length: LANES }, () => new Float64Array(LEAST_BINS));
  #deltas = Array.from({ length: LANES }, () => new Int32Array(LEAST_BINS));
  /** Whether anything changed in each bin. */
  #touched = new Uint8Array(LEAST_BINS);
  /** How many are in each state now, by TaskState. */
  readonly now = new Int32Array(LANES);

  /** From this time on a lane has one task more (or, with -1, one less). */
  change(lane: number, atNs: number, by: 1 | -1): void {
    this.now[lane]! += by;
    this.#changes++;
    while (atNs >= this.#widthNs * this.#bins) this.#outgrown();
    const bin = Math.floor(atNs / this.#widthNs);
    this.#touched[bin] = 1;
    this.#deltas[lane]![bin]! += by;
    this.#parts[lane]![bin]! += by * (bin + 1 - atNs / this.#widthNs);
  }

  /** The width of a bin: nothing is known more finely. */
  get binNs(): number {
    return this.#widthNs;
  }

  /** A lane's mean level over equal parts of `fromNs` (0 or later) … `toNs`. */
  means(lane: number, fromNs: number, toNs: number, count: number): Float32Array {
    // A part is the sum of tens of bins: in single precision the rounding errors would be visible.
    const into = new Float64Array(count);
    const parts = this.#parts[lane]!;
    const deltas = this.#deltas[lane]!;
    const partNs = (toNs - fromNs) / count;
    const first = Math.min(this.#bins, Math.floor(fromNs / this.#widthNs));
    let level = 0;
    for (let bin = 0; bin < first; bin++) level += deltas[bin]!;
    // Most bins lie within one part, the others in two or more.
    let part = 0;
    for (let bin = first; bin < this.#bins && bin * this.#widthNs < toNs; bin++) {
      const startNs = Math.max(0, bin * this.#widthNs - fromNs);
      const endNs = Math.min((bin + 1) * this.#widthNs, toNs) - fromNs;
      const mean = level + parts[bin]!;
      if (startNs >= (part + 1) * partNs) part = Math.floor(startNs / partNs);
      if (endNs <= (part + 1) * partNs && startNs >= part * partNs)
        into[part]! += (mean * (endNs - startNs)) / partNs;
      else spread(mean, startNs, endNs, partNs, into);
      level += deltas[bin]!;
    }
    // Nothing changed after the last bin.
    spread(level, Math.max(0, this.#bins * this.#widthNs - fromNs), toNs - fromNs, partNs, into);
    return Float32Array.from(into);
  }

  /** The stretches before a time, in whole bins, in which nothing changes, no task runs and the main loop is idle. */
  quietUntil(endNs: number): { fromNs: number; toNs: number }[] {
    const found: { fromNs: number; toNs: number }[] = [];
    const levels = [TaskState.running, BUSY].map((lane) => ({ deltas: this.#deltas[lane]!, level: 0 }));
    let from = -1;
    const close = (toNs: number): void => {
      if (from >= 0 && toNs > from * this.#widthNs) found.push({ fromNs: from * this.#widthNs, toNs });
      from = -1;
    };
    for (let bin = 0; bin < this.#bins && bin * this.#widthNs < endNs; bin++) {
      const isQuiet = this.#touched[bin] === 0 && levels.every(({ level }) => level === 0);
      if (!isQuiet) close(bin * this.#widthNs);
      else if (from < 0) from = bin;
      for (const lane of levels) lane.level += lane.deltas[bin]!;
    }
    close(endNs);
    return found;
  }

  #outgrown(): void {
    if (this.#bins >= MOST_BINS || this.#changes <= this.#bins) {
      this.#fold();
      return;
    }
    this.#bins *= 2;
    this.#touched = grown(this.#touched, this.#bins);
    this.#parts = this.#parts.map((parts) => grown(parts, this.#bins));
    this.#deltas = this.#deltas.map((deltas) => grown(deltas, this.#bins));
  }

  #fold(): void {
    this.#widthNs *= 2;
    for (let bin = 0; bin < this.#bins / 2; bin++)
      this.#touched[bin] = this.#touched[2 * bin]! | this.#touched[2 * bin + 1]!;
    this.#touched.fill(0, this.#bins / 2);
    for (let lane = 0; lane < LANES; lane++) {
      const parts = this.#parts[lane]!;
      const deltas = this.#deltas[lane]!;
      for (let bin = 0; bin < this.#bins / 2; bin++) {
        const left = 2 * bin;
        parts[bin] = (parts[left]! + deltas[left]! + parts[left + 1]!) / 2;
        deltas[bin] = deltas[left]! + deltas[left + 1]!;
      }
      parts.fill(0, this.#bins / 2);
      deltas.fill(0, this.#bins / 2);
    }
  }
}

/** Adds a level that holds from `fromNs` to `toNs` to the parts it lies in. */
function spread(level: number, fromNs: number, toNs: number, binNs: number, into: Float64Array): void {
  const last = Math.min(into.length - 1, Math.floor(toNs / binNs));
  for (let bin = Math.floor(fromNs / binNs); bin <= last; bin++) {
    const overlap = Math.min(toNs, (bin + 1) * binNs) - Math.max(fromNs, bin * binNs);
    if (overlap > 0) into[bin]! += (level * overlap) / binNs;
  }
}
