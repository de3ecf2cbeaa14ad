// Ships its buffer line by line, each in the tick after the other, and lets nobody in between.
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const buffer = Array.from({ length: 1_500 }, (_, at) => `line ${at}`.padEnd(200_000, '.'));
let shipped = 0;
// finds microtask-starvation: shipNext
function shipNext() {
  const line = buffer.pop();
  if (line === undefined) return;
  shipped += createHash('sha256').update(line).digest().length;
  process.nextTick(shipNext);
}
async function heartbeat() {
  for (let beat = 0; beat < 3; beat++) await sleep(10);
}
const beating = heartbeat();
process.nextTick(shipNext);
await beating;
console.log(shipped > 0);
