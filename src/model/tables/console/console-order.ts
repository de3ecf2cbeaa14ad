import { countWhile, FIRST_ROWS, firstAtOrAfter, grown } from '../../columns/columns.ts';

/**
 * The lines in the order in which they were written. Lines with the same moment keep the order in which they arrived. A line's moment may
 * become known after it arrived.
 */
export class ConsoleOrder {
  /** One entry per line in each column: its row, its moment, and how many lines up to this one went to stderr. */
  row = new Uint32Array(FIRST_ROWS);
  atNs = new Float64Array(FIRST_ROWS);
  errors = new Uint32Array(FIRST_ROWS);
  length = 0;
  /** Changes whenever a line's moment has changed. */
  changes = 0;
  /** Lines before this moment are sorted. */
  #settledNs = Number.POSITIVE_INFINITY;

  /** To be called when a line's moment has changed from `oldNs` to `newNs`. The line need not have been added yet. */
  moved(oldNs: number, newNs: number): void {
    this.changes++;
    this.#settledNs = Math.min(this.#settledNs, oldNs, newNs);
  }

  /** Adds the lines up to `rows`, and sorts. */
  settle(rows: number, momentOf: (row: number) => number, isError: (row: number) => boolean): void {
    if (rows === this.length && this.#settledNs === Number.POSITIVE_INFINITY) return;
    let earliest = this.#settledNs;
    for (let row = this.length; row < rows; row++) earliest = Math.min(earliest, momentOf(row));
    const from = this.#firstAt(earliest);
    // Sorting a nearly sorted array takes about one comparison per entry.
    const tail = Array.from({ length: rows - from }, (_, at) =>
      from + at < this.length ? this.row[from + at]! : from + at,
    );
    tail.sort((a, b) => momentOf(a) - momentOf(b) || a - b);
    let capacity = this.row.length;
    while (capacity < rows) capacity *= 2;
    if (capacity > this.row.length) {
      this.row = grown(this.row, capacity);
      this.atNs = grown(this.atNs, capacity);
      this.errors = grown(this.errors, capacity);
    }
    tail.forEach((row, index) => {
      const at = from + index;
      this.row[at] = row;
      this.atNs[at] = momentOf(row);
      this.errors[at] = this.errorsBefore(at) + (isError(row) ? 1 : 0);
    });
    this.length = rows;
    this.#settledNs = Number.POSITIVE_INFINITY;
  }

  /** How many of the first `at` lines went to stderr. */
  errorsBefore(at: number): number {
    return at === 0 ? 0 : this.errors[at - 1]!;
  }

  /** The position of a line with this row and moment. */
  placeOf(row: number, ns: number): number {
    const { atNs, length } = this;
    const from = this.#firstAt(ns);
    return from + countWhile(length - from, (at) => atNs[from + at] === ns && this.row[from + at]! < row);
  }

  #firstAt(ns: number): number {
    return firstAtOrAfter(this.atNs, 0, this.length, ns);
  }
}
