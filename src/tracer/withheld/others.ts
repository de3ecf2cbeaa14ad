// What the sending thread sees of the time that another thread was kept from running: the machine gave it no processor, or its events
// were not sent as fast as it made them.

import { RecordEncoder } from '../../protocol/codec.ts';
import { RecordType } from '../../protocol/events.ts';
import { type Withheld, withheldArgument } from '../../protocol/withheld.ts';
import { Control, type RingMemory } from '../sending/ring.ts';
import { WithheldCounter } from './counter.ts';

/** Less is what a wake-up of any thread takes. */
const LEAST_US = 200;
/** For as long after anything was withheld every look is told: what a thread waits for that other threads do for it, who get no processor
 * either, nobody counts; but it shows in how much it ran. */
const BUSY_US = 1_000_000;

/** One for all looks: on a busy machine there are 250 a second that tell something, and each new one has memory of 4 KB. */
const records = new RecordEncoder();

/** What a look sees. */
interface Look extends Withheld {
  /** For how long the thread has had a processor; null where nobody knows. */
  readonly ranUs: number | null;
}

/** Looks at one thread, whose ring it is, whenever it is asked to. */
export class WithheldTeller {
  readonly #ring: RingMemory;
  /** Undefined before the thread has said what it is called. */
  #counter: WithheldCounter | null | undefined;
  /** For how long it had had a processor at the first look; below zero before that. */
  #processorFromUs = -1;
  #told: Look | null = null;
  #seen: Look | null = null;
  /** When something was withheld last. */
  #withheldAtUs = Number.NEGATIVE_INFINITY;

  constructor(ring: RingMemory) {
    this.#ring = ring;
  }

  /** For how long it has had a processor, from the first to the last look; 0 where nobody knows. */
  get processorUs(): number {
    return this.#counter == null ? 0 : this.#counter.processorUs - this.#processorFromUs;
  }

  /** Records to send; undefined where there is nothing new. */
  look(): Uint8Array | undefined {
    if (this.#counter === undefined) {
      const thread = Atomics.load(this.#ring.control, Control.THREAD);
      if (thread === 0) return undefined;
      const fd = Atomics.load(this.#ring.control, Control.COUNTER);
      this.#counter = fd > 0 ? new WithheldCounter(fd) : WithheldCounter.open(thread);
    }
    const countedUs = this.#counter === null ? 0 : this.#counter.totalUs();
    if (countedUs === null) return undefined;
    if (this.#processorFromUs < 0) this.#processorFromUs = this.#counter?.processorUs ?? 0;
    const before = this.#seen;
    const [zeroNs, stoodStillUs] = this.#ring.times as unknown as [number, number];
    const sinceNs = Number(process.hrtime.bigint()) - zeroNs;
    const atUs = Math.floor(sinceNs / 1000);
    const ranUs = this.#counter?.processorUs ?? null;
    const now = { atUs, totalUs: countedUs + Math.floor(stoodStillUs), ranUs };
    this.#seen = now;
    if (this.#told !== null) {
      if (now.totalUs - this.#told.totalUs >= LEAST_US) this.#withheldAtUs = atUs;
      else if (ranUs === null || atUs - this.#withheldAtUs > BUSY_US) return undefined;
    }
    // It was not in the time since the last record, but in that since the last look.
    if (before !== this.#told && before !== null) write(before);
    write(now);
    this.#told = now;
    return records.take();
  }

  /** Of a worker, whose counter is open for nobody else. */
  close(): void {
    this.#counter?.close();
    this.#counter = null;
  }
}

/** No time passes from the record before: what counts is the moment it names. */
function write(seen: Look): void {
  const { ranUs } = seen;
  if (ranUs !== null) records.record(RecordType.ran, 0, 0, ranUs % 2 ** 32, Math.floor(ranUs / 2 ** 32));
  records.record(RecordType.withheld, withheldArgument(seen), 0, seen.atUs % 2 ** 32, seen.totalUs % 2 ** 32);
}
