import { IndexColumn, Int32Column } from './long-table.ts';

/** Rows in a page. If one row in a hundred is set, half of the pages are needed; if one in a thousand, a sixteenth. */
const PAGE_BITS = 6;
const PAGE = 1 << PAGE_BITS;

/** Whole numbers of 32 bits that few rows have; 0 where nothing was set. Even if every row has one, it is hardly larger than a plain column. */
export class SparseColumn {
  /** The page of each group of rows. */
  readonly #page = new IndexColumn();
  readonly #values = new Int32Column();
  #pages = 0;
  #capacity = 0;

  grow(capacity: number): void {
    this.#page.grow((capacity >> PAGE_BITS) + 1);
  }

  get(row: number): number {
    const page = this.#page.get(row >> PAGE_BITS);
    return page < 0 ? 0 : this.#values.get(page * PAGE + (row & (PAGE - 1)));
  }

  set(row: number, value: number): void {
    const known = this.#page.get(row >> PAGE_BITS);
    if (known < 0 && value === 0) return;
    this.#values.set((known < 0 ? this.#add(row) : known) * PAGE + (row & (PAGE - 1)), value);
  }

  #add(row: number): number {
    if (this.#pages === this.#capacity) {
      this.#capacity = Math.min(2 * this.#capacity + 1, this.#capacity + 1024);
      this.#values.grow(this.#capacity * PAGE);
    }
    this.#page.set(row >> PAGE_BITS, this.#pages);
    return this.#pages++;
  }
}

/** The same for indices; -1 where nothing was set. */
export class SparseIndexColumn {
  readonly #numbers = new SparseColumn();

  grow(capacity: number): void {
    this.#numbers.grow(capacity);
  }

  get(row: number): number {
    return (this.#numbers.get(row) - 1) | 0;
  }

  set(row: number, value: number): void {
    this.#numbers.set(row, value + 1);
  }
}
