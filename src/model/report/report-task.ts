import {
  AwaitedKind,
  type AwaitedKindName,
  type CombinatorName,
  type OutcomeName,
  type TaskKindName,
} from '../../protocol/events.ts';
import type { SpanKindName, SpanStatusName, TaskError } from '../../protocol/payloads.ts';
import type { SiteKind } from '../../protocol/sites.ts';
import { msOf } from '../../protocol/units.ts';
import { awaitedKind, awaitedName, combinationOf, timerMs } from '../details/awaited.ts';
import { definitionOf, kindOf, labelOf, nameOf, placeOf, siteRow, starterOf } from '../details/labels.ts';
import type { SpanAttributes, SpanLink } from '../details/span-view.ts';
import { endOf, outcomeOf, suspensionsOf, timesOf, waitEndNs } from '../details/states.ts';
import { waitSiteKind, wakerOf } from '../details/wait-view.ts';
import type { Model } from '../model.ts';
import { RunFlag } from '../tables/runs.ts';
import { spanOf } from '../tables/spans.ts';

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

/** The id that the report gives to a task; null for -1. */
export const idOf = (task: number): number | null => (task < 0 ? null : task + 1);

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
