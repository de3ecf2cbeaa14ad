// What a wait was for, how long it took, and who held the loop while its task was ready.

import type { AwaitedKindName, CombinatorName } from '../../protocol/events.ts';
import type { SiteKind } from '../../protocol/sites.ts';
import type { RunIndex, TaskIndex } from '../../protocol/units.ts';
import type { Loaded } from '../tables/loading.ts';
import type { PlaceView } from './place-view.ts';

/** What a wait is for. */
export interface AwaitedView {
  readonly kind: AwaitedKindName;
  readonly task: TaskIndex | null;
  /** The tracer's name for it: `readFile data.json`, `GET localhost:8080/price`. */
  readonly name: string | null;
  /** Set if it is several promises combined into one. */
  readonly combination: CombinationView | null;
  /** All of that in words. */
  readonly label: string;
}

/** A `Promise.all`, `race`, `any` or `allSettled`. */
export interface CombinationView {
  readonly how: CombinatorName;
  /** How many members there are; `members` holds the first ones. */
  readonly count: number;
  readonly members: readonly AwaitedMember[];
  /** Which of the members settled the whole: the last of `all`, the first of `race`. */
  readonly decidedBy: number | null;
}

export interface AwaitedMember {
  readonly kind: AwaitedKindName;
  readonly task: TaskIndex | null;
  /** Set for a timer. */
  readonly delayMs: number | null;
  readonly name: string | null;
}

export interface WaitView {
  /** The run that ended in this wait. */
  readonly run: RunIndex;
  readonly place: PlaceView | null;
  /** `await`, `for-await`, `yield` or `return`. */
  readonly at: SiteKind;
  /** The awaited expression's text, shortened. */
  readonly expression: string;
  readonly on: AwaitedView;
  readonly startNs: number;
  /** Null while it is not ready. */
  readonly readyNs: number | null;
  /** Null while it has not resumed. */
  readonly endNs: number | null;
  readonly suspendedNs: number;
  readonly readyNsTotal: number;
  readonly readyExact: boolean;
  /** The task that was running when the awaited thing happened. */
  readonly waker: TaskIndex | null;
}

/**
 * A run that held the loop while a task was ready, or all calls of a function that promises called. Such a function is not a task, so it
 * has no run.
 */
export interface BlamePart {
  readonly run: RunIndex | null;
  readonly task: TaskIndex | null;
  readonly label: string;
  readonly name: string;
  /** Where its task, or the function, is defined. */
  readonly place: PlaceView | null;
  readonly fromNs: number;
  /** The last known moment, while it has not ended. */
  readonly toNs: number;
  /**
   * For how much of the ready time it held the loop itself, without the tasks that it called and without the runtime's pauses. For a
   * function, this is the sum of all its calls.
   */
  readonly ns: number;
}

/** What filled the time for which a task was ready: `parts`, `more`, `loaded`, `otherNs`, `pausedNs` and `idleNs` add up to `readyNs`. */
export interface Blame {
  /** Since when it was ready, and for how long. */
  readonly fromNs: number;
  readonly readyNs: number;
  /** The runs and functions that held the loop longest, longest first. */
  readonly parts: readonly BlamePart[];
  /** The others, added up. */
  readonly more: { readonly runs: number; readonly ns: number };
  /** The time in which modules were loaded. */
  readonly loaded: Loaded;
  /** The time in which the loop was busy but no task ran: code of packages, or of the runtime. */
  readonly otherNs: number;
  /** The time in which the runtime collected garbage, during whichever run; it is not part of the others. */
  readonly pausedNs: number;
  /** The time in which the loop was idle, because the machine or the timer was late. */
  readonly idleNs: number;
  /** For how much of all this time the machine gave the thread no processor, whoever held the loop. */
  readonly withheldNs: number;
}

/** One of a task's waits, numbered from 0. */
export interface TaskWait {
  readonly number: number;
  readonly wait: WaitView;
  /** Null if it was never ready. */
  readonly blame: Blame | null;
}
