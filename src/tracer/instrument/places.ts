import type * as acorn from 'acorn';

/** How many lines and columns are counted before a text (`lineOffset` and `columnOffset` of `vm`). */
export interface CountedBefore {
  readonly line: number;
  readonly column: number;
}

const NOTHING: CountedBefore = { line: 0, column: 0 };

/** Both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The line terminators of ECMAScript, which editors and stack traces count. */
export const LINE_END = /\r\n|[\n\r\u2028\u2029]/;

/** Turns offsets into lines and columns, both from 1. */
export class Places {
  readonly #starts: Uint32Array;
  readonly #before: CountedBefore;

  constructor(source: string, before = NOTHING) {
    this.#before = before;
    const starts = [0];
    const terminator = new RegExp(LINE_END, 'g');
    while (terminator.exec(source) !== null) starts.push(terminator.lastIndex);
    this.#starts = Uint32Array.from(starts);
  }

  at(offset: number): Place {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    const line = low + 1 + this.#before.line;
    return { line, column: offset - (this.#starts[low] as number) + 1 + this.columnsBefore(line) };
  }

  /** The offset of a place; undefined if there is no such line. */
  offsetOf(line: number, column: number): number | undefined {
    const start = this.lineStart(line);
    return start === undefined ? undefined : start + column - 1 - this.columnsBefore(line);
  }

  /** The offset at which a line begins; undefined if there is no such line. */
  lineStart(line: number): number | undefined {
    return this.#starts[line - 1 - this.#before.line];
  }

  /** How many columns are counted before a line. Only the first line may have any. */
  columnsBefore(line: number): number {
    return line === 1 + this.#before.line ? this.#before.column : 0;
  }
}

export function lastDirective(body: readonly acorn.AnyNode[]): acorn.AnyNode | undefined {
  return body.findLast((node) => node.type === 'ExpressionStatement' && node.directive !== undefined);
}

/** The last statement that does anything as a file runs. */
export function lastThatRuns(body: readonly acorn.AnyNode[]): acorn.AnyNode | undefined {
  const last = body.findLast(({ type }) => !/^(?:Import|Function|Empty)/.test(type));
  return last !== undefined && last === lastDirective(body) ? undefined : last;
}

export function afterHashbang(source: string): number {
  if (!source.startsWith('#!')) return 0;
  const end = source.indexOf('\n');
  return end < 0 ? source.length : end + 1;
}
