import { decodeUtf8 } from '../protocol/codec.ts';
import { FIRST_ROWS, grown, Table } from './columns.ts';

/** Many short texts as UTF-8 in one array, decoded only when somebody looks. */
export class TextPool extends Table {
  from = new Uint32Array(FIRST_ROWS);
  bytes = new Uint32Array(FIRST_ROWS);
  #pool = new Pool();

  /** Where the text is, for `get`. */
  add(text: Uint8Array): number {
    const index = this.addRow();
    this.from[index] = this.#pool.append(text);
    this.bytes[index] = text.length;
    return index;
  }

  get(index: number): string {
    const from = this.from[index]!;
    return decodeUtf8(this.#pool.data.subarray(from, from + this.bytes[index]!));
  }
}

class Pool {
  data = new Uint8Array(4096);
  #used = 0;

  append(bytes: Uint8Array): number {
    const from = this.#used;
    const end = from + bytes.length;
    if (end > this.data.length) this.data = grown(this.data, Math.max(this.data.length * 2, end));
    this.data.set(bytes, from);
    this.#used = end;
    return from;
  }
}
