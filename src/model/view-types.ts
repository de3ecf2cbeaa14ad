// What views ask the model for, and what they get: plain data and columns of typed arrays, which can be sent from the worker to the
// window. Nothing here knows how it will be drawn.

import type { LoopPhaseName, OutcomeName, TaskKindName } from '../protocol/events.ts';
import type { Nanoseconds, RowIndex, TaskIndex } from '../protocol/units.ts';
import type { PlaceView } from './details/place-view.ts';
import type { SpanView } from './details/span-view.ts';
import type { ThreadView } from './details/threads/thread-view-types.ts';
import type { WaitView } from './details/wait-view-types.ts';
import type { Counters } from './status-types.ts';
import type { LineSource } from './tables/console/console-lines.ts';
import type { Loaded } from './tables/loading.ts';

export type * from './details/place-view.ts';
export type * from './details/wait-view-types.ts';
export type * from './status-types.ts';

/** A row's number, which changes as others come and go, and its id, which does not. */
export interface RowPlace {
  readonly id: number;
  readonly row: number;
}

/** Which part of the chart a picture is asked for. */
export interface PictureRequest {
  readonly fromNs: Nanoseconds;
  readonly toNs: Nanoseconds;
  /** Width in pixels: stretches narrower than one pixel are merged. */
  readonly widthPx: number;
  readonly fromRow: RowIndex;
  /** Exclusive. */
  readonly toRow: RowIndex;
  /**
   * The ids of the rows that are in view now, and of those that have been in view long enough to have been read. These rows keep their
   * places. Absent if rows may move.
   */
  readonly inView?: readonly number[];
  readonly lookedAt?: readonly number[];
  /**
   * Where the rows that have the user's attention were in the last picture, most important first. `fromRow` and `toRow` are meant relative
   * to the first of them that still exists; a picture's request has the present numbers.
   */
  readonly places?: readonly RowPlace[];
  /** The id of a row that is to be shown, wherever it is; absent for none. If it is outside of these rows, the picture has those around it. */
  readonly sought?: number;
  /** Whether to compute `counterLanes`. */
  readonly counters?: boolean;
  /** Whose links to draw; absent for none. */
  readonly links?: LinksRequest;
  /** Whose critical path to draw: a task's, or for null the program's; absent for none. */
  readonly pathOf?: TaskIndex | null;
  /** Lights the rows of tasks that are defined in this line or wait there. */
  readonly lit?: { readonly file: string; readonly line: number };
  /** The moment for which tasks are counted (the playhead's), if it is not the last one known. */
  readonly atNs?: Nanoseconds;
}

/** What a stretch of a row shows. `merged` stands for several stretches in different states, each narrower than a pixel. */
export const StretchKind = { running: 0, ready: 1, readyAtMost: 2, suspended: 3, merged: 4 } as const;
export type StretchKind = (typeof StretchKind)[keyof typeof StretchKind];

/** Stretches of the rows in view, sorted by row, then by time. Every column has one entry per stretch. */
export interface Stretches {
  readonly length: number;
  readonly row: Int32Array;
  readonly fromNs: Float64Array;
  /** Infinity where the stretch has not ended. */
  readonly toNs: Float64Array;
  /** A StretchKind. */
  readonly kind: Uint8Array;
  /** An AwaitedKind, for ready and suspended stretches. */
  readonly awaited: Uint8Array;
  /** How many stretches this one stands for: 1 unless merged. In a picture they add up to all stretches in the window. */
  readonly count: Int32Array;
  /** The state most of its time was spent in (a StretchKind other than merged). */
  readonly mostly: Uint8Array;
  /** The RunIndex of the run that it shows, or that ended in the wait that it shows, for `waitView`; of merged ones the first. */
  readonly run: Int32Array;
}

/** A set of tasks that share one row: similar siblings, or a group. */
export interface FoldView {
  readonly set: number;
  /** How many of its tasks pass the filter. */
  readonly size: number;
  /** How many of them are in each state, or ended in it. */
  readonly states: Readonly<Record<RowView['state'], number>>;
}

/** How many tasks were in each state: one entry per bin of time, each the mean over the bin. */
export interface Density {
  readonly fromNs: number;
  readonly binNs: number;
  readonly running: Float32Array;
  readonly ready: Float32Array;
  readonly suspended: Float32Array;
  /** How many tasks ended in the bin, and how many of those were rejected. */
  readonly ended: Uint32Array;
  readonly failed: Uint32Array;
  /** The most tasks alive in any of the bins. */
  readonly peak: number;
}

/** For each bin of time, how many of all tasks were in each state and how busy the main loop was; means over the bin. */
export interface CounterLanes extends Omit<Density, 'ended' | 'failed'> {
  /** The part of the bin in which the main loop was busy, 0 to 1. */
  readonly busy: Float32Array;
  /** How many pieces of work the thread pool was doing, or had waiting. */
  readonly pool: Float32Array;
  /** How many threads the pool has; 0 until it is used. */
  readonly poolThreads: number;
}

/** A row's caption and extent. */
export interface RowView {
  readonly row: number;
  /** Identifies the row while others come and go: no two rows of a picture have the same id. */
  readonly id: number;
  /** The row's task; of a fold the first one; null for a thread. */
  readonly task: TaskIndex | null;
  readonly fold: FoldView | null;
  /** Set when the row is a thread's: it shows the thread's loop, or the lifetime of a process that is not traced. */
  readonly thread: ThreadView | null;
  readonly depth: number;
  readonly label: string;
  /** How many rows stand directly below a task or a set; for a thread, the number of all its tasks. */
  readonly childCount: number;
  readonly collapsed: boolean;
  /** How many tasks it hides that no other row shows, besides its own task or those of its own set. */
  readonly hidden: number;
  /** How many of those were rejected. */
  readonly hiddenFailures: number;
  readonly startNs: number;
  /** Null while it is not over. */
  readonly endNs: number | null;
  readonly outcome: OutcomeName;
  readonly state: 'running' | 'ready' | 'suspended' | OutcomeName;
}

/** Marks in rows, each at the moment when something happened; events within a few neighbouring pixels share one mark. */
export interface RowMarks {
  readonly row: Int32Array;
  readonly atNs: Float64Array;
  readonly count: Uint32Array;
}

/** A thread's event loop: busy stretches in the window, merged below a pixel. */
export interface LoopLane {
  /** When the loop began. */
  readonly sinceNs: number;
  readonly length: number;
  /** How much time one pixel shows; pixels are counted from the program's start. */
  readonly nsPerPx: number;
  readonly fromNs: Float64Array;
  readonly toNs: Float64Array;
  /** A LoopPhase; of a merged stretch, that of the longest turn in it. */
  readonly phase: Uint8Array;
  readonly count: Int32Array;
  /** The longest single turn in the stretch, nanoseconds. */
  readonly longestNs: Float64Array;
  /** How busy the loop was during the stretch (or during its pixel, when it is narrower than one), 0 to 1. */
  readonly share: Float32Array;
  /** When the turn's ticks and microtasks began; NaN where the stretch is too narrow to show that. */
  readonly drainNs: Float64Array;
  /** Which of the two most of that time was spent on, a LoopPhase. */
  readonly drainPhase: Uint8Array;
  /** 1 if the longest turn spent at least half of its time loading modules and is wide enough to show that, or long. */
  readonly isLoading: Uint8Array;
  readonly pauses: PauseLane;
}

/** The runtime's pauses in the same window, merged below a pixel. */
export interface PauseLane {
  readonly length: number;
  readonly fromNs: Float64Array;
  readonly toNs: Float64Array;
  /** The part of the stretch (or of its pixel) that was paused, 0 to 1. */
  readonly share: Float32Array;
}

/** A function that held the loop, and for how long, without the tasks that it called. */
export interface LoopHolder {
  readonly name: string;
  readonly place: PlaceView | null;
  readonly ns: number;
}

/** What the loop did between two moments. */
export interface LoopPoint {
  /** How busy it was, 0 to 1. */
  readonly busy: number;
  readonly pausedNs: number;
  /** For how long the machine gave the thread no processor although it had work. */
  readonly withheldNs: number;
  /** How much work the thread pool had at the middle of that time, and how many threads it has. */
  readonly pool: { readonly inFlight: number; readonly threads: number };
  /** How many turns of the loop there were. */
  readonly turns: number;
  /** The longest turn, with the parts of it outside the two moments; null if the loop was idle. */
  readonly longest: {
    readonly phase: LoopPhaseName;
    readonly fromNs: number;
    readonly toNs: number;
    readonly goesOn: boolean;
    /** When its ticks and microtasks began, and which of the two took most of that time; null if there were none. */
    readonly drain: { readonly fromNs: number; readonly phase: LoopPhaseName } | null;
    readonly pausedNs: number;
    readonly withheldNs: number;
    readonly loaded: Loaded;
    /** The longest first; empty if there are too many to look at. */
    readonly holders: readonly LoopHolder[];
  } | null;
}

/** When the program wrote to its console, in ascending order. Every column has one entry per mark. */
export interface ConsoleMarks {
  readonly atNs: Float64Array;
  /** The mark's first line, and how many lines it stands for. */
  readonly line: Int32Array;
  readonly count: Int32Array;
  /** How many of them went to stderr. */
  readonly errors: Int32Array;
}

/** Activity over the whole run, for the overview. Every column has one entry per bin; all bins are equally wide. */
export interface Overview {
  readonly fromNs: number;
  readonly toNs: number;
  /** Mean number of tasks in each state over the bin. */
  readonly running: Float32Array;
  readonly ready: Float32Array;
  readonly suspended: Float32Array;
  /** Part of the bin the loop was busy, 0 to 1. */
  readonly busy: Float32Array;
}

/** Which links of a task or a thread to draw. */
export interface LinksRequest {
  /** The id of its row. */
  readonly id: number;
  readonly kinds: readonly LinkKind[];
}

/** `woken`: who started it, or made it ready. `started`: whom it started. `awaited`: the task it waits for. */
export type LinkKind = 'woken' | 'started' | 'awaited';

/** A link from one row to another at a moment: from cause to effect, or from a waiting task to what it waits for. */
export interface Link {
  readonly kind: LinkKind;
  readonly atNs: number;
  /** The rows; for a task without a row of its own, the row that hides it. */
  readonly fromRow: number;
  readonly toRow: number;
  /** The run of the requested task whose wait the link belongs to; -1 for none. */
  readonly run: number;
}

export interface Picture {
  readonly request: PictureRequest;
  /** The last moment anything is known about. */
  readonly endNs: Nanoseconds;
  readonly rowCount: number;
  /** How many of the first rows are pinned; every picture contains those. */
  readonly pinned: number;
  readonly rows: readonly RowView[];
  /** The present places of those rows that the request names in `places` and `sought`, even outside of this picture. */
  readonly places: readonly RowPlace[];
  readonly stretches: Stretches;
  /**
   * The density of each row that is a fold: of its tasks, and if it is closed, of all tasks that it hides. `ended` and `failed` count only
   * its own tasks, because the failures of those it hides are in `failures`.
   */
  readonly densities: ReadonlyMap<number, Density>;
  /** For each row that is a collapsed task, the density of the tasks that it hides. */
  readonly hidden: ReadonlyMap<number, Density>;
  /** When tasks that have no row of their own were rejected, marked in the row that hides them. */
  readonly failures: RowMarks;
  /** When tasks wrote to the console, for those that have a row of their own. */
  readonly written: RowMarks;
  /** The main thread's loop. */
  readonly loop: LoopLane;
  /** The loops of the rows that are other threads; a process that is not traced has none. */
  readonly loops: ReadonlyMap<number, LoopLane>;
  readonly console: ConsoleMarks;
  readonly links: readonly Link[];
  /** The rows to light. A fold is lit if its first task is. */
  readonly lit: readonly number[];
  readonly counters: Counters;
  /** Null if they were not requested. */
  readonly counterLanes: CounterLanes | null;
}

/** What the inspector shows of a task. Its waits and children are asked for separately, page by page. */
export interface TaskDetails {
  readonly task: TaskIndex;
  readonly label: string;
  readonly kind: TaskKindName;
  readonly place: PlaceView | null;
  /** The task that started it. For the top tasks of a worker or a process, the task that started the worker or process. */
  readonly parent: { readonly task: TaskIndex; readonly label: string } | null;
  /** Null while the main thread is the only one with a known loop. */
  readonly thread: ThreadView | null;
  /** The workers and processes it started. */
  readonly startedThreads: readonly ThreadView[];
  readonly childCount: number;
  readonly startNs: number;
  readonly endNs: number | null;
  readonly state: RowView['state'];
  readonly error: { readonly name: string; readonly message: string } | null;
  /** What a span carried when it ended; null for other tasks. */
  readonly span: SpanView | null;
  readonly runningNs: number;
  readonly readyNs: number;
  readonly suspendedNs: number;
  /** False where some of the ready time is only an upper bound. */
  readonly readyExact: boolean;
  readonly runCount: number;
  /** How many console lines it wrote something in. */
  readonly writtenCount: number;
  readonly waitCount: number;
  /** The lines it waited at, each once. */
  readonly waitPlaces: readonly PlaceView[];
  /** The wait that goes on, or went on when the program ended. */
  readonly openWait: WaitView | null;
  /** What happened, in one to three sentences. */
  readonly sentence: string;
}

/** A line that the program wrote, or that was typed for it (`stdin`). */
export interface ConsoleLine {
  /** Its number among all lines, in the order in which they were written, from 0. */
  readonly at: number;
  /** When it was written or typed. If the writer is unknown, when it was read, which is later. */
  readonly timeNs: number;
  /** Who wrote it: the task with its label, and the thread if it is not the main one. Without a task, `label` is the thread's. */
  readonly by: { readonly task: TaskIndex | null; readonly label: string; readonly thread: string } | null;
  readonly from: LineSource;
  readonly text: string;
}

/** One row of the Tasks table. */
export interface TaskRow {
  readonly task: TaskIndex;
  readonly label: string;
  readonly kind: TaskKindName;
  readonly state: RowView['state'];
  readonly place: PlaceView | null;
  readonly startNs: number;
  readonly endNs: number | null;
  readonly runningNs: number;
  readonly readyNs: number;
  readonly suspendedNs: number;
  readonly waits: number;
}
