// What views ask the model for, and what they get: plain data and typed-array columns, so that it crosses from
// the worker to the window whole. Nothing here knows how it will be drawn.

import type { LoopPhaseName, OutcomeName, TaskKindName } from '../protocol/events.ts';
import type { Nanoseconds, RowIndex, TaskIndex } from '../protocol/units.ts';
import type { PlaceView } from './details/place-view.ts';
import type { SpanView } from './details/span-view.ts';
import type { ThreadView } from './details/threads/thread-view-types.ts';
import type { WaitView } from './details/wait-view-types.ts';
import type { Loaded } from './tables/loading.ts';

export type * from './details/place-view.ts';
export type * from './details/wait-view-types.ts';

/** The window of the chart a picture is asked for. */
export interface PictureRequest {
  readonly fromNs: Nanoseconds;
  readonly toNs: Nanoseconds;
  /** Pixels across: stretches narrower than one of them are merged. */
  readonly widthPx: number;
  readonly fromRow: RowIndex;
  /** Exclusive. */
  readonly toRow: RowIndex;
  /**
   * The rows that are in view until then, by id, and those of them that have been for so long that somebody may have read them; none
   * where nobody minds that they move.
   */
  readonly inView?: readonly number[];
  readonly lookedAt?: readonly number[];
  /** Whether the picture is to have `counterLanes`. */
  readonly counters?: boolean;
  /** The links of one task to draw, none without. */
  readonly links?: LinksRequest;
  /** The critical path to draw: a task's, or the program's for null; none without. */
  readonly pathOf?: TaskIndex | null;
  /** Which rows to light: those of tasks that have to do with this line. */
  readonly lit?: { readonly file: string; readonly line: number };
  /** The time the picture's counters are for, when it is not the last moment known: the playhead. */
  readonly atNs?: Nanoseconds;
}

/** What a stretch of a row shows. `merged`: several stretches of different states, narrower than a pixel each. */
export const StretchKind = { running: 0, ready: 1, readyAtMost: 2, suspended: 3, merged: 4 } as const;
export type StretchKind = (typeof StretchKind)[keyof typeof StretchKind];

/** Stretches of the rows in view, sorted by row, then by time: one entry an index in every column. */
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
  /** How many stretches this one stands for: 1 unless merged. Over a picture they add up to all in the window. */
  readonly count: Int32Array;
  /** The state most of its time was spent in (a StretchKind other than merged). */
  readonly mostly: Uint8Array;
  /** The RunIndex of the run it is, or whose wait it is part of: for `waitView`. For merged ones the first. */
  readonly run: Int32Array;
}

/** A set of tasks that one row stands for: siblings that are alike, or a group. */
export interface FoldView {
  readonly set: number;
  /** How many tasks, of those that pass the filter. */
  readonly size: number;
  /** How many of them are in each state, or ended so. */
  readonly states: Readonly<Record<RowView['state'], number>>;
}

/** How many tasks were in each state, a bin of time: means over the bin. */
export interface Density {
  readonly fromNs: number;
  readonly binNs: number;
  readonly running: Float32Array;
  readonly ready: Float32Array;
  readonly suspended: Float32Array;
  /** How many ended in the bin, and how many of them were rejected. */
  readonly ended: Uint32Array;
  readonly failed: Uint32Array;
  /** The most alive at once in any of the bins. */
  readonly peak: number;
}

/** How many of all tasks were in each state, a bin of time, and the part of it that the main loop was busy: means. */
export interface CounterLanes extends Omit<Density, 'ended' | 'failed'> {
  /** 0 to 1. */
  readonly busy: Float32Array;
  /** How much work was with the pool of threads, or waited for one of them. */
  readonly pool: Float32Array;
  /** How many threads that has; 0 while nothing was asked of it. */
  readonly poolThreads: number;
}

/** A row's caption and extent. */
export interface RowView {
  readonly row: number;
  /** What the row is called while others come and go: no two rows of a picture have the same. */
  readonly id: number;
  /** Of a fold the first one; null for a thread. */
  readonly task: TaskIndex | null;
  readonly fold: FoldView | null;
  /** Set where the row is a thread's: its loop, or the life of a process that nobody looked into. */
  readonly thread: ThreadView | null;
  readonly depth: number;
  readonly label: string;
  /** Below a task or a set those next below it; below a thread all its tasks. */
  readonly childCount: number;
  readonly collapsed: boolean;
  /** How many tasks it hides that no other row tells of: its own, and a set's own, are not among them. */
  readonly hidden: number;
  /** How many of those were rejected. */
  readonly hiddenFailures: number;
  readonly startNs: number;
  /** Null while it is not over. */
  readonly endNs: number | null;
  readonly outcome: OutcomeName;
  readonly state: 'running' | 'ready' | 'suspended' | OutcomeName;
}

/** When something happened that rows tell of; what did within a few neighbouring pixels is one mark. */
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
  /** How wide a pixel is: the first begins at zero. */
  readonly nsPerPx: number;
  readonly fromNs: Float64Array;
  readonly toNs: Float64Array;
  /** A LoopPhase; for a merged stretch that of the longest turn in it. */
  readonly phase: Uint8Array;
  readonly count: Int32Array;
  /** The longest single turn in the stretch, nanoseconds. */
  readonly longestNs: Float64Array;
  /** How much of it the loop was busy, 0 to 1: of a pixel where it is narrower. */
  readonly share: Float32Array;
  /** In a turn wide enough to say so: where its ticks and microtasks begin; elsewhere NaN. */
  readonly drainNs: Float64Array;
  /** What most of those are, a LoopPhase. */
  readonly drainPhase: Uint8Array;
  /** 1 where the longest turn loaded modules for half of its time and more, and is wide enough to say so, or long. */
  readonly isLoading: Uint8Array;
  readonly pauses: PauseLane;
}

/** When the runtime paused, in the same window, merged below a pixel. */
export interface PauseLane {
  readonly length: number;
  readonly fromNs: Float64Array;
  readonly toNs: Float64Array;
  /** How much of it, or of a pixel, was paused, 0 to 1. */
  readonly share: Float32Array;
}

/** A function that held the loop, without those it called. */
export interface LoopHolder {
  readonly name: string;
  readonly place: PlaceView | null;
  readonly ns: number;
}

/** What the loop did between two moments. */
export interface LoopPoint {
  /** How much of the time it was busy, 0 to 1. */
  readonly busy: number;
  readonly pausedNs: number;
  /** For how much of the time the machine gave the thread no processor although it had work. */
  readonly withheldNs: number;
  /** How much work was with the pool of threads in their middle, and how many threads that has. */
  readonly pool: { readonly inFlight: number; readonly threads: number };
  /** How many turns it was in. */
  readonly turns: number;
  /** The longest of them, with what of it lies outside of the moments; null while the loop was idle. */
  readonly longest: {
    readonly phase: LoopPhaseName;
    readonly fromNs: number;
    readonly toNs: number;
    readonly goesOn: boolean;
    /** Where its ticks and microtasks began, and what most of them are; null where there were none. */
    readonly drain: { readonly fromNs: number; readonly phase: LoopPhaseName } | null;
    readonly pausedNs: number;
    readonly withheldNs: number;
    readonly loaded: Loaded;
    /** The longest first; empty where there are too many to look at. */
    readonly holders: readonly LoopHolder[];
  } | null;
}

/** When the program wrote to its console: one entry a mark in every column, ascending. */
export interface ConsoleMarks {
  readonly atNs: Float64Array;
  /** The first of its lines, and how many there are. */
  readonly line: Int32Array;
  readonly count: Int32Array;
  /** How many of them went to stderr. */
  readonly errors: Int32Array;
}

/** Activity over the whole run, for the overview: one entry a bin of equal width. */
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

export interface Counters {
  readonly running: number;
  readonly ready: number;
  readonly suspended: number;
  readonly alive: number;
  readonly tasks: number;
}

/** Which links of a task or a thread are wanted. */
export interface LinksRequest {
  /** Its row's. */
  readonly id: number;
  readonly kinds: readonly LinkKind[];
}

/** `woken`: who started it, or made it ready. `started`: whom it started. `awaited`: the task it waits for. */
export type LinkKind = 'woken' | 'started' | 'awaited';

/** From one row to another at one moment: from who caused it to whom it happened, or from who waits to what for. */
export interface Link {
  readonly kind: LinkKind;
  readonly atNs: number;
  /** A task that is folded away stands in the row of whoever hides it. */
  readonly fromRow: number;
  readonly toRow: number;
  /** The wait it belongs to, of the task that was asked for; -1 for none. */
  readonly run: number;
}

export interface Picture {
  readonly request: PictureRequest;
  /** The last moment anything is known about. */
  readonly endNs: Nanoseconds;
  readonly rowCount: number;
  /** How many of the rows are pinned: the first ones, which every picture has. */
  readonly pinned: number;
  readonly rows: readonly RowView[];
  readonly stretches: Stretches;
  /**
   * Of the rows that are folds, by row: of their tasks, and where one is closed of all that it hides. What ended, and failed,
   * is of its own tasks only: those it hides are among `failures`.
   */
  readonly densities: ReadonlyMap<number, Density>;
  /** Of the rows that are collapsed tasks, by row: of what they hide. */
  readonly hidden: ReadonlyMap<number, Density>;
  /** When tasks without a row of their own were rejected, by the row that hides them. */
  readonly failures: RowMarks;
  /** When the tasks that have a row of their own wrote to the console. */
  readonly written: RowMarks;
  /** The main thread's. */
  readonly loop: LoopLane;
  /** Of the rows that are other threads, by row; a process that nobody looked into has none. */
  readonly loops: ReadonlyMap<number, LoopLane>;
  readonly console: ConsoleMarks;
  readonly links: readonly Link[];
  /** The rows to light; of a fold, where its first task is one of those. */
  readonly lit: readonly number[];
  readonly counters: Counters;
  /** Null where they were not asked for. */
  readonly counterLanes: CounterLanes | null;
}

/** What the inspector shows of one task at once; its waits and children are asked for by the page. */
export interface TaskDetails {
  readonly task: TaskIndex;
  readonly label: string;
  readonly kind: TaskKindName;
  readonly place: PlaceView | null;
  /** The task that started it, or, for what a worker or a process does by itself, the one that started that. */
  readonly parent: { readonly task: TaskIndex; readonly label: string } | null;
  /** Null while only the main thread's loop is known. */
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
  /** In how many lines of the console it has written something. */
  readonly writtenCount: number;
  readonly waitCount: number;
  /** The lines it waited at, each once. */
  readonly waitPlaces: readonly PlaceView[];
  /** The wait that goes on, or went on when the program ended. */
  readonly openWait: WaitView | null;
  /** What happened, in a sentence or three. */
  readonly sentence: string;
}

/** What the program wrote, in the order of the moments. */
export interface ConsoleLine {
  /** The how manyth of all it is, from 0. */
  readonly at: number;
  /** When it was written; where nobody knows by whom, only when it was read, which is later. */
  readonly timeNs: number;
  /** Who wrote it: the task and its label, and the thread where that is not the main one; without a task the thread's label. */
  readonly by: { readonly task: TaskIndex | null; readonly label: string; readonly thread: string } | null;
  readonly from: 'stdout' | 'stderr';
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

/** How much of the time in which a thread was busy, and had a processor, tracing has taken, about. */
export interface TracingCost {
  readonly ns: Nanoseconds;
  readonly ranNs: Nanoseconds;
  /** The one's part of the other, 0 to 1. */
  readonly share: number;
}

/** The part of a session that is told whenever it changes, at most once a frame. */
export interface SessionStatus {
  /** How long after the program's start that begins which is shown, and the clock of all else; 0 where all of it is. */
  readonly fromNs: Nanoseconds;
  readonly endNs: Nanoseconds;
  readonly events: number;
  readonly bytes: number;
  readonly dropped: number;
  readonly illegal: number;
  readonly tasks: number;
  /** How many have a loop that is known. */
  readonly threads: number;
  readonly consoleLines: number;
  readonly runtime: string;
  readonly counters: Counters;
  readonly finished: boolean;
  readonly cutOff: boolean;
  /** It is finished and cut off because there is no memory for more; the program may go on, and its console does. */
  readonly isFull: boolean;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** An error ended the main thread; null while it has not reached its end, or was killed. */
  readonly uncaught: boolean | null;
  /** For how long the program's main thread stood still because its events could not be sent; null while it is not known. */
  readonly waitedNs: Nanoseconds | null;
  /** What tracing costs the program's main thread, about; null while nobody has said. */
  readonly tracing: TracingCost | null;
  readonly notices: readonly string[];
}
