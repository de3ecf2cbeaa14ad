// What a thread records itself of the time in which it was kept from running: at its beginning, where counting starts, and at its end, since
// the sending thread would look too late.

import { RecordType } from '../../protocol/events.ts';
import { withheldArgument } from '../../protocol/withheld.ts';
import { Control, type RingMemory } from '../sending/ring.ts';
import { blockedNs, clockNs, put, startMonotonicNs } from '../sending/writer.ts';
import { threadNumber, WithheldCounter } from './counter.ts';

let thread = 0;
/** For how long the thread had had a processor when counting started. */
let processorFromUs = -1;
/** The counter of a process's first thread, which stays open as long as the process lives; null in workers. */
let kept: WithheldCounter | null = null;

/**
 * To be called after the hello. From then on the sending thread looks as well. For a process's first thread it uses the same descriptor: if
 * it opened one of its own, that could be at any moment, between two descriptors of the program. A worker has no such descriptor, since it
 * would be closed with the worker.
 */
export function beginWithheld({ control, times, isWorkers }: RingMemory): void {
  thread = threadNumber();
  if (!isWorkers) kept = WithheldCounter.open(thread);
  tellWithheld();
  times[0] = startMonotonicNs();
  times[2] = processorFromUs;
  Atomics.store(control, Control.COUNTER, kept?.fd ?? 0);
  Atomics.store(control, Control.THREAD, thread);
}

/** For how long the machine has given this thread no processor; 0 if that is unknown. */
export const waitedNs = (): number => (kept?.totalUs() ?? 0) * 1000;

/** For how long the thread has had a processor since counting started; 0 if that is unknown. */
export function processorUs(): number {
  const seen = look();
  return seen === null ? 0 : seen.processorUs - processorFromUs;
}

export function tellWithheld(): void {
  const seen = look();
  const ranUs = seen?.processorUs ?? 0;
  if (processorFromUs < 0) processorFromUs = ranUs;
  const totalUs = (seen?.waitedUs ?? 0) + Math.floor(blockedNs() / 1000);
  if (seen !== null) put(RecordType.ran, ranUs % 2 ** 32, Math.floor(ranUs / 2 ** 32));
  const atUs = Math.floor(clockNs() / 1000);
  put(RecordType.withheld | (withheldArgument({ atUs, totalUs }) << 8), atUs % 2 ** 32, totalUs % 2 ** 32);
}

/** What the system has counted of this thread so far, in microseconds; null if it does not. */
function look(): { readonly processorUs: number; readonly waitedUs: number } | null {
  const counter = kept ?? WithheldCounter.open(thread);
  const waitedUs = counter?.totalUs() ?? 0;
  if (counter !== kept) counter?.close();
  return counter === null ? null : { processorUs: counter.processorUs, waitedUs };
}
