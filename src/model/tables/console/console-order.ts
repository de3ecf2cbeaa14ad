import { countWhile, FIRST_ROWS, firstAtOrAfter, grown } from '../../columns/columns.ts';

/** Lines in the order of their moments; those of one moment as they came. When a line was written may become known after it came. */
export class ConsoleOrder {
  /** The lines by their rows, their moments, and how many up to here, this one included, went to stderr: one entry a line in each. */
  row = new Uint32Array(FIRST_ROWS);
  atNs = new Float64Array(FIRST_ROWS);
  errors = new Uint32Array(FIRST_ROWS);
  length = 0;
  /** Another number whenever the moment of a line has changed. */
  changes = 0;
  /** All before this moment are where they belong. */
  #settledNs = Number.POSITIVE_INFINITY;

  /** A line's moment has changed, from one of the two to the other; it may be here already or not. */
  moved(oldNs: number, newNs: number): void {
    this.changes++;
    this.#settledNs = Math.min(this.#settledNs, oldNs, newNs);
  }

  /** Takes all `rows` of the table in, whose moments and sources are asked for. */
  settle(rows: number, momentOf: (row: number) => number, isError: (row: number) => boolean): void {
    if (rows === this.length && this.#settledNs === Number.POSITIVE_INFINITY) return;
    let earliest = this.#settledNs;
    for (let row = this.length; row < rows; row++) earliest = Math.min(earliest, momentOf(row));
    const from = this.#firstAt(earliest);
    // One that is nearly sorted takes as many comparisons as it has entries.
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

  /** Where a line stands that has this moment. */
  placeOf(row: number, ns: number): number {
    const { atNs, length } = this;
    const from = this.#firstAt(ns);
    return from + countWhile(length - from, (at) => atNs[from + at] === ns && this.row[from + at]! < row);
  }

  #firstAt(ns: number): number {
    return firstAtOrAfter(this.atNs, 0, this.length, ns);
  }
}
