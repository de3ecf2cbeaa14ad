import type { TimeWindow } from './time-window.ts';

/** Of the time that is not folded, all folds together take at most so much of the chart, and one this part of that. */
const FOLDS_PART = 0.25;
const FEWEST_FOLDS = 12;

/**
 * Time of which some stretches are folded: between them a nanosecond is one, as before; a fold takes the same small part of
 * the chart however long it is. It never turns back, so that every moment still has a place, and every place a moment.
 *
 *     trace     0────a▒▒▒▒▒▒▒▒▒▒▒b────c▒▒▒▒▒d──
 *     elastic   0────a▒▒b────c▒▒d──
 */
export class ElasticTime {
  /** Nothing is folded. */
  static readonly plain = new ElasticTime([], 0);

  readonly folds: readonly TimeWindow[];
  /** Where each fold begins in elastic time, and how long each is there. */
  readonly #fromNs: number[] = [];
  readonly #lengthNs: number[] = [];

  /** `folds`: in order, apart from each other, within 0 … `endNs`. */
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
    // The same object for the same window, where nothing is folded.
    if (this.folds.length === 0) return window;
    return { fromNs: this.trace(window.fromNs), toNs: this.trace(window.toNs) };
  }

  /** The last fold of which something holds that holds of all before it, too; -1 for none. */
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
