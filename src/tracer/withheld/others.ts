// What the sending thread sees of the time in which another thread was kept from running, because the machine gave it no processor or
// because its events were not sent as fast as it made them.

import { RecordEncoder } from '../../protocol/codec.ts';
import { RecordType } from '../../protocol/events.ts';
import { type Withheld, withheldArgument } from '../../protocol/withheld.ts';
import { Control, hasBegun, type RingMemory } from '../sending/ring.ts';
import { WithheldCounter } from './counter.ts';

/** Less is not recorded: the wake-up of any thread takes that long. */
const LEAST_US = 200;
/** For this long after any time was withheld, every look is recorded. The thread may be waiting for other threads that get no processor
 * either. Nobody counts that, but it shows in how little the thread ran. */
const BUSY_US = 1_000_000;

/** One encoder for all looks: a new one takes 4 KB, and on a busy machine 250 looks a second record something. What it has written is lent:
 * a copy of up to 64 bytes lies in V8's heap, and to be written it gets memory of `malloc`'s that stays until this thread collects garbage. */
const records = new RecordEncoder();

/** What a look sees. */
interface Look extends Withheld {
  /** For how long the thread has had a processor; null where nobody knows. */
  readonly ranUs: number | null;
}

/** Looks at the thread of one ring, whenever it is asked to. */
export class WithheldTeller {
  readonly #ring: RingMemory;
  /** Undefined before the thread has put its number into the ring; null if the system does not count. */
  #counter: WithheldCounter | null | undefined;
  #told: Look | null = null;
  #seen: Look | null = null;
  /** When something was withheld last. */
  #withheldAtUs = Number.NEGATIVE_INFINITY;

  constructor(ring: RingMemory) {
    this.#ring = ring;
  }

  /** For how long the thread has had a processor since its costs are counted, which is longer than anybody has looked; 0 if that is unknown. */
  get processorUs(): number {
    return this.#counter == null ? 0 : this.#counter.processorUs - (this.#ring.times[2] as number);
  }

  /** Records to send before the next look; undefined where there is nothing new. */
  look(): Uint8Array | undefined {
    if (!hasBegun(this.#ring)) return undefined;
    if (this.#counter === undefined) {
      const thread = Atomics.load(this.#ring.control, Control.THREAD);
      if (thread === 0) return undefined;
      const fd = Atomics.load(this.#ring.control, Control.COUNTER);
      this.#counter = fd > 0 ? new WithheldCounter(fd) : WithheldCounter.open(thread);
    }
    const countedUs = this.#counter === null ? 0 : this.#counter.totalUs();
    if (countedUs === null) return undefined;
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
    // The time was withheld since the last look, not since the last record. So the last look is recorded first, if it was not.
    if (before !== this.#told && before !== null) write(before);
    write(now);
    this.#told = now;
    return records.lend();
  }

  /** For a worker, whose counter only the sending thread has open. */
  close(): void {
    this.#counter?.close();
    this.#counter = null;
  }
}

/** Written without a time of its own: what counts is the moment that the record names. */
function write(seen: Look): void {
  const { ranUs } = seen;
  if (ranUs !== null) records.record(RecordType.ran, 0, 0, ranUs % 2 ** 32, Math.floor(ranUs / 2 ** 32));
  records.record(RecordType.withheld, withheldArgument(seen), 0, seen.atUs % 2 ** 32, seen.totalUs % 2 ** 32);
}
