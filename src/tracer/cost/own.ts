import { RecordType } from '../../protocol/events.ts';
import { NS_PER_MS } from '../../protocol/units.ts';
import { blockedNs, put, recordsWritten } from '../sending/writer.ts';
import { processorUs } from '../withheld/own.ts';
import { allCounts, Count, countOf, setCount } from './counts.ts';
import { ranMs, tracingNs } from './estimate.ts';

const TWO_32 = 2 ** 32;

/** Only a difference of at least this much is recorded at once. The sending thread records the rest now and then. */
const TOLD_NS = NS_PER_MS;
let toldLoadingNs = 0;

/** To be called after a file was loaded. If inserting markers took long enough since the last time, records what tracing has cost this thread so far. */
export function tellLoading(): void {
  const loadingNs = countOf(Count.loadingNs);
  if (loadingNs - toldLoadingNs < TOLD_NS) return;
  toldLoadingNs = loadingNs;
  tellTracing();
}

/** Records what tracing has cost this thread so far. At other times than its end and after files, the sending thread does that. */
export function tellTracing(): void {
  const stillNs = blockedNs();
  setCount(Count.records, recordsWritten());
  const ns = tracingNs(allCounts(), stillNs);
  put(RecordType.tracing | (ranMs(processorUs(), stillNs) << 8), ns % TWO_32, Math.floor(ns / TWO_32));
}
