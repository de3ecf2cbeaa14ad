// Tables that grow with the run. With tens of millions of rows every byte counts, and copying them would take half a second. So their
// columns are made of chunks, and growing moves nothing. All chunks in which nothing was set share one blank chunk, so a column that a
// program does not need costs nothing.

type Words = Int32Array | Uint32Array | Uint16Array | Uint8Array;

export const CHUNK_BITS = 16;
const CHUNK = 1 << CHUNK_BITS;
export const MASK = CHUNK - 1;
/**
 * How many rows a table has room for with the first one. V8 keeps arrays of up to 64 bytes in its own heap, others take 96 bytes more; and
 * a recording may name 65,534 streams, each with a table of turns.
 */
const FIRST_ROWS = 4;

interface Growing {
  /** Makes room for this many rows. */
  grow(capacity: number): void;
}

/** A struct of arrays: a subclass declares its columns with `column`. Only the first `length` rows mean anything. */
export abstract class LongTable {
  length = 0;
  #capacity = 0;
  readonly #columns: Growing[] = [];

  protected column<One extends Growing>(column: One): One {
    this.#columns.push(column);
    return column;
  }

  /** Makes room for one more row and says which it is. */
  protected addRow(): number {
    if (this.length === this.#capacity) {
      this.#capacity = Math.max(FIRST_ROWS, Math.min(this.#capacity * 2, this.#capacity + CHUNK));
      for (const column of this.#columns) column.grow(this.#capacity);
    }
    return this.length++;
  }
}

/**
 * A row is stored one place after its number. So row -1 ("none") can be read too, and, like any number that is not a row's, reads as a
 * row in which nothing was set: zero in memory, whatever that means in the column.
 *
 * Each kind of number has its own `get` and `set`. A shared one would see arrays of different types from call to call, which is slow.
 */
export abstract class Column<Chunk extends Words> {
  protected readonly chunks: Chunk[];
  readonly #blank: Chunk;
  #capacity = 0;

  /** `blank`: a chunk of zeros that is never written to. */
  constructor(blank: Chunk) {
    this.#blank = blank;
    this.chunks = [blank];
  }

  /** Makes room for this many rows. */
  grow(capacity: number): void {
    this.#capacity = capacity;
    const first = this.chunks[0]!;
    if (first !== this.#blank && first.length < CHUNK) this.own(0).set(first);
    while (this.chunks.length * CHUNK <= capacity) this.chunks.push(this.#blank);
  }

  /** Gives the chunk that holds a place memory of its own, because something is about to be set there. */
  protected own(place: number): Chunk {
    // The first chunk is only as long as its table and doubles with it, because most programs are small.
    const length = place >= CHUNK ? CHUNK : Math.min(CHUNK, 2 * this.#capacity);
    const own = new (this.#blank.constructor as new (length: number) => Chunk)(length);
    this.chunks[place >>> CHUNK_BITS] = own;
    return own;
  }
}

const BYTES = new Uint8Array(CHUNK);
export const SHORTS = new Uint16Array(CHUNK);
const WORDS = new Int32Array(CHUNK);

/** Whole numbers of 32 bits, signed; 0 where nothing was set. */
export class Int32Column extends Column<Int32Array> {
  constructor() {
    super(WORDS);
  }

  get(row: number): number {
    const place = row + 1;
    return (this.chunks[place >>> CHUNK_BITS] ?? WORDS)[place & MASK]!;
  }

  set(row: number, value: number): void {
    const place = row + 1;
    const chunk = this.chunks[place >>> CHUNK_BITS]!;
    (chunk === WORDS ? this.own(place) : chunk)[place & MASK] = value;
  }

  increment(row: number): void {
    const place = row + 1;
    const chunk = this.chunks[place >>> CHUNK_BITS]!;
    (chunk === WORDS ? this.own(place) : chunk)[place & MASK]!++;
  }
}

/** Whole numbers of 32 bits, signed; -1 where nothing was set. */
export class IndexColumn extends Column<Int32Array> {
  constructor() {
    super(WORDS);
  }

  get(row: number): number {
    const place = row + 1;
    return ((this.chunks[place >>> CHUNK_BITS] ?? WORDS)[place & MASK]! - 1) | 0;
  }

  set(row: number, value: number): void {
    const place = row + 1;
    const chunk = this.chunks[place >>> CHUNK_BITS]!;
    (chunk === WORDS ? this.own(place) : chunk)[place & MASK] = value + 1;
  }
}

/** Whole numbers of 8 bits; 0 where nothing was set. */
export class Uint8Column extends Column<Uint8Array> {
  constructor() {
    super(BYTES);
  }

  get(row: number): number {
    const place = row + 1;
    return (this.chunks[place >>> CHUNK_BITS] ?? BYTES)[place & MASK]!;
  }

  set(row: number, value: number): void {
    const place = row + 1;
    const chunk = this.chunks[place >>> CHUNK_BITS]!;
    (chunk === BYTES ? this.own(place) : chunk)[place & MASK] = value;
  }
}

/** Codes of 16 bits, whose meaning the subclass defines; 0 where nothing was set. */
export abstract class ShortColumn extends Column<Uint16Array> {
  constructor() {
    super(SHORTS);
  }

  protected put(row: number, code: number): void {
    const place = row + 1;
    const chunk = this.chunks[place >>> CHUNK_BITS]!;
    if (chunk !== SHORTS) chunk[place & MASK] = code;
    else if (code !== 0) this.own(place)[place & MASK] = code;
  }
}

interface Bits {
  get(row: number): number;
  set(row: number, value: number): void;
}

/** A field of some of a column's bits. */
export class BitField {
  readonly #column: Bits;
  readonly #from: number;
  readonly #mask: number;

  constructor(column: Bits, from: number, bits: number) {
    this.#column = column;
    this.#from = from;
    this.#mask = (1 << bits) - 1;
  }

  get(row: number): number {
    return (this.#column.get(row) >>> this.#from) & this.#mask;
  }

  /** Cuts off the bits of the value that do not fit. */
  set(row: number, value: number): void {
    const others = this.#column.get(row) & ~(this.#mask << this.#from);
    this.#column.set(row, others | ((value & this.#mask) << this.#from));
  }
}
