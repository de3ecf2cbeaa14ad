// The sending thread, as the threads of the program see it. There is one for the whole process, so that what a worker wrote is sent
// whatever becomes of the worker.

import { createHook } from 'node:async_hooks';
import { join } from 'node:path';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { Internals } from '../runtime/internals.ts';
import { Control, type RingMemory } from './ring.ts';

/** What the sending thread can be told through a port. */
export type SenderMessage =
  | { readonly start: string; readonly ring: RingMemory; readonly port: MessagePort }
  | { readonly start: string; readonly ring: null }
  /** Whole records will come through this port, to be sent along with those of the thread that hands it over. */
  | { readonly records: MessagePort };

export interface Sender {
  postMessage(message: SenderMessage, transfer?: readonly MessagePort[]): void;
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

/**
 * Whether the program's start has left what the sending thread needs (`--require`, `--no-harmony-atomics`). On Node 20 and 22 no worker starts where it
 * has removed `SharedArrayBuffer`.
 */
export const hasMemory = (): boolean =>
  globalThis.Atomics !== undefined && (globalThis.SharedArrayBuffer !== undefined || major >= 24);

/** Starts the sending thread with the ring of the process's main thread. Null if there can be no threads: permissions or the folder are missing. */
export function startSender(ring: RingMemory, node: Internals | null): Worker | null {
  if (!isFolderThere(node)) return null;
  const ports: object[] = [];
  const hooks = {
    init: (_id: number, type: string, _trigger: number, resource: object) =>
      void (type === 'MESSAGEPORT' && ports.push(resource)),
    // Otherwise newer Nodes would set hooks in V8, and remove them only after the program has begun.
    trackPromises: false,
  };
  const hook = createHook(hooks).enable();
  const tickAsBefore = withoutTicks();
  let sender: Worker;
  try {
    sender = makeSender(ring);
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_ACCESS_DENIED') return null;
    throw error;
  } finally {
    tickAsBefore();
    hook.disable();
  }
  sender.unref();
  if (node !== null) silence(sender, ports, node);
  return sender;
}

/**
 * In a folder that was removed a thread ends with an error as it starts, and so would the program. `process.cwd` would keep the answer, and the
 * program would be given it later.
 */
function isFolderThere(node: Internals | null): boolean {
  try {
    node?.internalBinding<{ cwd(): string }>('process_methods').cwd();
    return true;
  } catch {
    return false;
  }
}

/**
 * Making a Worker queues a tick, in which the process emits `worker`: nobody can listen yet. If a tick waited as the program starts, its first jobs
 * would run elsewhere, which their stacks show. And to run it here would run the jobs that Node's own start has queued, too early. So it is
 * not queued. The returned function ends that.
 */
function withoutTicks(): () => void {
  const { nextTick } = process;
  process.nextTick = () => {};
  return () => {
    process.nextTick = nextTick;
  };
}

/**
 * Keeps the sending thread from calling back, which the program's hooks would see: it would say that it is up, and ports that were handed
 * to it would say that they are closed here. `made`: all ports that were made for it; it keeps two of them.
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

/** Otherwise a report of the process has the environment within that of this thread, also where the program wants it left out. */
const EXEC_ARGV = major >= 24 || (major === 22 && minor >= 13) ? ['--report-exclude-env'] : [];

function makeSender(ring: RingMemory): Worker {
  return new Worker(join(__dirname, 'flusher.cjs'), {
    workerData: ring,
    // Neither the tracer once more, nor any options that the user gave for their own threads.
    execArgv: EXEC_ARGV,
    env: {},
    name: 'loopscope',
    // Otherwise starting it opens the process's own stdout and stderr.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1, stackSizeMb: 1 },
  });
}

/** Hands over a worker's ring, and the port through which the worker will hand over those of its own workers. */
export function sendRing(sender: Sender, start: string, ring: RingMemory, port: MessagePort): void {
  sender.postMessage({ start, ring, port }, [port]);
}

/** Hands over a port for the records of a thread that loads modules; returns the port's other end. */
export function openRecordsPort(sender: Sender): MessagePort {
  const { port1, port2 } = new MessageChannel();
  sender.postMessage({ records: port1 }, [port1]);
  return port2;
}

/** The worker is over, and nothing more will be written into its ring. */
export function stopSending(sender: Sender, start: string): void {
  sender.postMessage({ start, ring: null });
}

/** For how long the end of a process waits while none of its workers' records can be written: on a busy machine the reader may stand still
 * for that long. If nobody reads any more, the wait is over at once. Only if the sending thread is gone is all of it in vain. */
const PATIENCE_MS = 5000;

/** Taken before the program can replace it. Not `performance.now`, as nothing may load `node:perf_hooks` before collections.ts. */
const { bigint: clock } = process.hrtime;
const nowMs = (): number => Number(clock()) / 1e6;

/** Waits until everything in the rings of all workers is sent. The ring is that of the process's main thread. */
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
