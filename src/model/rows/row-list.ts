import type { RowIndex } from '../../protocol/units.ts';
import { grown } from '../columns/columns.ts';
import { setOf } from './row-items.ts';

/** 2^32 divided by the golden ratio: its multiples are spread over all numbers of 32 bits. */
export const GOLDEN = 0x9e3779b1;

/** What a list held: of how many tasks and sets it was made, and a sum that tells its tasks and sets from others. */
export interface Listed {
  readonly tasks: number;
  readonly sets: number;
  readonly sum: number;
}

export const NOTHING_LISTED: Listed = { tasks: 0, sets: 0, sum: 0 };

/** What stands in which row (see row-items.ts), and where something stands: both ways cost the same however many there are. */
export class RowList {
  length = 0;
  #items = new Int32Array(1024);
  #depths = new Uint16Array(1024);
  /** Row + 1 by task and by set, up to the last that has one, and row by thread; valid for rows of the current order only. */
  #rowOf = new Uint32Array(1024);
  #rowOfSet = new Uint32Array(64);
  readonly #rowOfThread = new Map<number, number>();
  #shown: RowList | null = null;
  #moved = false;
  #before = NOTHING_LISTED;
  /** Of its tasks and sets, and of those that could have been in the list before. */
  #sum = 0;
  #sumKept = 0;

  itemAt(row: number): number {
    return this.#items[row]!;
  }

  /** How many levels below a root. */
  depthAt(row: number): number {
    return this.#depths[row]!;
  }

  /** The row in which an item stands; null for none. */
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

  /** Whether other items were added since `begin`, or as many others, than were shown. */
  get changed(): boolean {
    return this.#moved || this.length !== this.#shown?.length;
  }

  /** Tells its tasks and sets from others. */
  get sum(): number {
    return this.#sum;
  }

  /**
   * Whether a task or a set has gone since the list before, or one came that could have been there. Which threads have rows changes
   * nothing in what stands for a task.
   */
  get isOther(): boolean {
    return this.#sumKept !== this.#before.sum;
  }

  /** Begins anew; `shown` and `before` are what it is compared with. */
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
