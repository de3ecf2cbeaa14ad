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
  #bins: Bins | null = null;
  #openGroups = OPEN_GROUPS;
  /** 1 for each group that is included, up to the last one. */
  #has = new Uint8Array(64);
  #until = 0;

  constructor(blocks: Blocks) {
    this.#blocks = blocks;
  }

  get binNs(): number {
    return this.#bins!.binNs;
  }

  has(group: number): boolean {
    return this.#has[group] === 1;
  }

  addTo(bins: Bins): void {
    this.#bins?.addTo(bins);
  }

  /** To be called first: sets the width of the bins, and how many there are from time zero on. */
  begin(binNs: number, count: number): void {
    if (this.#blocks.takeFirstCut() < this.#until) {
      this.#openGroups *= 2;
      this.#bins = null;
    }
    if (this.#bins?.binNs !== binNs) {
      this.#bins = new Bins(0, binNs, count);
      this.#has.fill(0);
      this.#until = 0;
    }
    if (this.#bins.count < count) this.#bins.grow(2 * count);
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
    addGroup(this.#bins!);
    this.#has[group] = 1;
    this.#until = Math.max(this.#until, group + 1);
    return true;
  }
}

const kept = new WeakMap<Blocks, KeptBins>();

/** A fold's kept bins of this width up to a moment; null where they would take more memory than the tasks themselves. */
export function keptBins(blocks: Blocks, binNs: number, endNs: number): KeptBins | null {
  const count = Math.floor(endNs / binNs) + 1;
  if (count > MOST_BINS || count > 16 * blocks.length) return null;
  const bins = kept.get(blocks) ?? new KeptBins(blocks);
  kept.set(blocks, bins);
  bins.begin(binNs, count);
  return bins;
}
