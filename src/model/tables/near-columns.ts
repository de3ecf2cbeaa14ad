// Numbers that are mostly small, or near to one that is known, in one byte or two instead of four. What is not, is kept in a
// sparse column.

import { grown } from './columns.ts';
import { CHUNK_BITS, Column, MASK } from './long-table.ts';
import { SparseColumn, SparseIndexColumn } from './sparse-column.ts';

const SHORTS = new Uint16Array(1 << CHUNK_BITS);
const BYTES = new Uint8Array(1 << CHUNK_BITS);
/** Stands for an index that is kept in the sparse column. */
const FAR = 0xffff;

abstract class NearColumn extends Column<Uint16Array> {
  protected readonly far = new SparseIndexColumn();

  constructor() {
    super(SHORTS);
  }

  override grow(capacity: number): void {
    super.grow(capacity);
    this.far.grow(capacity);
  }

  /** `near`: the value, told from where it is near to; beyond what fits it is kept whole. */
  protected keep(row: number, value: number, near: number): void {
    const isNear = near > 0 && near < FAR;
    if (!isNear) this.far.set(row, value);
    this.put(row, isNear ? near : FAR);
  }

  protected put(row: number, near: number): void {
    const place = row + 1;
    const chunk = this.chunks[place >>> CHUNK_BITS]!;
    if (chunk !== SHORTS) chunk[place & MASK] = near;
    else if (near !== 0) this.own(place)[place & MASK] = near;
  }
}

/** Indices of rows of the same table, mostly of one of the 32,000 before or after; -1 where nothing was set. */
export class NearRowColumn extends NearColumn {
  get(row: number): number {
    const place = row + 1;
    const near = (this.chunks[place >>> CHUNK_BITS] ?? SHORTS)[place & MASK]!;
    if (near === 0) return -1;
    return near === FAR ? this.far.get(row) : row + near - 0x8000;
  }

  set(row: number, value: number): void {
    if (value < 0) this.put(row, 0);
    else this.keep(row, value, value - row + 0x8000);
  }
}

const BLOCK_BITS = 8;
const BLOCK_MASK = (1 << BLOCK_BITS) - 1;

/** How long another table was when every 256th row was added. */
export class Lengths {
  #at = new Int32Array(16);

  /** To be called for each row as it is added. */
  note(row: number, length: number): void {
    if ((row & BLOCK_MASK) !== 0) return;
    const block = row >>> BLOCK_BITS;
    if (block === this.#at.length) this.#at = grown(this.#at, 2 * block);
    this.#at[block] = length;
  }

  about(row: number): number {
    return this.#at[row >>> BLOCK_BITS]!;
  }
}

/** Of another table's rows, how many those that were added later may be ahead. */
const AHEAD = 0x2000;

/** Indices of rows of another table, mostly of one that was added shortly before the row; -1 where nothing was set. */
export class NearIndexColumn extends NearColumn {
  readonly #lengths: Lengths;

  constructor(lengths: Lengths) {
    super();
    this.#lengths = lengths;
  }

  get(row: number): number {
    const place = row + 1;
    const near = (this.chunks[place >>> CHUNK_BITS] ?? SHORTS)[place & MASK]!;
    if (near === 0) return -1;
    return near === FAR ? this.far.get(row) : this.#lengths.about(row) + AHEAD - near;
  }

  set(row: number, value: number): void {
    if (value === -1) this.put(row, 0);
    else this.keep(row, value, this.#lengths.about(row) + AHEAD - value);
  }
}

const MOST_BYTE = 0xff;

/** Counts that are mostly below 255. */
export class CountColumn extends Column<Uint8Array> {
  /** By how much they are more. */
  readonly #more = new SparseColumn();

  constructor() {
    super(BYTES);
  }

  override grow(capacity: number): void {
    super.grow(capacity);
    this.#more.grow(capacity);
  }

  get(row: number): number {
    const place = row + 1;
    const few = (this.chunks[place >>> CHUNK_BITS] ?? BYTES)[place & MASK]!;
    return few === MOST_BYTE ? MOST_BYTE + this.#more.get(row) : few;
  }

  increment(row: number): void {
    const place = row + 1;
    const chunk = this.chunks[place >>> CHUNK_BITS]!;
    if (chunk[place & MASK] === MOST_BYTE) this.#more.set(row, this.#more.get(row) + 1);
    else (chunk === BYTES ? this.own(place) : chunk)[place & MASK]!++;
  }
}
