import type { ThreadKind } from '../../protocol/payloads.ts';
import { MAIN_STREAM } from '../../protocol/recording.ts';
import { msOf, type TaskIndex } from '../../protocol/units.ts';
import { threadLabel } from '../details/labels.ts';
import { type Insight, insightsOf } from '../insights/index.ts';
import type { Model } from '../model.ts';
import { loopTotals, type ReportLoop } from '../totals/loop-totals.ts';
import { type ReportLine, reportConsole } from './report-console.ts';
import { type ReportPath, type ReportPathStep, reportPath } from './report-path.ts';
import { type ReportPool, reportPool } from './report-pool.ts';
import { idOf, type ReportTask, reportTask } from './report-task.ts';

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
    insights: insightsOf(model, { listed: Number.POSITIVE_INFINITY }).found.map((insight) =>
      reportInsight(model, insight),
    ),
    criticalPath: path,
    criticalPathSteps: steps,
  };
}

function reportInsight(model: Model, insight: Insight): ReportInsight {
  const { id, severity, message, file, line, tasks, costMs } = insight;
  const thread = model.tables.threads.ofStream(model.tables.tasks.stream.get(tasks[0] ?? -1) ?? MAIN_STREAM);
  return { id, severity, message, file, line, taskIds: tasks.map((task) => task + 1), costMs, thread };
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
