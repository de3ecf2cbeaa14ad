import type { RowIndex } from '../../protocol/units.ts';
import { grown } from '../columns/columns.ts';
import { setOf } from './row-items.ts';

/** 2^32 divided by the golden ratio: its multiples are spread over all numbers of 32 bits. */
export const GOLDEN = 0x9e3779b1;

/** What a list contained: how many tasks and sets it was made from, and a checksum of its tasks and sets. */
export interface Listed {
  readonly tasks: number;
  readonly sets: number;
  readonly sum: number;
}

export const NOTHING_LISTED: Listed = { tasks: 0, sets: 0, sum: 0 };

/** Which item (row-items.ts) is in which row, looked up either way in constant time. */
export class RowList {
  length = 0;
  #items = new Int32Array(1024);
  #depths = new Uint32Array(1024);
  /** Row + 1 of each task and set up to the last that has a row, and the row of each thread. An entry counts only if that row holds the item. */
  #rowOf = new Uint32Array(1024);
  #rowOfSet = new Uint32Array(64);
  readonly #rowOfThread = new Map<number, number>();
  #shown: RowList | null = null;
  #moved = false;
  #before = NOTHING_LISTED;
  /** Checksums of its tasks and sets, and of those among them that could have been in the list before. */
  #sum = 0;
  #sumKept = 0;

  itemAt(row: number): number {
    return this.#items[row]!;
  }

  /** How many levels a row is below its root. */
  depthAt(row: number): number {
    return this.#depths[row]!;
  }

  /** The row of an item; null if it has none. */
  find(item: number): RowIndex | null {
    const set = setOf(item);
    const row =
      item >= 0
        ? (this.#rowOf[item] ?? 0) - 1
        : set !== null
          ? (this.#rowOfSet[set] ?? 0) - 1
          : (this.#rowOfThread.get(item) ?? -1);
    return row >= 0 && row < this.length && this.#items[row] === item ? (row as RowIndex) : null;
  }

  /** Whether the items added since `begin` differ from those that were shown. */
  get changed(): boolean {
    return this.#moved || this.length !== this.#shown?.length;
  }

  /** A checksum of its tasks and sets. */
  get sum(): number {
    return this.#sum;
  }

  /**
   * Whether a task or a set has disappeared since the list before, or one was added that could have been in it. Threads do not count:
   * whether a thread has a row changes nothing about which row stands for a task.
   */
  get isOther(): boolean {
    return this.#sumKept !== this.#before.sum;
  }

  /** Empties the list. `shown` and `before` are what it will be compared with. */
  begin(shown: RowList, before: Listed): void {
    this.#shown = shown;
    this.#before = before;
    this.#sum = 0;
    this.#sumKept = 0;
    this.length = 0;
    this.#moved = false;
    this.#rowOfThread.clear();
  }

  add(item: number, depth: number): void {
    const row = this.length++;
    if (row === this.#items.length) this.#growRows();
    if (this.#shown?.itemAt(row) !== item) this.#moved = true;
    this.#items[row] = item;
    this.#depths[row] = depth;
    if (item >= 0) {
      if (item >= this.#rowOf.length) this.#rowOf = grown(this.#rowOf, 2 * item);
      this.#rowOf[item] = row + 1;
      this.#count(item, item < this.#before.tasks);
      return;
    }
    const set = setOf(item);
    if (set === null) {
      this.#rowOfThread.set(item, row);
      return;
    }
    if (set >= this.#rowOfSet.length) this.#rowOfSet = grown(this.#rowOfSet, 2 * set);
    this.#rowOfSet[set] = row + 1;
    this.#count(item, set < this.#before.sets);
  }

  #count(item: number, couldBeBefore: boolean): void {
    const sum = Math.imul(item + 1, GOLDEN);
    this.#sum = (this.#sum + sum) | 0;
    if (couldBeBefore) this.#sumKept = (this.#sumKept + sum) | 0;
  }

  #growRows(): void {
    const capacity = 2 * this.#items.length;
    this.#items = grown(this.#items, capacity);
    this.#depths = grown(this.#depths, capacity);
  }
}
