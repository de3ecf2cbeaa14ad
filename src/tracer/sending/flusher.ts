// A thread of its own sends the records: the program's threads never wait for a system call, and what they did last is
// on its way even when they never return to the event loop, or are killed.

import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { RecordEncoder } from '../../protocol/codec.ts';
import { RecordType } from '../../protocol/events.ts';
import { measureMachine } from '../cost/machine.ts';
import { TracingTeller } from '../cost/others.ts';
import { WithheldTeller } from '../withheld/others.ts';
import { giveBack } from './give-back.ts';
import { Control, drain, type RingMemory, tellProgress } from './ring.ts';
import type { SenderMessage } from './sender.ts';

/** While records come, look every 4 ms (a quarter of a frame); after 50 empty looks every 16 ms: 60 wake-ups of
 * some 10 µs a second are not to be noticed. */
const BUSY_MS = 4;
const QUIET_MS = 16;

/** The first measures at this many looks, when the program has started, which it may want all processors for; the others at twice
 * as many each, as long as there are no more than that. The least counts. */
const FIRST_MEASURED = 16;
const LAST_MEASURED = 1024;
let machineNs = 0;

function measure(): void {
  const isPowerOfTwo = (looks & (looks - 1)) === 0;
  if (looks < FIRST_MEASURED || looks > LAST_MEASURED || !isPowerOfTwo) return;
  const measuredNs = measureMachine();
  if (machineNs === 0 || measuredNs < machineNs) machineNs = measuredNs;
}

/** A thread's ring, and those of the workers it has started, by what their starts are called. */
interface Writer {
  readonly ring: RingMemory;
  readonly port: MessagePort;
  /** Through which the thread that loads its modules tells what it has to; null where there is none. */
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

/** A worker that was terminated could not say so itself, and neither could those it had started. */
function endWorker(starter: Writer, start: string): void {
  const worker = starter.workers.get(start);
  if (worker === undefined) return;
  const { ring, port, workers, withheld } = worker;
  withheld.close();
  sendAll(worker);
  for (const nested of [...workers.keys()]) endWorker(worker, nested);
  const isDone = Atomics.load(ring.control, Control.DONE) === 1;
  drain(ring, isDone ? undefined : new RecordEncoder().record(RecordType.bye, 0, 0, 1).take());
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
