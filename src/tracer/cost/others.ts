import { performance } from 'node:perf_hooks';
import { RecordEncoder } from '../../protocol/codec.ts';
import { RECORD_BYTES, RecordType } from '../../protocol/events.ts';
import { Control, hasBegun, type RingMemory } from '../sending/ring.ts';
import { Count } from './counts.ts';
import { ranMs, tracingNs } from './estimate.ts';

const TWO_32 = 2 ** 32;
const RECORD_WORDS = RECORD_BYTES / 4;
/** As often as anybody reads a number that changes. */
const EVERY_MS = 250;

const records = new RecordEncoder();

/** Tells now and then what tracing has cost another thread, whose ring it is. */
export class TracingTeller {
  readonly #ring: RingMemory;
  #told = 0;
  /** How many words had been written at the last look, modulo 2^32, and how many records in all. */
  #head = 0;
  #written = 0;
  #toldMs = Number.NEGATIVE_INFINITY;

  constructor(ring: RingMemory) {
    this.#ring = ring;
  }

  /**
   * A record to send; undefined where there is nothing new. `machineNs`: what `measureMachine` said, 0 before it did;
   * `processorUs`: for how long the thread has had a processor, 0 where nobody knows.
   */
  look(machineNs: number, processorUs: number): Uint8Array | undefined {
    const { control, counts, times } = this.#ring;
    counts[Count.machineNs] = machineNs;
    if (!hasBegun(this.#ring)) return undefined;
    const head = Atomics.load(control, Control.HEAD);
    this.#written += ((head - this.#head) >>> 0) / RECORD_WORDS;
    this.#head = head;
    counts[Count.records] = this.#written;
    const nowMs = performance.now();
    if (nowMs - this.#toldMs < EVERY_MS) return undefined;
    const stillNs = (times[1] as number) * 1000;
    const ns = tracingNs(counts, stillNs);
    if (ns === this.#told) return undefined;
    this.#told = ns;
    this.#toldMs = nowMs;
    return records
      .record(RecordType.tracing, ranMs(processorUs, stillNs), 0, ns % TWO_32, Math.floor(ns / TWO_32))
      .lend();
  }
}
