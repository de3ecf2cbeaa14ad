// What the sending thread sees of the time that another thread was kept from running: the machine gave it no processor, or its events
// were not sent as fast as it made them.

import { RecordEncoder } from '../../protocol/codec.ts';
import { RecordType } from '../../protocol/events.ts';
import { type Withheld, withheldArgument } from '../../protocol/withheld.ts';
import { Control, type RingMemory } from '../sending/ring.ts';
import { WithheldCounter } from './counter.ts';

/** Less is what a wake-up of any thread takes. */
const LEAST_US = 200;

/** Looks at one thread, whose ring it is, whenever it is asked to. */
export class WithheldTeller {
  readonly #ring: RingMemory;
  /** Undefined before the thread has said what it is called. */
  #counter: WithheldCounter | null | undefined;
  /** For how long it had had a processor at the first look; below zero before that. */
  #processorFromUs = -1;
  #told: Withheld | null = null;
  #seen: Withheld | null = null;

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
    const now = { atUs: Math.floor(sinceNs / 1000), totalUs: countedUs + Math.floor(stoodStillUs) };
    this.#seen = now;
    if (this.#told !== null && now.totalUs - this.#told.totalUs < LEAST_US) return undefined;
    const records = new RecordEncoder();
    // It was not in the time since the last record, but in that since the last look.
    if (before !== this.#told && before !== null) write(records, before);
    write(records, now);
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
function write(records: RecordEncoder, seen: Withheld): void {
  records.record(RecordType.withheld, withheldArgument(seen), 0, seen.atUs % 2 ** 32, seen.totalUs % 2 ** 32);
}
