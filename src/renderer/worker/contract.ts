// All messages between the window and a session's worker. The window asks and the worker answers; on its own the worker says only that
// something has changed.

import type { ChainEnd, ChainRequest, ChainStep } from '../../model/cause/chain.ts';
import type { PathPiece, PathView } from '../../model/cause/path-view.ts';
import type { RunSummary } from '../../model/compare/run-summary.ts';
import type { StackFrame } from '../../model/details/async-stack.ts';
import type { Durations } from '../../model/details/durations.ts';
import type { FoldDetails } from '../../model/details/folds/fold-details-types.ts';
import type { ThreadDetails } from '../../model/details/threads/thread-details.ts';
import type { ThreadView } from '../../model/details/threads/thread-view-types.ts';
import type { Insights } from '../../model/insights/types.ts';
import type { Happening, Question } from '../../model/moment/happenings.ts';
import type { LoopMoment, StepTo, StepView } from '../../model/moment/moment-types.ts';
import type { RowArrangement } from '../../model/rows/row-arrangement.ts';
import type { FoundLines } from '../../model/tables/console/line-search.ts';
import type { RangeTotals } from '../../model/totals/range-totals.ts';
import type { LineTotals } from '../../model/totals/source-totals.ts';
import type { TaskSort } from '../../model/totals/table.ts';
import type {
  ConsoleLine,
  Counters,
  LoopPoint,
  Overview,
  Picture,
  PictureRequest,
  PlaceView,
  SessionStatus,
  TaskDetails,
  TaskRow,
  TaskWait,
} from '../../model/view-types.ts';
import type { Work } from '../../model/work.ts';
import type { OutcomeName } from '../../protocol/events.ts';
import type { InsightSettings } from '../../protocol/insights.ts';
import type { TaskIndex, ThreadIndex } from '../../protocol/units.ts';

/** A stretch of a picture that is wide enough for words about what is awaited: its index in the columns, and the words. */
export interface StretchLabels {
  readonly index: Int32Array;
  readonly text: readonly string[];
}

export interface LabelledPicture {
  readonly picture: Picture;
  /** The critical path, in this picture's rows. */
  readonly path: readonly PathPiece[];
  readonly labels: StretchLabels;
  /** Changes with the rows' order and number: two pictures with the same version have the same rows. */
  readonly rowsVersion: number;
}

/** What the pointer is at: a task's run or wait at that moment. */
export interface Pointed {
  readonly task: TaskIndex;
  readonly label: string;
  readonly state: 'running' | 'ready' | 'suspended' | 'over';
  readonly fromNs: number;
  /** Null while it goes on. */
  readonly toNs: number | null;
  /** Where in the source it was: at an await, or in the function defined there. */
  readonly place: PlaceView | null;
  /** The wait, when it is suspended or ready. */
  readonly wait: TaskWait | null;
  /** The first lines that it wrote to the console in that time, and how many there are in total; null if there are none. */
  readonly written: { readonly lines: readonly ConsoleLine[]; readonly count: number } | null;
}

/** A fold at a moment, including what it hides when it is closed; `size` does not include that. */
export interface PointedFold {
  readonly label: string;
  readonly place: PlaceView | null;
  readonly size: number;
  readonly running: number;
  readonly ready: number;
  readonly suspended: number;
  /** How many had begun by then, and how many were over. */
  readonly begun: number;
  readonly over: number;
}

/** How many tasks were in each state at a moment, and in one thread's loop what ran and what was queued. */
export interface Moment {
  readonly counters: Counters;
  readonly loop: LoopMoment;
}

/** The tasks around a task: other calls of its function, and those that await it. */
export interface TaskContext {
  readonly durations: Durations;
  readonly stack: readonly StackFrame[];
}

export interface Page<T> {
  readonly total: number;
  readonly from: number;
  readonly items: readonly T[];
}

/** A page of what belongs to a task: `from` to `to` (exclusive). */
export interface TaskPart {
  readonly task: TaskIndex;
  readonly from: number;
  readonly to: number;
}

export interface Queries {
  /** What a comparison needs to know about the whole recording; `program` is from its header. */
  summary(request: {
    readonly settings: InsightSettings;
    readonly program: { readonly path: string; readonly args: readonly string[] };
  }): RunSummary;
  /** The insights; while the program runs, perhaps as of a moment ago. */
  insights(request: InsightSettings): Insights;
  /** The first task with this name, as a person would write it: its name, its label, or its label with fewer arguments. */
  taskCalled(request: { readonly text: string }): TaskIndex | null;
  /** When each of the happenings took place, or how long it took, in the order given. */
  happenings(request: Question): readonly Happening[];
  picture(request: PictureRequest): LabelledPicture;
  overview(request: { readonly bins: number }): Overview;
  details(request: { readonly task: TaskIndex }): TaskDetails | null;
  /** What a row of many tasks stands for; null where there is no such row. */
  foldDetails(request: { readonly id: number }): FoldDetails | null;
  /** One step along the chain of cause. */
  chain(request: ChainRequest): ChainStep | ChainEnd | null;
  threadDetails(request: { readonly thread: ThreadIndex }): ThreadDetails | null;
  /** How long calls of the same function took, and who awaits the task; while the program runs, perhaps as of a moment ago. */
  taskContext(request: { readonly task: TaskIndex }): TaskContext | null;
  /** The critical path of a task, or of the program; while it runs, perhaps as of a moment ago. */
  criticalPath(request: { readonly task: TaskIndex | null }): PathView | null;
  /** What the lines of a file cost; while the program runs, perhaps as of a moment ago. */
  sourceTotals(request: { readonly file: string }): readonly LineTotals[];
  /** A task's waits in order. */
  waits(request: TaskPart): Page<TaskWait>;
  /** What a task wrote to the console, in order. */
  written(request: TaskPart): Page<ConsoleLine>;
  /** Whom a task started, in order of start. */
  children(request: TaskPart): Page<TaskRow>;
  pointed(request: { readonly task: TaskIndex; readonly atNs: number }): Pointed | null;
  /** What a thread's loop did between two moments; null for a thread without a loop. */
  pointedLoop(request: {
    readonly thread: ThreadIndex;
    readonly fromNs: number;
    readonly toNs: number;
  }): LoopPoint | null;
  consoleLines(request: { readonly from: number; readonly to: number }): Page<ConsoleLine>;
  /** The lines in which a text stands; see `ConsoleLines.find`. With the step 0, while the program runs, perhaps as of a moment ago. */
  findLine(request: { readonly text: string; readonly from: number; readonly step: -1 | 0 | 1 }): FoundLines;
  /** All tasks that pass the filter. */
  taskRows(request: { readonly from: number; readonly to: number; readonly sort: TaskSort }): Page<TaskRow>;
  /** The run of a task that begins next after a moment, or (-1) last before it. */
  runFrom(request: { readonly task: TaskIndex; readonly atNs: number; readonly step: 1 | -1 }): {
    readonly fromNs: number;
    readonly toNs: number | null;
  } | null;
  /** The next moment (1) at which something happened, or the previous one (-1). */
  stepFrom(request: {
    readonly atNs: number;
    readonly step: 1 | -1;
    readonly among: StepTo;
  }): StepView | null;
  /** The program's threads whose loop is known, the main one first. */
  threads(request: Record<string, never>): readonly ThreadView[];
  moment(request: { readonly thread: ThreadIndex; readonly atNs: number }): Moment;
  /** The stretches in which nothing happens, in order. */
  quiet(request: Record<string, never>): readonly { readonly fromNs: number; readonly toNs: number }[];
  /** How many tasks were in each state at a moment. */
  countersAt(request: { readonly atNs: number }): Counters;
  source(request: { readonly file: string }): string | null;
  /** How many of a fold's tasks were in which state at a moment; null when there is no such fold. */
  pointedFold(request: { readonly id: number; readonly atNs: number }): PointedFold | null;
  /** Opens whatever hides a row and returns where the row then is; null when there is none. Rows are named by `RowView.id`. */
  reveal(request: { readonly id: number }): number | null;
  /** Whether a row hides what is below it; null if there is nothing below it, or no such row. */
  collapsed(request: { readonly id: number }): boolean | null;
  /** When what a row stands for began and ended (null while it goes on); null if there is no such row. */
  extent(request: {
    readonly id: number;
  }): { readonly startNs: number; readonly endNs: number | null } | null;
  setCollapsed(request: { readonly id: number; readonly collapsed: boolean }): void;
  /** Shows rows as they were at a moment; null for now. */
  until(request: { readonly atNs: number | null }): void;
  /** The row `by` rows further on; the first or last one at the ends. Null when there are no rows. */
  neighbour(request: { readonly id: number | null; readonly by: number }): number | null;
  /** The row that a row is indented below; null at the top level, and for what is hidden. */
  rowAbove(request: { readonly id: number }): number | null;
  /** Sets which tasks are shown, how they are grouped and in which order. What is not given stays as it is. */
  arrange(request: Partial<RowArrangement>): void;
  /** Pins a row, or unpins it. */
  togglePin(request: { readonly id: number }): void;
  unpinAll(request: Record<string, never>): void;
  setAllCollapsed(request: { readonly collapsed: boolean }): void;
  /** What the tasks that pass the filter did between two moments. */
  rangeTotals(request: { readonly fromNs: number; readonly toNs: number }): RangeTotals;
  /** The files in which any task is defined, by path. */
  files(request: Record<string, never>): readonly string[];
  /** How many tasks pass the filter. */
  passing(request: Record<string, never>): number;
  /** The same, and with a step the next or previous of those tasks from `from`, in the order of the rows. */
  search(request: { readonly from: TaskIndex | null; readonly step: -1 | 0 | 1 }): {
    readonly hits: number;
    readonly at: number;
    readonly task: TaskIndex | null;
  };
  /** The next rejected task after a row, or (-1) the one before it, hidden or not, with its last run; null for none. */
  rejected(request: { readonly from: number | null; readonly step: 1 | -1 }): {
    readonly task: TaskIndex;
    readonly fromNs: number;
    readonly toNs: number;
  } | null;
}

export type QueryName = keyof Queries;
export type QueryRequest<Name extends QueryName> = Parameters<Queries[Name]>[0];
export type QueryAnswer<Name extends QueryName> = ReturnType<Queries[Name]>;
/** The answering side: each question is answered at once, or by work that is done between other answers. */
export type Answering = {
  readonly [Name in QueryName]: (request: QueryRequest<Name>) => QueryAnswer<Name> | Work<QueryAnswer<Name>>;
};

export type ToWorker =
  | { readonly type: 'open'; readonly port: MessagePort }
  | { readonly type: 'query'; readonly call: number; readonly name: QueryName; readonly request: unknown };

/** What is known when nothing more will come. */
export interface Ending {
  /** What could not be read, in words. */
  readonly damage: string | null;
  readonly outcomes: Readonly<Record<OutcomeName, number>>;
}

export type FromWorker =
  | { readonly type: 'answer'; readonly call: number; readonly value: unknown }
  | { readonly type: 'failure'; readonly call: number; readonly message: string }
  /** At most one per frame. */
  | { readonly type: 'status'; readonly status: SessionStatus; readonly ending: Ending | null }
  | { readonly type: 'progress'; readonly done: number };
