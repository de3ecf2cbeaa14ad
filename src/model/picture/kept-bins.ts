import { grown } from '../columns/columns.ts';
import { Bins } from './bins.ts';
import type { Blocks } from './fold.ts';

/** Of a longer run only what is looked at is worked out: 32 bytes a bin at most. */
const MOST_BINS = 16_384;
/** The newest groups may still get tasks between theirs, of threads that tell later; more where that was too few. */
const OPEN_GROUPS = 4;

/** What those of a fold's tasks add up to that were looked at and cannot change any more, for bins of one width. */
export class KeptBins {
  readonly #blocks: Blocks;
  #bins: Bins | null = null;
  #openGroups = OPEN_GROUPS;
  /** 1 for a group that is among them, up to the last of those. */
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

  /** To be called first: from here on they are bins so wide, and so many from time zero on. */
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
   * Keeps a group, for which `addGroup` adds it to bins; whether it can be kept. One that is longer than the window is not: it
   * would be worked out for more bins than are looked at.
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

/** Those for bins so wide up to a moment; null where they would take more memory than the tasks do. */
export function keptBins(blocks: Blocks, binNs: number, endNs: number): KeptBins | null {
  const count = Math.floor(endNs / binNs) + 1;
  if (count > MOST_BINS || count > 16 * blocks.length) return null;
  const bins = kept.get(blocks) ?? new KeptBins(blocks);
  kept.set(blocks, bins);
  bins.begin(binNs, count);
  return bins;
}
