// The thread that sends what rings hold, as the threads of the program see it: one for the whole process, so that what a
// worker wrote is sent whatever becomes of the worker.

import { createHook } from 'node:async_hooks';
import { join } from 'node:path';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { type Internals, withoutWarnings } from '../runtime/internals.ts';
import { Control, type RingMemory } from './ring.ts';

/** What it can be told through a port. */
export type SenderMessage =
  | { readonly start: string; readonly ring: RingMemory; readonly port: MessagePort }
  | { readonly start: string; readonly ring: null }
  /** Whole records will come through it, to be sent along with those of the thread whose port this is. */
  | { readonly records: MessagePort };

export interface Sender {
  postMessage(message: SenderMessage, transfer?: readonly MessagePort[]): void;
}

/** Starts it with the ring of the process's main thread. Null where the permissions that the process was given allow no threads. */
export function startSender(ring: RingMemory, node: Internals | null): Worker | null {
  const ports: object[] = [];
  const hooks = {
    init: (_id: number, type: string, _trigger: number, resource: object) =>
      void (type === 'MESSAGEPORT' && ports.push(resource)),
    // Newer Nodes would put hooks on V8, and take them off again after the program has begun.
    trackPromises: false,
  };
  const hook = createHook(hooks).enable();
  let sender: Worker;
  try {
    sender = makeSender(ring);
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_ACCESS_DENIED') return null;
    throw error;
  } finally {
    hook.disable();
  }
  sender.unref();
  if (node !== null) silence(sender, ports, node);
  // The Worker has left a tick to be run, and a program that starts with ticks waiting runs its first jobs elsewhere.
  withoutWarnings(() => (process as unknown as { _tickCallback(): void })._tickCallback());
  return sender;
}

/**
 * Nothing of it is to call back, which the program's hooks would hear of: it says that it is up, and ports that have gone to it say
 * that they are closed here. `made`: its ports, of which it keeps two.
 */
function silence(sender: Worker, made: readonly object[], node: Internals): void {
  const { stopMessagePort } = node.internalBinding<{ stopMessagePort(port: object): void }>('messaging');
  const fields = Object.getOwnPropertySymbols(sender) as unknown as (keyof Worker)[];
  const kept = fields.map((key) => sender[key] as unknown);
  for (const port of made) {
    if (kept.includes(port)) stopMessagePort(port);
    else Object.setPrototypeOf(port, { __proto__: null, close: () => {} });
  }
}

function makeSender(ring: RingMemory): Worker {
  return new Worker(join(__dirname, 'flusher.cjs'), {
    workerData: ring,
    // Not ours a second time, and nothing the user asked of their own threads.
    execArgv: [],
    env: {},
    name: 'loopscope',
    // Otherwise the process's own are opened, to be written to.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1, stackSizeMb: 1 },
  });
}

/** Hands over a worker's ring, and the port that the worker will hand over those of its own workers through. */
export function sendRing(sender: Sender, start: string, ring: RingMemory, port: MessagePort): void {
  sender.postMessage({ start, ring, port }, [port]);
}

/** Hands over a port for what a thread that loads modules will tell; returns its other end. */
export function openRecordsPort(sender: Sender): MessagePort {
  const { port1, port2 } = new MessageChannel();
  sender.postMessage({ records: port1 }, [port1]);
  return port2;
}

/** The worker is over: what its ring holds is the last. */
export function stopSending(sender: Sender, start: string): void {
  sender.postMessage({ start, ring: null });
}

/** For how long the end of a process waits while nothing can be written of what its workers have: a reader on a busy machine may stand
 * still for that long. Where nobody reads any more it is over at once; only a sending thread that is gone is waited for in vain. */
const PATIENCE_MS = 5000;

/** Taken before the program can replace it. Not of `node:perf_hooks`, which nothing may load before collections.ts. */
const { bigint: clock } = process.hrtime;
const nowMs = (): number => Number(clock()) / 1e6;

/** Waits until what the rings of all workers hold is sent. `ring`: the one of the process's main thread. */
export function settleSender({ control }: RingMemory): void {
  const asked = Atomics.add(control, Control.ASKED, 1) + 1;
  Atomics.notify(control, Control.SLEEP);
  let progress = -1;
  let until = 0;
  for (;;) {
    const answered = Atomics.load(control, Control.ANSWERED);
    if (answered >= asked) return;
    const before = progress;
    progress = Atomics.load(control, Control.PROGRESS);
    if (progress !== before) until = nowMs() + PATIENCE_MS;
    const left = until - nowMs();
    if (left <= 0) return;
    Atomics.wait(control, Control.ANSWERED, answered, left);
  }
}
