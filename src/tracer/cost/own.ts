import { RecordType } from '../../protocol/events.ts';
import { blockedNs, put, writtenWords } from '../sending/writer.ts';
import { tracingNs } from './estimate.ts';

const TWO_32 = 2 ** 32;

/** What a thread says at its end of what tracing has cost it: until then the sending thread does. */
export function tellTracing(counts: Float64Array): void {
  const ns = tracingNs(counts, writtenWords(), blockedNs());
  put(RecordType.tracing, ns % TWO_32, Math.floor(ns / TWO_32));
}
