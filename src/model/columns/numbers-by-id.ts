import { grown } from './columns.ts';

/**
 * A recording says itself which ids there are. They count up, so an array serves. But any of a recording's streams may name the largest that
 * fits into a record, and then some bytes of a file would take megabytes. So an id goes into a map instead if the array would have to be longer
 * than `MOST_A_NUMBER` times the numbers that are there. The first array, of 64 bytes, fits into V8's own heap: a larger one takes 96
 * bytes more, and a recording may name 65,534 streams.
 */
const MOST_A_NUMBER = 16;

const NOTHING = new Uint32Array(0);

/** Whole numbers of 32 bits by the id of something in a stream; 0 where nothing was set. */
export class NumbersById {
  #dense = NOTHING;
  #sparse: Map<number, number> | null = null;
  #count = 0;

  get(id: number): number {
    if (id >= 0 && id < this.#dense.length) return this.#dense[id]!;
    return this.#sparse?.get(id) ?? 0;
  }

  set(id: number, value: number): void {
    if (this.get(id) === 0) this.#count++;
    if (id >= 0 && (id < this.#dense.length || this.#reaches(id))) {
      this.#dense[id] = value;
      return;
    }
    this.#sparse ??= new Map();
    this.#sparse.set(id, value);
  }

  /** Makes the array long enough for an id, unless that would be too long. */
  #reaches(id: number): boolean {
    if (id >= MOST_A_NUMBER * this.#count) return false;
    this.#dense = grown(this.#dense, Math.max(MOST_A_NUMBER, 2 * this.#dense.length, id + 1));
    for (const [other, value] of this.#sparse ?? []) {
      if (other < 0 || other >= this.#dense.length) continue;
      this.#dense[other] = value;
      this.#sparse?.delete(other);
    }
    return true;
  }
}

/** The numbers of a stream's ids, added if there are none. */
export function ofStream(streams: Map<number, NumbersById>, stream: number): NumbersById {
  let numbers = streams.get(stream);
  if (numbers === undefined) {
    numbers = new NumbersById();
    streams.set(stream, numbers);
  }
  return numbers;
}
