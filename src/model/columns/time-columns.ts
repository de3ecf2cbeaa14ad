// Times in four bytes instead of eight. Nothing is rounded: a time that does not fit, because it is over 4 s or not a whole number of
// nanoseconds, is kept beside the column.

import { grown } from './columns.ts';
import { CHUNK_BITS, Column, MASK, SHORTS, ShortColumn } from './long-table.ts';
import { SparseColumn } from './sparse-column.ts';

/** The code of a time that is kept beside the column. */
const BESIDE = 0xffff_ffff;

const BLANK = new Uint32Array(1 << CHUNK_BITS);

const fits = (ns: number): boolean => ns >>> 0 === ns && ns < BESIDE;

/** Lengths of time; 0 where nothing was set. */
export class LengthColumn extends Column<Uint32Array> {
  readonly #beside = new Map<number, number>();

  constructor() {
    super(BLANK);
  }

  get(row: number): number {
    const place = row + 1;
    const low = (this.chunks[place >>> CHUNK_BITS] ?? BLANK)[place & MASK]!;
    return low === BESIDE ? this.#beside.get(row)! : low;
  }

  set(row: number, ns: number): void {
    const near = fits(ns);
    if (!near) this.#beside.set(row, ns);
    const place = row + 1;
    const chunk = this.chunks[place >>> CHUNK_BITS]!;
    (chunk === BLANK ? this.own(place) : chunk)[place & MASK] = near ? ns : BESIDE;
  }

  add(row: number, ns: number): void {
    if (ns === 0) return;
    const place = row + 1;
    const known = this.chunks[place >>> CHUNK_BITS]!;
    const chunk = known === BLANK ? this.own(place) : known;
    const low = chunk[place & MASK]!;
    const sum = low + ns;
    if (low !== BESIDE && fits(sum)) chunk[place & MASK] = sum;
    else this.set(row, this.get(row) + ns);
  }
}

/** Moments by row. */
abstract class Moments extends Column<Uint32Array> {
  protected readonly beside = new Map<number, number>();

  constructor() {
    super(BLANK);
  }

  abstract get(row: number): number;

  /** How many of the first `length` rows, which must ascend, are at most `ns`. */
  countAtMost(length: number, ns: number): number {
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.get(middle) <= ns) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The first row from `row` on, among the first `length`, which must ascend, that is at least `ns`; looks nearby first. */
  firstAtOrAfter(row: number, length: number, ns: number): number {
    let step = 1;
    let from = row;
    let to = row;
    while (to < length && this.get(to) < ns) {
      from = to + 1;
      to = Math.min(length, to + step);
      step *= 2;
    }
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.get(middle) < ns) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  protected keep(row: number, ns: number): number {
    this.beside.set(row, ns);
    return BESIDE;
  }
}

/** Moments that come after another moment of the same row; Infinity where nothing was set. */
export class LaterColumn extends Moments {
  readonly #from: MomentColumn;

  constructor(from: MomentColumn) {
    super();
    this.#from = from;
  }

  get(row: number): number {
    const place = row + 1;
    const low = (this.chunks[place >>> CHUNK_BITS] ?? BLANK)[place & MASK]!;
    if (low === 0) return row < 0 ? Number.NaN : Number.POSITIVE_INFINITY;
    return low === BESIDE ? this.beside.get(row)! : this.#from.get(row) + low - 1;
  }

  /** `fromNs`: the moment it is counted from, which must not change afterwards. */
  set(row: number, ns: number, fromNs = this.#from.get(row)): void {
    const low = ns - fromNs + 1;
    let stored = 0;
    if (low > 0 && fits(low) && fromNs + low - 1 === ns) stored = low;
    else if (ns !== Number.POSITIVE_INFINITY) stored = this.keep(row, ns);
    const place = row + 1;
    const chunk = this.chunks[place >>> CHUNK_BITS]!;
    (chunk === BLANK ? this.own(place) : chunk)[place & MASK] = stored;
  }
}

/** Moments that few rows have, each after a moment that the caller knows. */
export class SparseLaterColumn {
  readonly #lengths = new SparseColumn();
  readonly #beside = new Map<number, number>();

  grow(capacity: number): void {
    this.#lengths.grow(capacity);
  }

  /** The moment of a row in which one was set; `fromNs` must be the same as then. */
  get(row: number, fromNs: number): number {
    const length = this.#lengths.get(row) >>> 0;
    return length === BESIDE ? this.#beside.get(row)! : fromNs + length;
  }

  set(row: number, ns: number, fromNs: number): void {
    const length = ns - fromNs;
    const near = fits(length) && fromNs + length === ns;
    if (!near) this.#beside.set(row, ns);
    this.#lengths.set(row, near ? length : BESIDE);
  }
}

/** The code of a moment (or a length) that does not fit: it comes later, or not a whole number of nanoseconds after. */
const NOT_SOON = 0xffff;

/** Moments that mostly come within 65 µs of another moment of the same row, in two bytes; Infinity where nothing was set. */
export class SoonColumn extends ShortColumn {
  readonly #from: MomentColumn;
  readonly #later = new SparseLaterColumn();

  constructor(from: MomentColumn) {
    super();
    this.#from = from;
  }

  override grow(capacity: number): void {
    super.grow(capacity);
    this.#later.grow(capacity);
  }

  get(row: number): number {
    const place = row + 1;
    const soon = (this.chunks[place >>> CHUNK_BITS] ?? SHORTS)[place & MASK]!;
    if (soon === 0) return row < 0 ? Number.NaN : Number.POSITIVE_INFINITY;
    const fromNs = this.#from.get(row);
    return soon === NOT_SOON ? this.#later.get(row, fromNs) : fromNs + soon - 1;
  }

  /** `fromNs`: the moment it is counted from, which must not change afterwards. */
  set(row: number, ns: number, fromNs = this.#from.get(row)): void {
    const soon = ns - fromNs + 1;
    let stored = NOT_SOON;
    if (soon > 0 && soon < NOT_SOON && soon >>> 0 === soon && fromNs + soon - 1 === ns) stored = soon;
    else if (ns === Number.POSITIVE_INFINITY) stored = 0;
    else this.#later.set(row, ns, fromNs);
    this.put(row, stored);
  }
}

/** Lengths of time that are mostly below 65 µs, in two bytes; 0 where nothing was set. */
export class ShortLengthColumn extends ShortColumn {
  readonly #longer = new SparseLaterColumn();

  override grow(capacity: number): void {
    super.grow(capacity);
    this.#longer.grow(capacity);
  }

  get(row: number): number {
    const place = row + 1;
    const ns = (this.chunks[place >>> CHUNK_BITS] ?? SHORTS)[place & MASK]!;
    return ns === NOT_SOON ? this.#longer.get(row, 0) : ns;
  }

  add(row: number, ns: number): void {
    if (ns === 0) return;
    const sum = this.get(row) + ns;
    const isShort = sum >>> 0 === sum && sum < NOT_SOON;
    if (!isShort) this.#longer.set(row, sum, 0);
    this.put(row, isShort ? sum : NOT_SOON);
  }
}

/** Rows whose moments are counted from the same one. If fewer than 80 rows come in a second, some moments are kept beside the column. */
const BLOCK_BITS = 8;
const BLOCK_MASK = (1 << BLOCK_BITS) - 1;
/** The moments of several threads come out of order: one may be this much earlier than the first of its block. */
const EARLIER_NS = 2 ** 30;

/** Moments that ascend, or nearly do. Each is set once, in the order of the rows. */
export class MomentColumn extends Moments {
  #bases = new Float64Array(16);

  get(row: number): number {
    const place = row + 1;
    const low = (this.chunks[place >>> CHUNK_BITS] ?? BLANK)[place & MASK]!;
    return low === BESIDE ? this.beside.get(row)! : this.#bases[row >>> BLOCK_BITS]! + low;
  }

  set(row: number, ns: number): void {
    const block = row >>> BLOCK_BITS;
    if ((row & BLOCK_MASK) === 0) {
      if (block === this.#bases.length) this.#bases = grown(this.#bases, 2 * block);
      this.#bases[block] = Math.floor(ns) - EARLIER_NS;
    }
    const base = this.#bases[block]!;
    const low = ns - base;
    const stored = fits(low) && base + low === ns ? low : this.keep(row, ns);
    const place = row + 1;
    const chunk = this.chunks[place >>> CHUNK_BITS]!;
    (chunk === BLANK ? this.own(place) : chunk)[place & MASK] = stored;
  }
}
