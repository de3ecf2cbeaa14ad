import { NO_FLOAT64, NO_INT32, Table } from '../../columns/columns.ts';
import { type Claim, UnclaimedBytes } from './unclaimed-bytes.ts';

/** What is known about bytes whose writer reported them. */
export interface Writer {
  readonly stream: number;
  /** -1 for none. */
  readonly task: number;
  /** On the program's clock. */
  readonly timeNs: number;
  /** Whether they came at once, or in the order in which their process wrote them. False if they came later, through another thread. */
  readonly inOrder: boolean;
}

/** The writes that one thread has reported along one way and that have not been found yet, in the order in which they come out. */
class Told extends Table {
  readonly stream: number;
  readonly inOrder: boolean;
  timeNs = NO_FLOAT64;
  task = NO_INT32;
  bytes = NO_FLOAT64;
  check = NO_INT32;
  /** The first write that has not been found. */
  head = 0;
  /** The next write comes after this offset of the output. */
  after = 0;
  /** The head has been searched for up to this offset. */
  triedTo = 0;
  /** How many bytes had come when the writes after the head were last searched for. */
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

  /** To be called when the head was found. It ends at this offset. */
  found(end: number): void {
    this.head++;
    this.after = end;
    this.triedTo = end;
  }
}

/**
 * If the head has not been found after this many bytes, it will not come any more: the stream was closed, or the rest is in another part of
 * the recording.
 */
const LOST_AFTER_BYTES = 1024 * 1024;
/** How many writes after the head are then searched for. */
const MOST_LOOKED = 64;

/** Finds the writes that were reported for one output in the bytes that came from it. Either may come first. */
export class ToldWrites {
  readonly unclaimed = new UnclaimedBytes();
  readonly #told = new Map<number, Told>();
  readonly #found: (at: number, bytes: number, writer: Writer) => void;

  /** `found` is called with bytes, counted from the output's first, whose writer is now known. */
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
    // One write may end where another begins, so this repeats as long as one more is found.
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

  /** Claims the head of `told`, which fits at this offset, and whatever follows it. */
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

  /** The thread whose head begins at this offset. That is most likely the same one as before. */
  #fitting(last: Told, at: number): Told | undefined {
    const fits = (told: Told): boolean =>
      !told.isEmpty && told.after <= at && this.unclaimed.fitsAt(at, told.claim());
    if (fits(last)) return last;
    for (const told of this.#told.values()) if (told !== last && fits(told)) return told;
    return undefined;
  }

  /** Searches for the writes after the head. If one is found, those before it are lost. */
  #lookFurther(told: Told, most = MOST_LOOKED): boolean {
    told.lookedAt = this.unclaimed.length;
    const { head } = told;
    const last = Math.min(told.length, head + most);
    for (let row = head; row < last; row++) {
      // Searches from the first byte on. Another thread may have claimed the bytes of this one, if both wrote the same.
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
