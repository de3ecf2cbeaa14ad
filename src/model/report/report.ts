import {
  AwaitedKind,
  type AwaitedKindName,
  type CombinatorName,
  type OutcomeName,
  type TaskKindName,
} from '../../protocol/events.ts';
import type { SpanKindName, SpanStatusName, TaskError, ThreadKind } from '../../protocol/payloads.ts';
import type { SiteKind } from '../../protocol/sites.ts';
import { msOf, type TaskIndex } from '../../protocol/units.ts';
import { awaitedKind, awaitedName, combinationOf, timerMs } from '../details/awaited.ts';
import {
  definitionOf,
  kindOf,
  labelOf,
  nameOf,
  placeOf,
  siteRow,
  starterOf,
  threadLabel,
} from '../details/labels.ts';
import type { SpanAttributes, SpanLink } from '../details/span-view.ts';
import { endOf, outcomeOf, suspensionsOf, timesOf, waitEndNs } from '../details/states.ts';
import { waitSiteKind, wakerOf } from '../details/wait-view.ts';
import { MAIN_STREAM } from '../events/tracer-stream.ts';
import { type Insight, insightsOf } from '../insights/index.ts';
import type { Model } from '../model.ts';
import { RunFlag } from '../tables/runs.ts';
import { spanOf } from '../tables/spans.ts';
import { loopTotals, type ReportLoop } from '../totals/loop-totals.ts';
import { type ReportLine, reportConsole } from './report-console.ts';
import { type ReportPath, type ReportPathStep, reportPath } from './report-path.ts';
import { type ReportPool, reportPool } from './report-pool.ts';

/** Format `loopscope-report/1`: fields may be added but never changed. Times are milliseconds from the program's start. */
export interface Report {
  readonly format: 'loopscope-report/1';
  readonly program: ReportProgram;
  readonly capture: ReportCapture;
  readonly tasks: readonly ReportTask[];
  /** The main thread's loop; those of other threads are in `threads`. */
  readonly loop: ReportLoop;
  /** The work that the runtime's thread pool did for the main thread. */
  readonly threadPool: ReportPool;
  readonly threads: readonly ReportThread[];
  readonly console: readonly ReportLine[];
  readonly insights: readonly ReportInsight[];
  readonly criticalPath: ReportPath;
  readonly criticalPathSteps: readonly ReportPathStep[];
}

export interface ReportRequest {
  /** The task whose critical path to report; null for the whole program's. */
  readonly pathOf: TaskIndex | null;
}

interface ReportProgram {
  readonly path: string | null;
  readonly args: readonly string[];
  readonly runtime: string | null;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly durationMs: number;
  readonly complete: boolean;
}

interface ReportCapture {
  readonly events: number;
  readonly dropped: number;
  readonly bytes: number;
  /** How many gaps there are with an unknown number of missing events. */
  readonly unknownGaps: number;
  /** How many events were impossible in their task's state. */
  readonly illegal: number;
  /** For how long the main thread was blocked because its events could not be sent; null if unknown. */
  readonly waitedMs: number | null;
  /** What could not be read, in words. */
  readonly damage: readonly string[];
  readonly notices: readonly string[];
}

export interface ReportTask {
  /** 1, 2, 3 … in order of arrival. */
  readonly id: number;
  readonly parentId: number | null;
  readonly kind: TaskKindName;
  readonly name: string;
  readonly label: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly startMs: number;
  /** Null if the task had not ended when the program did; its times then count up to the program's end. */
  readonly endMs: number | null;
  readonly outcome: OutcomeName;
  /** Includes the time of the tasks that it called; `selfMs` does not. */
  readonly runningMs: number;
  readonly readyMs: number;
  readonly suspendedMs: number;
  /** How many waits it has, without yields. */
  readonly suspensions: number;
  readonly waits: readonly ReportWait[];
  readonly selfMs: number;
  readonly runs: number;
  readonly yields: number;
  readonly error: TaskError | null;
  /** What a span carried when it ended; null for other tasks. */
  readonly span: ReportSpan | null;
  /** The index of the thread in which it ran; 0 is the main thread. */
  readonly thread: number;
  /** The task that sent the message with which it began, from another thread. */
  readonly messageFromId: number | null;
}

/** What the program said about a span through OpenTelemetry, with at most the first 128 attributes, events and links. */
interface ReportSpan {
  /** The times that the program stated for its begin and end. (The task's own times are when it made those calls.) */
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly traceId: string | null;
  readonly spanId: string | null;
  /** What it stands for: work within the program (`internal`), or one side of a request or a message. */
  readonly kind: SpanKindName;
  /** The parent span that the program gave it, perhaps a span of another process. */
  readonly parentSpanId: string | null;
  readonly status: SpanStatusName;
  readonly statusMessage: string;
  readonly attributes: SpanAttributes;
  readonly events: readonly {
    readonly name: string;
    readonly timeMs: number | null;
    readonly attributes: SpanAttributes;
  }[];
  readonly links: readonly SpanLink[];
}

/** The program's main thread, a worker, or a process that the program started. */
interface ReportThread {
  readonly id: number;
  readonly kind: ThreadKind;
  readonly name: string;
  readonly label: string;
  /** Its role, if that says more than its kind: `cluster worker`. */
  readonly role: string | null;
  /** A process's command, with only those arguments that cannot be secrets: `git log --oneline …`. */
  readonly command: string | null;
  readonly pid: number | null;
  /** The task that started it. */
  readonly startedById: number | null;
  readonly startMs: number;
  /** Null while it is not known to be over. */
  readonly endMs: number | null;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** False for a process that is not Node, or could not be traced. Nothing else is known about it. */
  readonly traced: boolean;
  readonly tasks: number;
  /** Its event loop; null if it is not traced. */
  readonly loop: ReportLoop | null;
}

export interface ReportWait {
  readonly line: number | null;
  readonly column: number | null;
  readonly on: ReportAwaited;
  readonly startMs: number;
  readonly suspendedMs: number;
  readonly readyMs: number;
  /** Null while what it waits for has not happened. */
  readonly readyExact: boolean | null;
  /** The kind of the site: `await`, `for-await` or `return`. */
  readonly at: SiteKind;
  /** The awaited expression's text, shortened. */
  readonly expression: string | null;
  /** A timer's delay. */
  readonly delayMs: number | null;
  /** The task that was running when the awaited thing happened. */
  readonly wokenById: number | null;
}

interface ReportAwaited {
  readonly kind: AwaitedKindName;
  readonly taskId: number | null;
  /** Its name: `readFile data.json`, `GET localhost:8080/price`. */
  readonly name: string | null;
  /** Which combinator it is: `Promise.all` or one like it. */
  readonly combinator: CombinatorName | null;
  /** The combined promises, at most the first 100 of `memberCount`. */
  readonly members: readonly ReportMember[];
  readonly memberCount: number;
  /** Which member settled the whole, as an index into `members`. */
  readonly decidedBy: number | null;
}

interface ReportMember {
  readonly kind: AwaitedKindName;
  readonly taskId: number | null;
  readonly delayMs: number | null;
  readonly name: string | null;
}

interface ReportInsight {
  readonly id: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly taskIds: readonly number[];
  readonly costMs: number | null;
  /** The index of the thread of its first task; 0 is the main thread. */
  readonly thread: number;
}

/** Everything that the model knows about a recording, as plain JSON for programs. */
export function report(model: Model, { pathOf }: ReportRequest = { pathOf: null }): Report {
  const { tables } = model;
  const { path, steps } = reportPath(model, pathOf);
  const program = model.header?.program;
  return {
    format: 'loopscope-report/1',
    program: {
      path: program?.path ?? null,
      args: program?.args ?? [],
      runtime: model.runtime === '' ? null : model.runtime,
      exitCode: model.exitCode,
      signal: model.signal,
      durationMs: msOf(model.endNs),
      complete: model.complete,
    },
    capture: {
      events: tables.events,
      dropped: tables.dropped,
      bytes: model.bytes,
      unknownGaps: tables.unknownGaps,
      illegal: tables.illegal,
      waitedMs: model.main.waitedNs === null ? null : msOf(model.main.waitedNs),
      damage: model.damage,
      notices: tables.notices.all,
    },
    tasks: Array.from({ length: tables.tasks.length }, (_, task) => reportTask(model, task)),
    loop: loopTotals(model, MAIN_STREAM),
    threadPool: reportPool(model),
    threads: tables.threads.all.map((_, index) => reportThread(model, index)),
    console: reportConsole(model),
    insights: insightsOf(model).found.map((insight) => reportInsight(model, insight)),
    criticalPath: path,
    criticalPathSteps: steps,
  };
}

function reportInsight(model: Model, insight: Insight): ReportInsight {
  const { id, severity, message, file, line, tasks, costMs } = insight;
  const thread = model.tables.threads.ofStream(model.tables.tasks.stream.get(tasks[0] ?? -1) ?? MAIN_STREAM);
  return { id, severity, message, file, line, taskIds: tasks.map((task) => task + 1), costMs, thread };
}

const idOf = (task: number): number | null => (task < 0 ? null : task + 1);

/** One task and its waits. */
export function reportTask(model: Model, task: number): ReportTask {
  const { tables } = model;
  const { tasks, errors } = tables;
  const place = placeOf(model, definitionOf(model, task));
  const endNs = endOf(model, task);
  const { runningNs, readyNs, suspendedNs } = timesOf(model, task);
  return {
    id: task + 1,
    parentId: idOf(starterOf(model, task)),
    kind: kindOf(model, task),
    name: nameOf(model, task),
    label: labelOf(model, task),
    file: place?.file ?? null,
    line: place?.line ?? null,
    column: place?.column ?? null,
    startMs: msOf(tasks.startNs.get(task)),
    endMs: endNs === null ? null : msOf(endNs),
    outcome: outcomeOf(model, task),
    runningMs: msOf(runningNs),
    readyMs: msOf(readyNs),
    suspendedMs: msOf(suspendedNs),
    suspensions: suspensionsOf(model, task) - tasks.yieldCount.get(task),
    waits: reportWaits(model, task),
    selfMs: msOf(tasks.selfNs.get(task)),
    runs: tasks.runCount.get(task),
    yields: tasks.yieldCount.get(task),
    error: errors.get(task) ?? null,
    span: reportSpan(model, task),
    thread: tables.threads.ofStream(tasks.stream.get(task)),
    messageFromId: idOf(tables.messages.thatBegan(tasks.firstRun.get(task))?.task ?? -1),
  };
}

function reportSpan(model: Model, task: number): ReportSpan | null {
  const span = spanOf(model, task);
  if (span === null) return null;
  const { startedAtNs, endedAtNs, context, kind, parent, status, message, attributes, events, links } = span;
  return {
    startMs: startedAtNs === null ? null : msOf(startedAtNs),
    endMs: endedAtNs === null ? null : msOf(endedAtNs),
    traceId: context?.traceId ?? null,
    spanId: context?.spanId ?? null,
    kind,
    parentSpanId: parent?.spanId ?? null,
    status,
    statusMessage: message,
    attributes,
    events: events.map(({ name, atNs, attributes }) => ({
      name,
      timeMs: atNs === null ? null : msOf(atNs),
      attributes,
    })),
    links,
  };
}

function reportWaits(model: Model, task: number): ReportWait[] {
  const { tasks, runs } = model.tables;
  const waits: ReportWait[] = [];
  for (let run = tasks.firstRun.get(task); run >= 0; run = runs.next.get(run)) {
    const flags = runs.flags.get(run);
    if ((flags & RunFlag.wait) !== 0 && (flags & RunFlag.yield) === 0) waits.push(reportWait(model, run));
  }
  return waits;
}

function reportWait(model: Model, run: number): ReportWait {
  const { runs, sites } = model.tables;
  const site = siteRow(model, runs.task.get(run), runs.site.get(run));
  const place = placeOf(model, site);
  const startNs = runs.toNs.get(run);
  const readyNs = runs.readyNs.get(run);
  const untilNs = Math.min(waitEndNs(model, run), model.endNs);
  return {
    line: place?.line ?? null,
    column: place?.column ?? null,
    on: awaited(model, run),
    startMs: msOf(startNs),
    suspendedMs: msOf(Math.max(0, Math.min(readyNs, untilNs) - startNs)),
    readyMs: msOf(Math.max(0, untilNs - readyNs)),
    readyExact:
      readyNs === Number.POSITIVE_INFINITY ? null : (runs.flags.get(run) & RunFlag.readyExact) !== 0,
    at: waitSiteKind(model, run),
    expression: site < 0 ? null : sites.names[site]!,
    delayMs: timerMs(model, run),
    wokenById: idOf(wakerOf(model, run)),
  };
}

function reportThread(model: Model, id: number): ReportThread {
  const thread = model.tables.threads.all[id]!;
  const { kind, name, role, command, pid, starter, startNs, endNs, exitCode, signal } = thread;
  const traced = thread.stream >= 0;
  return {
    id,
    kind,
    name,
    label: threadLabel(thread),
    role: role === '' ? null : role,
    command: command === '' ? null : command,
    pid,
    startedById: idOf(starter),
    startMs: msOf(startNs),
    endMs: endNs === Number.POSITIVE_INFINITY ? null : msOf(endNs),
    exitCode,
    signal,
    traced,
    tasks: traced ? model.stream(thread.stream).events.count : 0,
    loop: traced ? loopTotals(model, thread.stream) : null,
  };
}

function awaited(model: Model, run: number): ReportAwaited {
  const { runs } = model.tables;
  const combination = combinationOf(model, run);
  return {
    kind: awaitedKind(model, run),
    taskId: runs.awaited.get(run) === AwaitedKind.task ? idOf(runs.reference.get(run)) : null,
    name: awaitedName(model, run),
    combinator: combination?.how ?? null,
    members: (combination?.members ?? []).map(({ kind, task, delayMs, name }) => ({
      kind,
      taskId: task === null ? null : idOf(task),
      delayMs,
      name,
    })),
    memberCount: combination?.count ?? 0,
    decidedBy: combination?.decidedBy ?? null,
  };
}
