import { FIRST_ROWS, Table } from '../../columns/columns.ts';
import { type Claim, UnclaimedBytes } from './unclaimed-bytes.ts';

/** What is known of bytes whose writer told of them. */
export interface Writer {
  readonly stream: number;
  /** -1 for none. */
  readonly task: number;
  /** On the program's clock. */
  readonly timeNs: number;
  /** They came at once, or in the order in which their process wrote: not through another thread, later. */
  readonly inOrder: boolean;
}

/** What one thread has told on one way, in the order in which it comes out there; of what is not found yet. */
class Told extends Table {
  readonly stream: number;
  readonly inOrder: boolean;
  timeNs = new Float64Array(FIRST_ROWS);
  task = new Int32Array(FIRST_ROWS);
  bytes = new Float64Array(FIRST_ROWS);
  check = new Int32Array(FIRST_ROWS);
  /** The first one that is not found. */
  head = 0;
  /** What comes next stands behind this. */
  after = 0;
  /** The head is nowhere before this. */
  triedTo = 0;
  /** How many bytes had come when it was looked further than the head the last time. */
  lookedAt = 0;

  constructor(stream: number, inOrder: boolean) {
    super();
    this.stream = stream;
    this.inOrder = inOrder;
  }

  get isEmpty(): boolean {
    return this.head === this.length;
  }

  add(timeNs: number, task: number, bytes: number, check: number): void {
    if (this.isEmpty) {
      this.length = 0;
      this.head = 0;
    }
    const row = this.addRow();
    this.timeNs[row] = timeNs;
    this.task[row] = task;
    this.bytes[row] = bytes;
    this.check[row] = check;
  }

  claim(row = this.head): Claim {
    return { bytes: this.bytes[row]!, check: this.check[row]! };
  }

  writer(): Writer {
    const { head, stream, inOrder } = this;
    return { stream, inOrder, task: this.task[head]!, timeNs: this.timeNs[head]! };
  }

  /** The head is found, and ends there. */
  found(end: number): void {
    this.head++;
    this.after = end;
    this.triedTo = end;
  }
}

/** When so many bytes have come without it, what was told first will not come any more: the stream was closed, or its rest is in another part. */
const LOST_AFTER_BYTES = 1024 * 1024;
/** So many of those behind it are looked for then. */
const MOST_LOOKED = 64;

/** Finds what was told of one output in what came of it, whichever comes first. */
export class ToldWrites {
  readonly unclaimed = new UnclaimedBytes();
  readonly #told = new Map<number, Told>();
  readonly #found: (at: number, bytes: number, writer: Writer) => void;

  /** `found`: these bytes, counted from the first of the output, are somebody's. */
  constructor(found: (at: number, bytes: number, writer: Writer) => void) {
    this.#found = found;
  }

  tell(way: number, bytes: number, check: number, writer: Writer): void {
    const key = writer.stream * 4 + way;
    let told = this.#told.get(key);
    if (told === undefined) {
      told = new Told(writer.stream, writer.inOrder);
      this.#told.set(key, told);
    }
    told.add(writer.timeNs, writer.task, bytes, check);
    if (told.length - told.head === 1) this.#advance(told);
  }

  came(bytes: Uint8Array): void {
    this.unclaimed.add(bytes);
    for (const told of this.#told.values()) {
      this.#advance(told);
      if (!told.isEmpty && this.unclaimed.length - told.lookedAt > LOST_AFTER_BYTES) this.#lookFurther(told);
    }
  }

  /** Nothing more comes. */
  finish(): void {
    const all = [...this.#told.values()];
    // What one has written may end where that of another one begins: nothing is lost as long as one more is found.
    while (all.some((told) => this.#lookFurther(told, 1)) || all.some((told) => this.#lookFurther(told)));
  }

  #advance(told: Told): void {
    while (!told.isEmpty) {
      const { at, triedTo } = this.unclaimed.find(told.claim(), told.triedTo);
      told.triedTo = triedTo;
      if (at < 0) return;
      this.#take(told, at);
    }
  }

  /** Takes the head of `told`, which fits there, and whatever follows it. */
  #take(told: Told, from: number): void {
    let next: Told | undefined = told;
    for (let at = from; next !== undefined; next = this.#fitting(next, at)) {
      const { bytes } = next.claim();
      this.#found(at, bytes, next.writer());
      this.unclaimed.claim(at, bytes);
      at += bytes;
      next.found(at);
      next.lookedAt = this.unclaimed.length;
    }
  }

  /** Who told of what begins there: most likely the same as before. */
  #fitting(last: Told, at: number): Told | undefined {
    const fits = (told: Told): boolean =>
      !told.isEmpty && told.after <= at && this.unclaimed.fitsAt(at, told.claim());
    if (fits(last)) return last;
    for (const told of this.#told.values()) if (told !== last && fits(told)) return told;
    return undefined;
  }

  /** Whether one of the next was found: what was told before it is lost. */
  #lookFurther(told: Told, most = MOST_LOOKED): boolean {
    told.lookedAt = this.unclaimed.length;
    const { head } = told;
    const last = Math.min(told.length, head + most);
    for (let row = head; row < last; row++) {
      // From the first byte on: another thread may have taken what was this one's, since both wrote the same.
      const { at } = this.unclaimed.find(told.claim(row), 0);
      if (at < 0) continue;
      told.head = row;
      this.#take(told, at);
      this.#advance(told);
      return true;
    }
    return false;
  }
}
