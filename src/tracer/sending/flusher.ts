// The thread that sends the records. So the program's threads never wait for a system call, and what they did last is sent even if they
// never return to the event loop, or are killed.

import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { RecordEncoder } from '../../protocol/codec.ts';
import { RecordType } from '../../protocol/events.ts';
import { measureMachine } from '../cost/machine.ts';
import { TracingTeller } from '../cost/others.ts';
import { WithheldTeller } from '../withheld/others.ts';
import { giveBack } from './give-back.ts';
import { Control, drain, hasBegun, type RingMemory, tellProgress } from './ring.ts';
import type { SenderMessage } from './sender.ts';

/** While records come, look every 4 ms, a quarter of a frame. After 50 empty looks, look every 16 ms: nobody notices 60 wake-ups of some
 * 10 µs a second. */
const BUSY_MS = 4;
const QUIET_MS = 16;

/** The machine is first measured after this many looks, when the program has started, for which it may need all processors; then after
 * twice as many each time, up to LAST_MEASURED. The least time counts. */
const FIRST_MEASURED = 16;
const LAST_MEASURED = 1024;
let machineNs = 0;

function measure(): void {
  const isPowerOfTwo = (looks & (looks - 1)) === 0;
  if (looks < FIRST_MEASURED || looks > LAST_MEASURED || !isPowerOfTwo) return;
  const measuredNs = measureMachine();
  if (machineNs === 0 || measuredNs < machineNs) machineNs = measuredNs;
}

/** A thread's ring, and the workers that it has started, by the names of their starts. */
interface Writer {
  readonly ring: RingMemory;
  readonly port: MessagePort;
  /** Through which the thread that loads its modules sends records; null if there is no such thread. */
  records: MessagePort | null;
  readonly workers: Map<string, Writer>;
  readonly withheld: WithheldTeller;
  readonly tracing: TracingTeller;
}

const newWriter = (ring: RingMemory, port: MessagePort): Writer => ({
  ring,
  port,
  records: null,
  workers: new Map(),
  withheld: new WithheldTeller(ring),
  tracing: new TracingTeller(ring),
});

/** Sends what a thread and its workers have written; returns how many words that were. */
function sendAll(writer: Writer): number {
  for (const message of received<SenderMessage>(writer.port)) {
    if ('records' in message) writer.records = message.records;
    else if (message.ring === null) endWorker(writer, message.start);
    else writer.workers.set(message.start, newWriter(message.ring, message.port));
  }
  let sent = drain(writer.ring, writer.withheld.look());
  const tracing = writer.tracing.look(machineNs, writer.withheld.processorUs);
  if (tracing !== undefined) drain(writer.ring, tracing);
  if (writer.records !== null) {
    for (const records of received<Uint8Array>(writer.records)) sent += drain(writer.ring, records);
  }
  for (const worker of writer.workers.values()) sent += sendAll(worker);
  return sent;
}

function* received<Message>(port: MessagePort): Generator<Message> {
  for (let got = receiveMessageOnPort(port); got !== undefined; got = receiveMessageOnPort(port)) {
    yield got.message as Message;
  }
}

/** A worker is over. If it was terminated it could not write its `bye`, nor could the workers that it had started. */
function endWorker(starter: Writer, start: string): void {
  const worker = starter.workers.get(start);
  if (worker === undefined) return;
  const { ring, port, workers, withheld } = worker;
  withheld.close();
  sendAll(worker);
  for (const nested of [...workers.keys()]) endWorker(worker, nested);
  const isDone = Atomics.load(ring.control, Control.DONE) === 1;
  drain(
    ring,
    isDone || !hasBegun(ring) ? undefined : new RecordEncoder().record(RecordType.bye, 0, 0, 1).take(),
  );
  port.close();
  worker.records?.close();
  starter.workers.delete(start);
}

const ring = workerData as RingMemory;
const main = newWriter(ring, parentPort as MessagePort);
const { control } = ring;
tellProgress(control);
let quiet = 0;
let looks = 0;

for (;;) {
  const asked = Atomics.load(control, Control.ASKED);
  quiet = sendAll(main) > 0 ? 0 : quiet + 1;
  looks++;
  measure();
  giveBack();
  if (Atomics.load(control, Control.ANSWERED) !== asked) {
    Atomics.store(control, Control.ANSWERED, asked);
    Atomics.notify(control, Control.ANSWERED);
  }
  if (Atomics.load(control, Control.HEAD) === Atomics.load(control, Control.TAIL)) {
    Atomics.wait(control, Control.SLEEP, 0, quiet > 50 ? QUIET_MS : BUSY_MS);
  }
}
