import type { TimeWindow } from './time-window.ts';

/** How much of the chart all folds together take at most, relative to the time that is not folded; and the part of that for one fold. */
const FOLDS_PART = 0.25;
const FEWEST_FOLDS = 12;

/**
 * Elastic time: some stretches are folded. Outside of folds a nanosecond has its normal length; a fold takes the same small part of the chart
 * however long it is. The mapping is monotonic, so every moment has a position, and every position a moment.
 *
 *     trace     0────a▒▒▒▒▒▒▒▒▒▒▒b────c▒▒▒▒▒d──
 *     elastic   0────a▒▒b────c▒▒d──
 */
export class ElasticTime {
  /** Nothing is folded. */
  static readonly plain = new ElasticTime([], 0);

  readonly folds: readonly TimeWindow[];
  /** The beginning of each fold in elastic time, and its length there. */
  readonly #fromNs: number[] = [];
  readonly #lengthNs: number[] = [];

  /** `folds`: in order, not touching each other, within 0 … `endNs`. */
  constructor(folds: readonly TimeWindow[], endNs: number) {
    this.folds = folds;
    const folded = folds.reduce((sum, { fromNs, toNs }) => sum + toNs - fromNs, 0);
    const foldNs = Math.max(1, ((endNs - folded) * FOLDS_PART) / Math.max(FEWEST_FOLDS, folds.length));
    let gone = 0;
    for (const { fromNs, toNs } of folds) {
      const length = Math.min(toNs - fromNs, foldNs);
      this.#fromNs.push(fromNs - gone);
      this.#lengthNs.push(length);
      gone += toNs - fromNs - length;
    }
  }

  elastic(traceNs: number): number {
    const at = this.#last((fold) => this.folds[fold]!.fromNs <= traceNs);
    if (at < 0) return traceNs;
    const { fromNs, toNs } = this.folds[at]!;
    const startNs = this.#fromNs[at]!;
    const lengthNs = this.#lengthNs[at]!;
    if (traceNs >= toNs) return startNs + lengthNs + traceNs - toNs;
    return startNs + ((traceNs - fromNs) / (toNs - fromNs)) * lengthNs;
  }

  trace(elasticNs: number): number {
    const at = this.#last((fold) => this.#fromNs[fold]! <= elasticNs);
    if (at < 0) return elasticNs;
    const { fromNs, toNs } = this.folds[at]!;
    const startNs = this.#fromNs[at]!;
    const lengthNs = this.#lengthNs[at]!;
    if (elasticNs >= startNs + lengthNs) return toNs + elasticNs - startNs - lengthNs;
    return fromNs + ((elasticNs - startNs) / lengthNs) * (toNs - fromNs);
  }

  elasticWindow({ fromNs, toNs }: TimeWindow): TimeWindow {
    return { fromNs: this.elastic(fromNs), toNs: this.elastic(toNs) };
  }

  traceWindow(window: TimeWindow): TimeWindow {
    // If nothing is folded, the same window object is returned.
    if (this.folds.length === 0) return window;
    return { fromNs: this.trace(window.fromNs), toNs: this.trace(window.toNs) };
  }

  /** The last fold for which `holds` is true, which must then be true for all before it; -1 for none. */
  #last(holds: (fold: number) => boolean): number {
    let low = 0;
    let high = this.folds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(middle)) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
