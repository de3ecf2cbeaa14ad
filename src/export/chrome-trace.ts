// The Trace Event Format, which Perfetto and the Performance panel of Chrome DevTools open:
// https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU

import {
  type Model,
  type ReportLine,
  type ReportTask,
  reportConsole,
  reportTask,
  StretchKind,
  Timeline,
  waitView,
} from '../model/index.ts';

interface TraceEvent {
  readonly ph: 'X' | 'b' | 'e' | 'i' | 'M';
  readonly name: string;
  readonly cat?: string;
  /** Microseconds. */
  readonly ts?: number;
  readonly dur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly id?: string;
  /** The scope of an instant event: its thread. */
  readonly s?: 't';
  readonly args?: Readonly<Record<string, unknown>>;
}

const PID = 1;
const MICROSECONDS_A_MS = 1000;
/** A printed line is named by its first characters. */
const LONGEST_NAME = 80;

/**
 * Each task is an asynchronous slice with its waits nested in it. Each of its runs is a slice on the track of its thread, and each printed
 * line an instant there. One event per line.
 */
export function* chromeTrace(model: Model): Generator<string> {
  let separator = '{"displayTimeUnit":"ms","traceEvents":[\n';
  for (const event of events(model)) {
    yield separator + JSON.stringify(event);
    separator = ',\n';
  }
  yield '\n]}\n';
}

function* events(model: Model): Generator<TraceEvent> {
  const threads = new Set<number>();
  const timeline = new Timeline();
  yield named('process_name', 0, model.header?.program?.path ?? 'program');
  for (let task = 0; task < model.tables.tasks.length; task++) {
    const shown = reportTask(model, task);
    if (!threads.has(shown.thread)) {
      threads.add(shown.thread);
      yield named('thread_name', shown.thread, shown.thread === 0 ? 'main' : `thread ${shown.thread}`);
    }
    timeline.forget();
    yield* taskEvents(model, shown, timeline.update(model, task));
  }
  for (const line of reportConsole(model)) yield lineEvent(line);
}

/** The instant of a printed line. A line of unknown origin goes to the main thread. */
function lineEvent({ atMs, text, output, taskId, exact, thread }: ReportLine): TraceEvent {
  const name = text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME)}…` : text;
  const place = { ts: atMs * MICROSECONDS_A_MS, pid: PID, tid: thread ?? 0, s: 't' } as const;
  return { ph: 'i', name, cat: 'console', ...place, args: { id: taskId, output, exact, text } };
}

function* taskEvents(model: Model, task: ReportTask, timeline: Timeline): Generator<TraceEvent> {
  const { id, label, kind, outcome, file, line, error, thread, startMs } = task;
  const slice = { cat: 'task', id: `0x${id.toString(16)}`, pid: PID, tid: thread };
  const endNs = Math.min(timeline.endNs, model.endNs);
  yield {
    ph: 'b',
    name: label,
    ts: startMs * MICROSECONDS_A_MS,
    ...slice,
    args: { id, kind, outcome, file, line, ...(error && { error: `${error.name}: ${error.message}` }) },
  };
  for (let at = 0; at < timeline.length; at++) {
    const fromNs = timeline.fromNs[at]!;
    const toNs = at + 1 < timeline.length ? timeline.fromNs[at + 1]! : endNs;
    const [ts, end] = [fromNs / MICROSECONDS_A_MS, toNs / MICROSECONDS_A_MS];
    const state = timeline.kind[at];
    if (state === StretchKind.running) {
      yield { ph: 'X', name: label, cat: 'run', ts, dur: end - ts, pid: PID, tid: thread, args: { id } };
      continue;
    }
    const { on, place, expression } = waitView(model, timeline.run[at]!);
    const suspended = state === StretchKind.suspended;
    const name = suspended ? `suspended: ${on.label}` : 'ready';
    yield { ph: 'b', name, ts, ...slice, args: { line: place?.line ?? null, expression } };
    yield { ph: 'e', name, ts: end, ...slice };
  }
  yield { ph: 'e', name: label, ts: endNs / MICROSECONDS_A_MS, ...slice };
}

const named = (name: string, tid: number, value: string): TraceEvent => ({
  ph: 'M',
  name,
  pid: PID,
  tid,
  args: { name: value },
});
