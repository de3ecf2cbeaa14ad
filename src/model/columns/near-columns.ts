// Columns of one or two bytes a row instead of four, for numbers that are mostly small, mostly near a known number, or mostly one of a
// few. The exceptions are kept in a sparse column.

import { grown } from './columns.ts';
import { CHUNK_BITS, Column, MASK, SHORTS, ShortColumn } from './long-table.ts';
import { SparseColumn, SparseIndexColumn } from './sparse-column.ts';

const BYTES = new Uint8Array(1 << CHUNK_BITS);
/** The code of a number that is kept in the sparse column. */
const FAR = 0xffff;

/**
 * Many rows of a chunk refer to the same few far-away rows: all of a server's requests, for example, to the task that accepts them. From
 * this code on, codes stand for such rows; each chunk has its own list of them.
 */
const FIRST_OFTEN = 0xff00;
const MOST_OFTEN = FAR - FIRST_OFTEN;

abstract class NearColumn extends ShortColumn {
  readonly #far = new SparseIndexColumn();
  /** For each chunk, the list of its far-away rows. */
  readonly #often: number[][] = [];

  override grow(capacity: number): void {
    super.grow(capacity);
    this.#far.grow(capacity);
  }

  /** `near`: the distance of the value from what it is near to. When it does not fit, the value itself is kept elsewhere. */
  protected keep(row: number, value: number, near: number): void {
    this.put(row, near > 0 && near < FIRST_OFTEN ? near : this.#codeOf(row, value));
  }

  /** The value that a code from `FIRST_OFTEN` on stands for. */
  protected far(row: number, code: number): number {
    return code === FAR ? this.#far.get(row) : this.#often[(row + 1) >>> CHUNK_BITS]![code - FIRST_OFTEN]!;
  }

  #codeOf(row: number, value: number): number {
    this.#often[(row + 1) >>> CHUNK_BITS] ??= [];
    const often = this.#often[(row + 1) >>> CHUNK_BITS]!;
    const known = often.indexOf(value);
    if (known >= 0) return FIRST_OFTEN + known;
    if (often.length < MOST_OFTEN) return FIRST_OFTEN + often.push(value) - 1;
    this.#far.set(row, value);
    return FAR;
  }
}

/** Indices of rows of the same table, mostly of one of the 32,000 before or after; -1 where nothing was set. */
export class NearRowColumn extends NearColumn {
  get(row: number): number {
    const place = row + 1;
    const near = (this.chunks[place >>> CHUNK_BITS] ?? SHORTS)[place & MASK]!;
    if (near === 0) return -1;
    return near >= FIRST_OFTEN ? this.far(row, near) : row + near - 0x8000;
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

/** How far ahead of its own row an index may be: the other table's row may have been added later. */
const AHEAD = 0x2000;
/** The same limit where no index comes before its row. */
export const MOST_AHEAD = FIRST_OFTEN - 1;

/** Indices of rows of another table, mostly of one that was added shortly before the row; -1 where nothing was set. */
export class NearIndexColumn extends NearColumn {
  readonly #lengths: Lengths;
  readonly #ahead: number;

  constructor(lengths: Lengths, ahead = AHEAD) {
    super();
    this.#lengths = lengths;
    this.#ahead = ahead;
  }

  get(row: number): number {
    const place = row + 1;
    const near = (this.chunks[place >>> CHUNK_BITS] ?? SHORTS)[place & MASK]!;
    if (near === 0) return -1;
    return near >= FIRST_OFTEN ? this.far(row, near) : this.#lengths.about(row) + this.#ahead - near;
  }

  set(row: number, value: number): void {
    if (value === -1) this.put(row, 0);
    else this.keep(row, value, this.#lengths.about(row) + this.#ahead - value);
  }
}

/** A power of two, large enough that a number set before is mostly found again. */
const RECENT = 1024;

/** Whole numbers of 32 bits, signed, of which there are few different ones; 0 where nothing was set. */
export class FewColumn extends ShortColumn {
  /** The number of each code; 0 has the code 0. */
  #values = new Int32Array(64);
  #count = 1;
  readonly #codes = new Map<number, number>([[0, 0]]);
  /** By a few bits of a number, the code of the last number with these bits. */
  readonly #recent = new Uint16Array(RECENT);
  readonly #others = new SparseColumn();

  override grow(capacity: number): void {
    super.grow(capacity);
    this.#others.grow(capacity);
  }

  get(row: number): number {
    const place = row + 1;
    const code = (this.chunks[place >>> CHUNK_BITS] ?? SHORTS)[place & MASK]!;
    return code === FAR ? this.#others.get(row) : this.#values[code]!;
  }

  set(row: number, value: number): void {
    const slot = (value ^ (value >>> 10) ^ (value >>> 20)) & (RECENT - 1);
    const recent = this.#recent[slot]!;
    if (this.#values[recent] === value) {
      this.put(row, recent);
      return;
    }
    const code = this.#codes.get(value) ?? this.#add(value);
    if (code === FAR) this.#others.set(row, value);
    else this.#recent[slot] = code;
    this.put(row, code);
  }

  #add(value: number): number {
    if (this.#count === FAR) return FAR;
    if (this.#count === this.#values.length) this.#values = grown(this.#values, 2 * this.#count);
    this.#values[this.#count] = value;
    this.#codes.set(value, this.#count);
    return this.#count++;
  }
}

const MOST_BYTE = 0xff;

/** Counts that are mostly below 255. */
export class CountColumn extends Column<Uint8Array> {
  /** By how much the larger counts exceed 254. */
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
