/**
 * How many of the added stretches cover each bin, as means over the bin. A stretch costs four additions, however long it is: the bin in
 * which it begins gets the remaining part of it, and all later bins get the whole through the running sum.
 */
export class LevelBins {
  readonly #fromNs: number;
  readonly #toNs: number;
  readonly #binNs: number;
  readonly #parts: Float64Array;
  readonly #deltas: Int32Array;

  constructor(fromNs: number, binNs: number, bins: number) {
    this.#fromNs = fromNs;
    this.#toNs = fromNs + bins * binNs;
    this.#binNs = binNs;
    this.#parts = new Float64Array(bins);
    this.#deltas = new Int32Array(bins);
  }

  /** Adds a stretch; parts outside of the bins do not count. */
  add(fromNs: number, toNs: number): void {
    if (!(toNs > fromNs) || toNs <= this.#fromNs || fromNs >= this.#toNs) return;
    this.#change(Math.max(fromNs, this.#fromNs), 1);
    if (toNs < this.#toNs) this.#change(toNs, -1);
  }

  means(): Float32Array {
    const means = new Float32Array(this.#parts.length);
    let level = 0;
    for (let bin = 0; bin < means.length; bin++) {
      // Rounding leaves a rest of about 1e-16 where parts cancel each other.
      means[bin] = Math.max(0, level + this.#parts[bin]!);
      level += this.#deltas[bin]!;
    }
    return means;
  }

  #change(atNs: number, by: 1 | -1): void {
    const at = (atNs - this.#fromNs) / this.#binNs;
    const bin = Math.min(this.#deltas.length - 1, Math.floor(at));
    this.#deltas[bin]! += by;
    this.#parts[bin]! += by * (bin + 1 - at);
  }
}
