// What a thread says itself of the time it was kept from running: at its beginning, where counting starts, and at its end, which comes
// before the sending thread looks again.

import { RecordType } from '../../protocol/events.ts';
import { withheldArgument } from '../../protocol/withheld.ts';
import { Control, type RingMemory } from '../sending/ring.ts';
import { blockedNs, clockNs, put, startMonotonicNs } from '../sending/writer.ts';
import { threadNumber, WithheldCounter } from './counter.ts';

let thread = 0;
/** For how long it had had a processor when counting started, and when it was told of last. */
let processorFromUs = -1;
let processorToUs = 0;
/** For how long it has had a processor; 0 where nobody knows. */
export const processorUs = (): number => processorToUs - processorFromUs;
/** Of a process's first thread, for as long as it lives. */
let kept: WithheldCounter | null = null;

/**
 * Behind the hello; from then on the sending thread looks as well. At a process's first thread through the same descriptor: one of
 * its own would be opened at any moment, between two that the program opens. A worker's would be closed with it.
 */
export function beginWithheld({ control, times, isWorkers }: RingMemory): void {
  thread = threadNumber();
  if (!isWorkers) kept = WithheldCounter.open(thread);
  tellWithheld();
  times[0] = startMonotonicNs();
  Atomics.store(control, Control.COUNTER, kept?.fd ?? 0);
  Atomics.store(control, Control.THREAD, thread);
}

/** For how long the machine has given this thread no processor; 0 where nobody knows. */
export const waitedNs = (): number => (kept?.totalUs() ?? 0) * 1000;

export function tellWithheld(): void {
  const counter = kept ?? WithheldCounter.open(thread);
  const countedUs = counter?.totalUs() ?? 0;
  processorToUs = counter?.processorUs ?? 0;
  if (processorFromUs < 0) processorFromUs = processorToUs;
  if (counter !== kept) counter?.close();
  const totalUs = countedUs + Math.floor(blockedNs() / 1000);
  if (counter !== null) put(RecordType.ran, processorToUs % 2 ** 32, Math.floor(processorToUs / 2 ** 32));
  const atUs = Math.floor(clockNs() / 1000);
  put(RecordType.withheld | (withheldArgument({ atUs, totalUs }) << 8), atUs % 2 ** 32, totalUs % 2 ** 32);
}
