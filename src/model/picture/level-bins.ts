/**
 * How many stretches hold, bin by bin: means over each. A stretch is four additions, however long it is: the bin it
 * begins in gets the part that is left, every later one gets the whole by the running sum.
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

  /** A stretch; what of it lies outside does not count. */
  add(fromNs: number, toNs: number): void {
    if (!(toNs > fromNs) || toNs <= this.#fromNs || fromNs >= this.#toNs) return;
    this.#change(Math.max(fromNs, this.#fromNs), 1);
    if (toNs < this.#toNs) this.#change(toNs, -1);
  }

  means(): Float32Array {
    const means = new Float32Array(this.#parts.length);
    let level = 0;
    for (let bin = 0; bin < means.length; bin++) {
      // Parts that cancel each other leave a rest of 1e-16.
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
