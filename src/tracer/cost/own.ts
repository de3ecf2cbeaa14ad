import { RecordType } from '../../protocol/events.ts';
import { blockedNs, put } from '../sending/writer.ts';
import { processorUs } from '../withheld/own.ts';
import { ranMs, tracingNs } from './estimate.ts';

const TWO_32 = 2 ** 32;

/** What a thread says at its end of what tracing has cost it: until then the sending thread does. */
export function tellTracing(counts: Float64Array): void {
  const stillNs = blockedNs();
  const ns = tracingNs(counts, stillNs);
  put(RecordType.tracing | (ranMs(processorUs(), stillNs) << 8), ns % TWO_32, Math.floor(ns / TWO_32));
}
