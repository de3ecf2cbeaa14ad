// A session's worker: it holds the model, takes the events as they come, and answers the window's questions.

import { isWork } from '../../model/work.ts';
import type { FromWorker, QueryName, ToWorker } from './contract.ts';
import { IngestQueue } from './ingest-queue.ts';
import { SessionModel } from './session-model.ts';
import { WorkQueue } from './work-queue.ts';

/** The window draws no more often than this. */
const FRAME_MS = 16;
/**
 * Answers to a key press or a pointer move go first, and so does the number of tasks that pass the filter, which pictures also need
 * before anything else. They wait for nothing that takes long. What nobody may be looking at goes last.
 */
const RANKS: Partial<Record<QueryName, number>> = {
  passing: 0,
  neighbour: 0,
  rowAbove: 0,
  reveal: 0,
  collapsed: 0,
  extent: 0,
  details: 0,
  runFrom: 0,
  stepFrom: 0,
  picture: 1,
  pointed: 1,
  pointedFold: 1,
  moment: 1,
  countersAt: 1,
  insights: 3,
  summary: 3,
};
const USUAL_RANK = 2;
/**
 * How often the window is told of changes while a recording is read: each time takes some 50 ms away from reading one of a million tasks.
 */
const READING_MS = 200;

const session = new SessionModel();
const works = new WorkQueue();
let statusTimer: ReturnType<typeof setTimeout> | undefined;
let statusDueMs = Number.POSITIVE_INFINITY;
let saidAtMs = Number.NEGATIVE_INFINITY;
let leastPauseMs = FRAME_MS;

const send = (message: FromWorker, transfer: Transferable[] = []): void =>
  self.postMessage(message, { transfer });

function sayStatus(): void {
  clearTimeout(statusTimer);
  statusDueMs = Number.POSITIVE_INFINITY;
  saidAtMs = performance.now();
  session.keepUp();
  send({ type: 'status', status: session.status(), ending: session.ending });
  const { behindMs } = session;
  if (behindMs !== null) changed(behindMs);
}

/** Something has changed, or will in a moment: the window is told, at most once per frame. */
function changed(inMs = 0): void {
  const nowMs = performance.now();
  const dueMs = Math.max(nowMs + inMs, saidAtMs + leastPauseMs);
  if (dueMs >= statusDueMs) return;
  clearTimeout(statusTimer);
  statusDueMs = dueMs;
  statusTimer = setTimeout(sayStatus, dueMs - nowMs);
}

function open(port: MessagePort): void {
  new IngestQueue(port, {
    header(zero, fromBytes) {
      session.begin(zero, fromBytes);
      changed();
    },
    bytes(stream, bytes) {
      session.ingest(stream, bytes);
      changed();
    },
    progress(done) {
      session.isLive = done === 1;
      leastPauseMs = done < 1 ? READING_MS : FRAME_MS;
      send({ type: 'progress', done });
    },
    full() {
      session.stopShowing();
      sayStatus();
    },
    end(ending) {
      leastPauseMs = FRAME_MS;
      session.finish(ending);
      sayStatus();
    },
  });
}

function answer(call: number, name: QueryName, request: unknown): void {
  const done = (value: unknown): void => send({ type: 'answer', call, value }, transferable(value));
  const failed = (error: unknown): void =>
    send({ type: 'failure', call, message: error instanceof Error ? error.message : String(error) });
  try {
    const value: unknown = session.queries[name](request as never);
    if (isWork(value)) works.add({ work: value, rank: RANKS[name] ?? USUAL_RANK, done, failed });
    else done(value);
  } catch (error) {
    failed(error);
  }
}

/** The memory of an answer's columns, which is transferred instead of copied. */
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
