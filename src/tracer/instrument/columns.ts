import type { Insertion } from './marked-text.ts';
import { Places } from './places.ts';

/** Leads from columns of instrumented code back to the author's. */
export class Columns {
  readonly #places: Places;
  readonly #insertions: readonly Insertion[];

  constructor(source: string, insertions: readonly Insertion[]) {
    this.#places = new Places(source);
    this.#insertions = [...insertions].sort((a, b) => a.offset - b.offset);
  }

  /** Lines and columns count from 1; a column inside a marker is where the marker stands. */
  original(line: number, column: number): number {
    const start = this.#places.lineStart(line);
    return start === undefined ? column : this.#offset(start, column) - start + 1;
  }

  /** The author's offset of a place in the instrumented code; undefined where there is no such line. */
  offset(line: number, column: number): number | undefined {
    const start = this.#places.lineStart(line);
    return start === undefined ? undefined : this.#offset(start, column);
  }

  #offset(start: number, column: number): number {
    let left = column - 1;
    let offset = start;
    for (const insertion of this.#insertions) {
      if (insertion.offset < start) continue;
      const before = insertion.offset - offset;
      if (left <= before) break;
      left -= before;
      offset = insertion.offset;
      left = Math.max(0, left - insertion.length);
      if (left === 0) break;
    }
    return offset + left;
  }
}
