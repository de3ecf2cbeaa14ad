import { RecordType } from '../../protocol/events.ts';
import { NS_PER_MS } from '../../protocol/units.ts';
import { blockedNs, put, recordsWritten } from '../sending/writer.ts';
import { processorUs } from '../withheld/own.ts';
import { allCounts, Count, countOf, setCount } from './counts.ts';
import { ranMs, tracingNs } from './estimate.ts';

const TWO_32 = 2 ** 32;

/** Less is in what the sending thread says now and then. */
const TOLD_NS = NS_PER_MS;
let toldLoadingNs = 0;

/** Behind a file: where putting markers into files has taken so long since, this thread says itself what tracing has cost it by then. */
export function tellLoading(): void {
  const loadingNs = countOf(Count.loadingNs);
  if (loadingNs - toldLoadingNs < TOLD_NS) return;
  toldLoadingNs = loadingNs;
  tellTracing();
}

/** What a thread says at its end of what tracing has cost it: otherwise the sending thread does. */
export function tellTracing(): void {
  const stillNs = blockedNs();
  setCount(Count.records, recordsWritten());
  const ns = tracingNs(allCounts(), stillNs);
  put(RecordType.tracing | (ranMs(processorUs(), stillNs) << 8), ns % TWO_32, Math.floor(ns / TWO_32));
}
