import type { TaskKindName } from '../../../protocol/events.ts';
import type { TaskIndex } from '../../../protocol/units.ts';
import type { Grouping } from '../../rows/task-sets.ts';
import type { FoldView, PlaceView } from '../../view-types.ts';
import type { Times } from '../states.ts';
import type { FoldWait } from './fold-waits.ts';

/** One of a fold's tasks, and its length up to its end or the last known moment. */
export interface FoldTask {
  readonly task: TaskIndex;
  readonly label: string;
  readonly lengthNs: number;
  /** It has not ended. */
  readonly isOpen: boolean;
}

/** An error with which some of a fold's tasks were rejected. */
export interface FoldError {
  /** `TypeError: x is not a function`; `rejected` if the error is unknown. */
  readonly text: string;
  readonly count: number;
  /** The first of those tasks. */
  readonly task: TaskIndex;
  readonly label: string;
}

/** What the inspector shows of a row that stands for many tasks. */
export interface FoldDetails extends Times {
  /** The row's `RowView.id`. */
  readonly id: number;
  readonly label: string;
  readonly grouping: Grouping;
  readonly size: number;
  /** A filter hides some of its tasks. */
  readonly isFiltered: boolean;
  /** Null while it has no row: a row above it is closed, or too few of its tasks are left. */
  readonly collapsed: boolean | null;
  /** Null if its tasks may be of different kinds. */
  readonly kind: TaskKindName | null;
  readonly place: PlaceView | null;
  readonly parent: { readonly task: TaskIndex; readonly label: string } | null;
  readonly states: FoldView['states'];
  /** How many tasks the row hides besides its own; 0 while it is open. */
  readonly hidden: number;
  readonly failedBelow: number;
  readonly startNs: number;
  /** Null while one of its tasks is not over. */
  readonly endNs: number | null;
  readonly readyExact: boolean;
  readonly longest: FoldTask;
  readonly median: FoldTask;
  readonly shortest: FoldTask;
  /** The most frequent first. */
  readonly errors: readonly FoldError[];
  readonly waitCount: number;
  readonly waits: readonly FoldWait[];
  /** What the row stands for, in a few sentences. */
  readonly sentence: string;
}
