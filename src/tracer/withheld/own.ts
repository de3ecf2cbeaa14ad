// What a thread says itself of the time it was kept from running: at its beginning, where counting starts, and at its end, which comes
// before the sending thread looks again.

import { RecordType } from '../../protocol/events.ts';
import { withheldArgument } from '../../protocol/withheld.ts';
import { Control, type RingMemory } from '../sending/ring.ts';
import { blockedNs, clockNs, put, startMonotonicNs } from '../sending/writer.ts';
import { threadNumber, WithheldCounter } from './counter.ts';

let thread = 0;

/** Behind the hello; from then on the sending thread looks as well. */
export function beginWithheld({ control, times }: RingMemory): void {
  thread = threadNumber();
  tellWithheld();
  times[0] = startMonotonicNs();
  Atomics.store(control, Control.THREAD, thread);
}

export function tellWithheld(): void {
  const counter = WithheldCounter.open(thread);
  const countedUs = counter?.totalUs() ?? 0;
  counter?.close();
  const totalUs = countedUs + Math.floor(blockedNs() / 1000);
  const atUs = Math.floor(clockNs() / 1000);
  put(RecordType.withheld | (withheldArgument({ atUs, totalUs }) << 8), atUs % 2 ** 32, totalUs % 2 ** 32);
}
