// What a thread says itself of the time it was given no processor: at its beginning, where counting starts, and at its end, which comes
// before the sending thread looks again.

import { RecordType } from '../../protocol/events.ts';
import { withheldArgument } from '../../protocol/withheld.ts';
import { Control, type RingMemory } from '../ring.ts';
import { clockNs, put, startMonotonicNs } from '../writer.ts';
import { threadNumber, WithheldCounter } from './counter.ts';

let thread = 0;

/** Behind the hello; from then on the sending thread looks as well. */
export function beginWithheld({ control, zeroNs }: RingMemory): void {
  thread = threadNumber();
  if (!tellWithheld()) return;
  zeroNs[0] = startMonotonicNs();
  Atomics.store(control, Control.THREAD, thread);
}

/** False where nothing is known. */
export function tellWithheld(): boolean {
  const counter = WithheldCounter.open(thread);
  const totalUs = counter?.totalUs() ?? null;
  counter?.close();
  if (totalUs === null) return false;
  const atUs = Math.floor(clockNs() / 1000);
  put(RecordType.withheld | (withheldArgument({ atUs, totalUs }) << 8), atUs % 2 ** 32, totalUs % 2 ** 32);
  return true;
}
