// How a table's columns grow. Nothing else knows, so that columns could move to shared memory.

type Column = Float64Array | Float32Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;

/** How many rows a table's columns have room for with the first row; they double from there. */
export const FIRST_ROWS = 16;

/**
 * What all columns are while their table has no row; never written to. Most tables of a stream stay so, and a recording of 2 MB may name
 * 65,534 streams: with columns of their own each took 2,300 bytes more outside of V8's heap alone.
 */
export const NO_FLOAT64 = new Float64Array(FIRST_ROWS);
export const NO_FLOAT32 = new Float32Array(FIRST_ROWS);
export const NO_INT32 = new Int32Array(FIRST_ROWS);
export const NO_UINT32 = new Uint32Array(FIRST_ROWS);
export const NO_UINT16 = new Uint16Array(FIRST_ROWS);
export const NO_UINT8 = new Uint8Array(FIRST_ROWS);

/** The same values with room for `capacity` of them. */
export function grown<T extends Column>(column: T, capacity: number): T {
  const larger = new (column.constructor as new (length: number) => T)(capacity);
  larger.set(column);
  return larger;
}

/**
 * A struct of arrays: a subclass declares its columns as fields that begin as one of those above. Only the first
 * `length` entries mean anything. Columns are replaced as they grow: never keep one across an `add`.
 */
export abstract class Table {
  length = 0;
  #capacity = 0;

  /** Makes room for one more row, whose columns hold zeros, and says which it is. */
  protected addRow(): number {
    if (this.length === this.#capacity) this.#grow();
    return this.length++;
  }

  #grow(): void {
    this.#capacity = Math.max(FIRST_ROWS, 2 * this.#capacity);
    const columns = this as unknown as Record<string, unknown>;
    for (const [name, column] of Object.entries(columns)) {
      if (ArrayBuffer.isView(column)) columns[name] = grown(column as Column, this.#capacity);
    }
  }
}

/**
 * How many of `length` entries `holds` is true for; it must be true for the first ones and false for all others. Searches that are done
 * for every task or run are written out instead, because calling a function at each step is measurably slower.
 */
export function countWhile(length: number, holds: (at: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many of the first `length` entries of an ascending column are at most `value`. */
export function countAtMost(column: Float64Array, length: number, value: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first entry from `low` on, of the first `length` of an ascending column, that is at least `value`; looks nearby first. */
export function firstAtOrAfter(
  column: ArrayLike<number>,
  low: number,
  length: number,
  value: number,
): number {
  let step = 1;
  let from = low;
  let high = low;
  while (high < length && column[high]! < value) {
    from = high + 1;
    high = Math.min(length, high + step);
    step *= 2;
  }
  while (from < high) {
    const middle = (from + high) >>> 1;
    if (column[middle]! < value) from = middle + 1;
    else high = middle;
  }
  return from;
}
