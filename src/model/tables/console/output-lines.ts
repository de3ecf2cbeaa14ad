import { firstAtOrAfter, NO_FLOAT64, NO_UINT32, Table } from '../../columns/columns.ts';

// `model` has neither DOM nor Node types; both runtimes have this.
declare const TextDecoder: new () => { decode(bytes?: Uint8Array, options?: { stream: boolean }): string };

const LINE_END = 10;

/** One output of the program, split into lines: at which byte of the output each begins, and its row in the console. */
export class OutputLines extends Table {
  rowOf = NO_UINT32;
  starts = NO_FLOAT64;
  /** The row of the line that is not complete yet; -1 for none. */
  open = -1;
  #bytes = 0;
  /** A character may be split between two pieces. */
  readonly #decoder = new TextDecoder();

  /** Splits the next bytes, and calls `append` for each line with the byte at which it begins. All but the last one are complete. */
  split(bytes: Uint8Array, append: (text: string, at: number, goesOn: boolean) => void): void {
    const parts = this.#decoder.decode(bytes, { stream: true }).split('\n');
    let from = 0;
    parts.forEach((part, index) => {
      const goesOn = index === parts.length - 1;
      if (part !== '' || !goesOn) append(part, this.#bytes + from, goesOn);
      // Text and bytes have equally many line ends: no other character contains that byte.
      from = bytes.indexOf(LINE_END, from) + 1;
    });
    this.#bytes += bytes.length;
  }

  /** Adds the next line. */
  add(row: number, at: number): void {
    const index = this.addRow();
    this.rowOf[index] = row;
    this.starts[index] = at;
    this.open = row;
  }

  row(index: number): number {
    return this.rowOf[index]!;
  }

  at(index: number): number {
    return this.starts[index]!;
  }

  /** The first line that begins at this byte or later. */
  firstFrom(at: number): number {
    return firstAtOrAfter(this.starts, 0, this.length, at);
  }
}
