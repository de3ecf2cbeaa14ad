import { checkOfBytes } from '../../../protocol/written.ts';

/** How many bytes of each output are kept. Bytes before them that have not been claimed never will be. */
const MOST_BYTES = 16 * 1024 * 1024;
/** How many places are tried at a time. */
const MOST_TRIES = 10_000;
const LINE_END = 10;

/** What `find` returns if there is no place, or if that depends on bytes that have not come yet. */
const NOWHERE = -1;
const TOO_FEW = -2;

export interface Claim {
  readonly bytes: number;
  readonly check: number;
}

/** What `find` has found. */
export interface Search {
  /** A place, NOWHERE or TOO_FEW. */
  readonly at: number;
  /** The claim fits nowhere before this place. */
  readonly triedTo: number;
}

/** `bytes[from]` is the byte at `at`. */
interface Stretch {
  at: number;
  from: number;
  readonly bytes: Uint8Array;
}

const lengthOf = ({ from, bytes }: Stretch): number => bytes.length - from;
const endOf = (stretch: Stretch): number => stretch.at + lengthOf(stretch);

/** The bytes of one output whose writer is not known yet. Places are counted in bytes from the output's beginning. */
export class UnclaimedBytes {
  /** How many bytes have come. */
  length = 0;
  #kept = 0;
  /** Ascending; the first few may be claimed already. */
  #stretches: Stretch[] = [];
  #first = 0;

  /** `bytes` is not kept. */
  add(bytes: Uint8Array): void {
    this.#stretches.push({ at: this.length, from: 0, bytes: new Uint8Array(bytes) });
    this.length += bytes.length;
    this.#kept += bytes.length;
    while (this.#kept > MOST_BYTES) this.#kept -= lengthOf(this.#stretches[this.#first++]!);
    this.#tidy();
  }

  /** The first place from `after` on where a claim fits. Only starts of lines and ends of claims and of pieces read at once are tried. */
  find(claim: Claim, after: number): Search {
    let tries = 0;
    for (let index = this.#indexAt(after); index < this.#stretches.length; index++) {
      const stretch = this.#stretches[index]!;
      for (let at = Math.max(stretch.at, after); at < endOf(stretch); ) {
        const fits = this.#fits(index, at, claim);
        if (fits === null) return { at: TOO_FEW, triedTo: at };
        if (fits) return { at, triedTo: at };
        if (++tries === MOST_TRIES) return { at: NOWHERE, triedTo: at + 1 };
        const ends = stretch.bytes.indexOf(LINE_END, stretch.from + at - stretch.at);
        if (ends < 0) break;
        at = stretch.at + ends + 1 - stretch.from;
      }
    }
    return { at: NOWHERE, triedTo: this.length };
  }

  /** Whether a claim fits exactly at this place. */
  fitsAt(at: number, claim: Claim): boolean {
    const index = this.#indexAt(at);
    const stretch = this.#stretches[index];
    return stretch !== undefined && stretch.at <= at && this.#fits(index, at, claim) === true;
  }

  isLineEnd(at: number): boolean {
    const stretch = this.#stretches[this.#indexAt(at)];
    return stretch !== undefined && stretch.bytes[stretch.from + at - stretch.at] === LINE_END;
  }

  /** Removes `bytes` bytes, which must all be there. */
  claim(at: number, bytes: number): void {
    this.#kept -= bytes;
    let index = this.#indexAt(at);
    for (let left = bytes; left > 0; ) {
      const stretch = this.#stretches[index]!;
      const before = at + bytes - left - stretch.at;
      const taken = Math.min(left, lengthOf(stretch) - before);
      left -= taken;
      const rest = lengthOf(stretch) - before - taken;
      if (before > 0) {
        const kept = { ...stretch, bytes: stretch.bytes.subarray(0, stretch.from + before) };
        this.#stretches.splice(index++, 0, kept);
      }
      stretch.at += before + taken;
      stretch.from += before + taken;
      if (rest > 0) return;
      if (index === this.#first) index = ++this.#first;
      else this.#stretches.splice(index, 1);
    }
    this.#tidy();
  }

  /** Null if that depends on bytes that have not come. */
  #fits(index: number, at: number, { bytes, check }: Claim): boolean | null {
    for (let next = index, end = endOf(this.#stretches[index]!); end < at + bytes; ) {
      const following = this.#stretches[++next];
      if (following === undefined) return end === this.length ? null : false;
      if (following.at !== end) return false;
      end = endOf(following);
    }
    return checkOfBytes((offset) => this.#byteAt(index, at + offset), bytes) === check;
  }

  #byteAt(index: number, at: number): number {
    let stretch = this.#stretches[index]!;
    while (at >= endOf(stretch)) stretch = this.#stretches[++index]!;
    return stretch.bytes[stretch.from + at - stretch.at]!;
  }

  /** The index of the stretch that contains a place, or of the first one after it. */
  #indexAt(at: number): number {
    let low = this.#first;
    let high = this.#stretches.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (endOf(this.#stretches[middle]!) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #tidy(): void {
    if (this.#first < 64 || this.#first * 2 < this.#stretches.length) return;
    this.#stretches = this.#stretches.slice(this.#first);
    this.#first = 0;
  }
}
