import { plainText } from '../../plain-text.ts';

/** Lines in which a text stands. */
export interface FoundLines {
  readonly hits: number;
  /** The line that was asked for, and its number among the hits; both -1 for none. */
  readonly line: number;
  readonly at: number;
}

interface Hit {
  readonly line: number;
  readonly at: number;
}
const NONE: Hit = { line: -1, at: -1 };

/** Looks for a text, in any case, in lines one after the other. */
export class LineSearch {
  readonly #wanted: RegExp;
  readonly #from: number;
  #hits = 0;
  #first = NONE;
  #before = NONE;
  #own = NONE;
  #after = NONE;
  #last = NONE;

  constructor(text: string, from: number) {
    this.#wanted = textPattern(text);
    this.#from = from;
  }

  look(text: string, line: number): void {
    // Most lines have nothing for a terminal in them, and can be searched as they are.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
    if (!this.#wanted.test(/[\r\u001b]/.test(text) ? plainText(text) : text)) return;
    const hit = { line, at: this.#hits };
    this.#hits += 1;
    if (this.#first === NONE) this.#first = hit;
    if (line < this.#from) this.#before = hit;
    if (line === this.#from) this.#own = hit;
    if (line > this.#from && this.#after === NONE) this.#after = hit;
    this.#last = hit;
  }

  found(step: -1 | 0 | 1): FoundLines {
    const or = (hit: Hit, other: Hit): Hit => (hit === NONE ? other : hit);
    const hit =
      step === 0 ? this.#own : step > 0 ? or(this.#after, this.#first) : or(this.#before, this.#last);
    return { hits: this.#hits, ...hit };
  }
}

/** Matches a text in any case. */
export const textPattern = (text: string, flags = ''): RegExp =>
  new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&'), `iu${flags}`);
