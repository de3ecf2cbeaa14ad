import { grown } from '../columns/columns.ts';
import { Bins } from './bins.ts';
import type { Blocks } from './fold.ts';

/** For a longer run only what is looked at is computed. A bin takes at most 32 bytes. */
const MOST_BINS = 16_384;
/** How many of the newest groups are not kept, because tasks of other threads, reported later, may still be inserted; more if that was too few. */
const OPEN_GROUPS = 4;

/** The bins, of one width, of those of a fold's tasks that were looked at and cannot change any more. */
export class KeptBins {
  readonly #blocks: Blocks;
  readonly #bins: Bins;
  readonly #openGroups: number;
  /** 1 for each group that is included, up to the last one. */
  #has = new Uint8Array(64);
  until = 0;

  constructor(blocks: Blocks, bins: Bins, openGroups: number) {
    this.#blocks = blocks;
    this.#bins = bins;
    this.#openGroups = openGroups;
  }

  has(group: number): boolean {
    return this.#has[group] === 1;
  }

  addTo(bins: Bins): void {
    this.#bins.addTo(bins);
  }

  /** Has room for so many bins. */
  reach(count: number): void {
    if (this.#bins.count < count) this.#bins.grow(2 * count);
  }

  /** The same in bins of twice the width: what there is in two of them is in one. */
  doubled(count: number): KeptBins {
    const kept = new KeptBins(this.#blocks, this.#bins.doubled(count), this.#openGroups);
    kept.#has = this.#has.slice();
    kept.until = this.until;
    return kept;
  }

  /**
   * Keeps a group, which `addGroup` adds to the bins, and returns whether it could. A group that is longer than the window cannot: it would
   * be computed for more bins than are looked at.
   */
  add(group: number, windowNs: number, addGroup: (bins: Bins) => void): boolean {
    const { groups } = this.#blocks;
    const isOver = group < groups.length - this.#openGroups && groups.isSettled[group] === 1;
    if (!isOver || groups.toNs[group]! - groups.fromNs[group]! > windowNs) return false;
    if (group >= this.#has.length) this.#has = grown(this.#has, 2 * group);
    addGroup(this.#bins);
    this.#has[group] = 1;
    this.until = Math.max(this.until, group + 1);
    return true;
  }
}

/**
 * A fold's kept bins of each width that was looked at, so that zooming in and out again adds nothing up twice. Widths are powers of two, so
 * all of them together take at most twice what the narrowest does.
 */
class KeptWidths {
  readonly #blocks: Blocks;
  readonly #byBinNs = new Map<number, KeptBins>();
  #openGroups = OPEN_GROUPS;

  constructor(blocks: Blocks) {
    this.#blocks = blocks;
  }

  of(binNs: number, endNs: number): KeptBins {
    this.#forgetWhatChanged();
    const count = binsUntil(endNs, binNs);
    const known = this.#byBinNs.get(binNs);
    const bins = known ?? this.#begin(binNs, count, endNs);
    bins.reach(count);
    return bins;
  }

  #begin(binNs: number, count: number, endNs: number): KeptBins {
    // The run has grown since then. At these widths, bins are from now on computed only for what is looked at.
    for (const narrow of this.#byBinNs.keys())
      if (binsUntil(endNs, narrow) > MOST_BINS) this.#byBinNs.delete(narrow);
    const bins =
      this.#byBinNs.get(binNs / 2)?.doubled(count) ??
      new KeptBins(this.#blocks, new Bins(0, binNs, count), this.#openGroups);
    this.#byBinNs.set(binNs, bins);
    return bins;
  }

  #forgetWhatChanged(): void {
    const cut = this.#blocks.takeFirstCut();
    let isCut = false;
    for (const { until } of this.#byBinNs.values()) isCut ||= cut < until;
    if (!isCut) return;
    this.#openGroups *= 2;
    this.#byBinNs.clear();
  }
}

const binsUntil = (endNs: number, binNs: number): number => Math.floor(endNs / binNs) + 1;

const kept = new WeakMap<Blocks, KeptWidths>();

/** A fold's kept bins of this width up to a moment; null where they would take more memory than the tasks themselves. */
export function keptBins(blocks: Blocks, binNs: number, endNs: number): KeptBins | null {
  const count = binsUntil(endNs, binNs);
  if (count > MOST_BINS || count > 16 * blocks.length) return null;
  const widths = kept.get(blocks) ?? new KeptWidths(blocks);
  kept.set(blocks, widths);
  return widths.of(binNs, endNs);
}
