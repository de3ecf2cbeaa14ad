import type { Insertion } from './marked-text.ts';
import type { Place, Places } from './places.ts';

type Segment = [column: number, file: number, writtenLine: number, writtenColumn: number];

/** V8 tells of no place within a word or within blanks. */
const WORD = /[\w$\x80-\uffff]+|\s+|./gs;

/** Leads from places of instrumented code back to the author's. */
export class Columns {
  readonly #places: Places;
  /** For each insertion, where it stands in the source and how long it is. Kept for all files, so in four bytes each. */
  #offsets: Uint32Array;
  #lengths: Uint32Array;
  /** For each insertion, one more than the offset at which stacks show it; 0 for its own place. Null if all are shown at their own. */
  #tells: Uint32Array | null;
  #isSorted = false;

  constructor(places: Places, insertions: readonly Insertion[]) {
    this.#places = places;
    this.#offsets = Uint32Array.from(insertions, ({ offset }) => offset);
    this.#lengths = Uint32Array.from(insertions, ({ length }) => length);
    this.#tells = insertions.some(({ tells }) => tells !== undefined)
      ? Uint32Array.from(insertions, ({ tells }) => (tells === undefined ? 0 : tells + 1))
      : null;
  }

  /** The author's place. Lines and columns count from 1. A place inside a marker leads to the place at which stacks show the marker, which may be in another line. */
  place(line: number, column: number): Place {
    const offset = this.offset(line, column);
    return offset === undefined ? { line, column } : this.#places.at(offset);
  }

  /** The author's offset of a place in the instrumented code; undefined if there is no such line. */
  offset(line: number, column: number): number | undefined {
    const start = this.#places.lineStart(line);
    return start === undefined ? undefined : this.#offset(start, column - this.#places.columnsBefore(line));
  }

  /** The column at which the author's column stands in the instrumented code, behind everything that is inserted there. */
  running(line: number, column: number): number {
    const start = this.#places.lineStart(line);
    if (start === undefined) return column;
    this.#sort();
    const offset = start + column - 1 - this.#places.columnsBefore(line);
    let added = 0;
    for (let at = this.#firstFrom(start); at < this.#offsets.length; at++) {
      if ((this.#offsets[at] as number) > offset) break;
      added += this.#lengths[at] as number;
    }
    return column + added;
  }

  /** Whether a place in the instrumented code is one of an insertion. */
  isInserted(line: number, column: number): boolean {
    const written = this.place(line, column);
    return written.line !== line || this.running(line, written.column) !== column;
  }

  /** The same as lines of source map segments, [column, index of the file, line, column], all from 0: one for each word, sign, blank and insertion. */
  segments(source: string): Segment[][] {
    this.#sort();
    const lines: Segment[][] = [];
    let at = 0;
    let added = 0;
    const add = (offset: number, length: number, tells: number): void => {
      const { line, column } = this.#places.at(offset);
      while (lines.length < line) {
        lines.push([]);
        added = 0;
      }
      const segments = lines[line - 1] as Segment[];
      const told = this.#places.at(tells);
      if (segments.at(-1)?.[0] !== column - 1 + added)
        segments.push([column - 1 + added, 0, told.line - 1, told.column - 1]);
      added += length;
    };
    const addUntil = (offset: number): void => {
      for (; at < this.#offsets.length && (this.#offsets[at] as number) <= offset; at++) {
        const own = this.#offsets[at] as number;
        const length = this.#lengths[at] as number;
        add(own, length, length > 0 ? own : (this.#tells?.[at] as number) - 1);
      }
    };
    for (const { index } of source.matchAll(WORD)) {
      addUntil(index);
      add(index, 0, index);
    }
    addUntil(source.length);
    add(source.length, 0, source.length);
    return lines;
  }

  #offset(start: number, column: number): number {
    this.#sort();
    let left = column - 1;
    let offset = start;
    for (let i = this.#firstFrom(start); i < this.#offsets.length; i++) {
      const at = this.#offsets[i] as number;
      const before = at - offset;
      const length = this.#lengths[i] as number;
      if (left < before || (left === before && length > 0)) break;
      left -= before;
      offset = at;
      left -= length;
      if (left < 0 || (left === 0 && length === 0)) return (this.#tells?.[i] || at + 1) - 1;
    }
    return offset + left;
  }

  /** The index of the first insertion at or behind an offset. */
  #firstFrom(offset: number): number {
    let low = 0;
    let high = this.#offsets.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#offsets[middle] as number) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Computed when somebody first asks: most files are in no stack. */
  #sort(): void {
    if (this.#isSorted) return;
    this.#isSorted = true;
    // No iterator of arrays, as the program may have replaced that. The same in all that a look at a stack leads to.
    const offsets = this.#offsets;
    const lengths = this.#lengths;
    const tells = this.#tells;
    // An entry that inserts nothing and only says where its place is shown comes last among those of one offset.
    const isEmpty = (at: number): number => (lengths[at] === 0 ? 1 : 0);
    const order = offsets
      .map((_, at) => at)
      .sort((a, b) => (offsets[a] as number) - (offsets[b] as number) || isEmpty(a) - isEmpty(b));
    this.#offsets = order.map((at) => offsets[at] as number);
    this.#lengths = order.map((at) => lengths[at] as number);
    if (tells !== null) this.#tells = order.map((at) => tells[at] as number);
  }
}
