import type { ConsoleLine } from '../view-types.ts';
import { FIRST_ROWS, Table } from './columns.ts';

// `model` has neither DOM nor Node types; both runtimes have this.
declare const TextDecoder: new () => { decode(bytes?: Uint8Array, options?: { stream: boolean }): string };

/** So much of it is held; what is older is in the recording only. A program may write for weeks. */
const MOST_CHARACTERS = 128 * 1024 * 1024;
/** A line that is longer goes on in the next one. */
const LONGEST_LINE = 1024 * 1024;
const FORGOTTEN = '(too long ago to be kept here; the recording has it)';

const SOURCES = ['stdout', 'stderr'] as const;

/** What the program wrote, a row a line. A line that is not finished yet is there, and grows. */
export class ConsoleLines extends Table {
  /** On the host's clock. */
  timeNs = new Float64Array(FIRST_ROWS);
  source = new Uint8Array(FIRST_ROWS);
  /** How many lines up to here, this one included, went to stderr. */
  errors = new Uint32Array(FIRST_ROWS);
  readonly #texts: string[] = [];
  #characters = 0;
  /** How many of the first lines are forgotten. */
  #forgotten = 0;
  readonly #mostCharacters: number;
  /** A character may be split between two pieces: one decoder a source. */
  readonly #decoders = SOURCES.map(() => new TextDecoder());
  /** Each source's unfinished line, -1 for none. */
  readonly #open = [-1, -1];

  constructor(mostCharacters = MOST_CHARACTERS) {
    super();
    this.#mostCharacters = mostCharacters;
  }

  write(from: ConsoleLine['from'], timeNs: number, bytes: Uint8Array): void {
    const source = SOURCES.indexOf(from);
    const parts = this.#decoders[source]!.decode(bytes, { stream: true }).split('\n');
    const last = parts.length - 1;
    parts.forEach((part, index) => {
      const ended = index < last;
      if (part === '' && !ended) return;
      this.#append(source, timeNs, part);
      if (ended) this.#open[source] = -1;
    });
  }

  /** Lines `from` to `to` (exclusive); `offsetNs` takes the host's clock to the program's. */
  slice(from: number, to: number, offsetNs: number): ConsoleLine[] {
    const lines: ConsoleLine[] = [];
    for (let line = Math.max(0, from); line < Math.min(to, this.length); line++) {
      lines.push({
        timeNs: Math.max(0, this.timeNs[line]! + offsetNs),
        from: SOURCES[this.source[line]!]!,
        text: this.#texts[line]!,
      });
    }
    return lines;
  }

  /** How many of the first `line` lines went to stderr. */
  errorsBefore(line: number): number {
    return line === 0 ? 0 : this.errors[line - 1]!;
  }

  #append(source: number, timeNs: number, text: string): void {
    this.#characters += text.length;
    const open = this.#open[source]!;
    if (open >= this.#forgotten && this.#texts[open]!.length + text.length <= LONGEST_LINE) {
      this.#texts[open] += text;
      return;
    }
    const line = this.addRow();
    this.timeNs[line] = timeNs;
    this.source[line] = source;
    this.errors[line] = this.errorsBefore(line) + (SOURCES[source] === 'stderr' ? 1 : 0);
    this.#texts[line] = text;
    this.#open[source] = line;
    this.#forget();
  }

  #forget(): void {
    while (this.#characters > this.#mostCharacters && this.#forgotten < this.length - 1) {
      this.#characters -= this.#texts[this.#forgotten]!.length;
      this.#texts[this.#forgotten++] = FORGOTTEN;
    }
  }
}
