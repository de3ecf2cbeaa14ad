import type { Writable } from 'node:stream';

/** What is typed for a program: goes to its standard input and, through `record`, into the recording, where an empty text is its end. */
export class ProgramInput {
  readonly #stdin: Writable;
  readonly #record: (text: string) => void;
  #isOver = false;

  constructor(stdin: Writable, record: (text: string) => void) {
    this.#stdin = stdin;
    this.#record = record;
    // Nobody reads any more: the program has closed its input.
    stdin.on('error', () => this.end());
  }

  /** Does nothing once the input, or the program, has ended. */
  write(text: string): void {
    if (this.#isOver || text === '') return;
    this.#record(text);
    this.#stdin.write(text);
  }

  /** The program reads what was written, and then that there is no more. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#record('');
    this.#stdin.end();
  }

  /** To be called when the program has exited. */
  exited(): void {
    this.#isOver = true;
    this.#stdin.destroy();
  }
}
