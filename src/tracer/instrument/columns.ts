import type { Insertion } from './marked-text.ts';
import type { Places } from './places.ts';

/** Leads from columns of instrumented code back to the author's. */
export class Columns {
  readonly #places: Places;
  /** Of each insertion where it stands in the source and how long it is: kept of all files, so in four bytes each. */
  #offsets: Uint32Array;
  #lengths: Uint32Array;
  #isSorted = false;

  constructor(places: Places, insertions: readonly Insertion[]) {
    this.#places = places;
    this.#offsets = Uint32Array.from(insertions, ({ offset }) => offset);
    this.#lengths = Uint32Array.from(insertions, ({ length }) => length);
  }

  /** Lines and columns count from 1; a column inside a marker is where the marker stands. */
  original(line: number, column: number): number {
    const start = this.#places.lineStart(line);
    if (start === undefined) return column;
    const before = this.#places.columnsBefore(line);
    return this.#offset(start, column - before) - start + 1 + before;
  }

  /** The author's offset of a place in the instrumented code; undefined where there is no such line. */
  offset(line: number, column: number): number | undefined {
    const start = this.#places.lineStart(line);
    return start === undefined ? undefined : this.#offset(start, column - this.#places.columnsBefore(line));
  }

  #offset(start: number, column: number): number {
    this.#sort();
    let left = column - 1;
    let offset = start;
    for (let i = this.#firstFrom(start); i < this.#offsets.length; i++) {
      const at = this.#offsets[i] as number;
      const before = at - offset;
      if (left <= before) break;
      left -= before;
      offset = at;
      left = Math.max(0, left - (this.#lengths[i] as number));
      if (left === 0) break;
    }
    return offset + left;
  }

  /** The first insertion at or behind an offset. */
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

  /** Not before somebody asks: most files are in no stack. */
  #sort(): void {
    if (this.#isSorted) return;
    this.#isSorted = true;
    const [offsets, lengths] = [this.#offsets, this.#lengths];
    const order = offsets.map((_, at) => at).sort((a, b) => (offsets[a] as number) - (offsets[b] as number));
    this.#offsets = order.map((at) => offsets[at] as number);
    this.#lengths = order.map((at) => lengths[at] as number);
  }
}
