import type { RowIndex } from '../../protocol/units.ts';
import { grown } from '../tables/columns.ts';

/** 2^32 divided by the golden ratio: its multiples are spread over all numbers of 32 bits. */
export const GOLDEN = 0x9e3779b1;

/** What stands in which row (see row-items.ts), and where something stands: both ways cost the same however many there are. */
export class RowList {
  length = 0;
  #items = new Int32Array(1024);
  #depths = new Uint16Array(1024);
  /** Row + 1 by task, up to the last that has one, and row by any other item; valid for rows of the current order only. */
  #rowOf = new Uint32Array(1024);
  readonly #rowOfOther = new Map<number, number>();
  #lengthBefore = 0;
  #moved = false;
  /** Sums that tell some tasks from others: of those in the list, in the one before, and in both. */
  #tasks = 0;
  #tasksBefore = 0;
  #tasksKept = 0;
  #firstNew = 0;

  itemAt(row: number): number {
    return this.#items[row]!;
  }

  /** How many levels below a root. */
  depthAt(row: number): number {
    return this.#depths[row]!;
  }

  /** The row in which an item stands; null for none. */
  find(item: number): RowIndex | null {
    const row = item >= 0 ? (this.#rowOf[item] ?? 0) - 1 : (this.#rowOfOther.get(item) ?? -1);
    return row >= 0 && row < this.length && this.#items[row] === item ? (row as RowIndex) : null;
  }

  /** Whether other items, or as many others, were added since `begin` than there were before. */
  get changed(): boolean {
    return this.#moved || this.length !== this.#lengthBefore;
  }

  /** Whether a task has gone since the list before, or one came that could have been there. */
  get isOther(): boolean {
    return this.#tasksKept !== this.#tasksBefore;
  }

  /** Begins anew. Tasks from `firstNew` on have not been in it. */
  begin(firstNew: number): void {
    this.#firstNew = firstNew;
    this.#tasksBefore = this.#tasks;
    this.#tasks = 0;
    this.#tasksKept = 0;
    this.#lengthBefore = this.length;
    this.length = 0;
    this.#moved = false;
    this.#rowOfOther.clear();
  }

  add(item: number, depth: number): void {
    const row = this.length++;
    if (row === this.#items.length) this.#growRows();
    if (this.#items[row] !== item) this.#moved = true;
    this.#items[row] = item;
    this.#depths[row] = depth;
    if (item >= this.#rowOf.length) this.#rowOf = grown(this.#rowOf, 2 * item);
    if (item < 0) this.#rowOfOther.set(item, row);
    else {
      this.#rowOf[item] = row + 1;
      const sum = Math.imul(item + 1, GOLDEN);
      this.#tasks = (this.#tasks + sum) | 0;
      if (item < this.#firstNew) this.#tasksKept = (this.#tasksKept + sum) | 0;
    }
  }

  #growRows(): void {
    const capacity = 2 * this.#items.length;
    this.#items = grown(this.#items, capacity);
    this.#depths = grown(this.#depths, capacity);
  }
}
