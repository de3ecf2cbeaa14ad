// A session's worker: holds the model, takes the events as they come, and answers what the window asks.

import type { FromWorker, QueryName, ToWorker } from './contract.ts';
import { IngestQueue } from './ingest-queue.ts';
import { SessionModel } from './session-model.ts';

/** The window draws no faster. */
const FRAME_MS = 16;

const session = new SessionModel();
let statusTimer: ReturnType<typeof setTimeout> | undefined;
let saidAtMs = Number.NEGATIVE_INFINITY;

const send = (message: FromWorker, transfer: Transferable[] = []): void =>
  self.postMessage(message, { transfer });

function sayStatus(): void {
  statusTimer = undefined;
  saidAtMs = performance.now();
  send({ type: 'status', status: session.status(), ending: session.ending });
}

/** Something changed: the window hears of it, at most once a frame. */
function changed(): void {
  statusTimer ??= setTimeout(sayStatus, Math.max(0, saidAtMs + FRAME_MS - performance.now()));
}

function open(port: MessagePort): void {
  new IngestQueue(port, {
    header(startEpochMs) {
      session.model.setHeader({ startEpochMs });
      changed();
    },
    bytes(stream, bytes) {
      session.model.ingest(stream, bytes);
      changed();
    },
    progress: (done) => send({ type: 'progress', done }),
    end(cutOff, damage) {
      session.finish(cutOff, damage);
      clearTimeout(statusTimer);
      sayStatus();
    },
  });
}

function answer(call: number, name: QueryName, request: unknown): void {
  try {
    const value = session.queries[name](request as never);
    send({ type: 'answer', call, value }, transferable(value));
  } catch (error) {
    send({ type: 'failure', call, message: error instanceof Error ? error.message : String(error) });
  }
}

/** The memory of an answer's columns: handed over, not copied. */
function transferable(value: unknown): Transferable[] {
  const found = new Set<ArrayBuffer>();
  const search = (part: unknown, depth: number): void => {
    if (ArrayBuffer.isView(part)) found.add(part.buffer as ArrayBuffer);
    else if (typeof part === 'object' && part !== null && !Array.isArray(part) && depth < 3) {
      for (const inner of Object.values(part)) search(inner, depth + 1);
    }
  };
  search(value, 0);
  return [...found];
}

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'open') open(data.port);
  else answer(data.call, data.name, data.request);
};
