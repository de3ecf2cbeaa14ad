import type { TaskKindName } from '../../../protocol/events.ts';
import type { TaskIndex } from '../../../protocol/units.ts';
import type { Grouping } from '../../rows/task-sets.ts';
import type { FoldView, PlaceView } from '../../view-types.ts';
import type { Times } from '../states.ts';
import type { FoldWait } from './fold-waits.ts';

/** One of a fold's tasks, and how long it was, up to its end or the last moment known. */
export interface FoldTask {
  readonly task: TaskIndex;
  readonly label: string;
  readonly lengthNs: number;
  /** It goes on, or the program left it behind. */
  readonly isOpen: boolean;
}

/** What some of a fold's tasks were rejected with. */
export interface FoldError {
  /** `TypeError: x is not a function`; `rejected` where nothing is known of it. */
  readonly text: string;
  readonly count: number;
  /** The first of them. */
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
  /** A filter leaves out some of its tasks. */
  readonly isFiltered: boolean;
  /** Null while it has no row: what stands for it is closed, or too few of its tasks are left for one. */
  readonly collapsed: boolean | null;
  /** Null where its tasks need not be alike in that. */
  readonly kind: TaskKindName | null;
  readonly place: PlaceView | null;
  readonly parent: { readonly task: TaskIndex; readonly label: string } | null;
  readonly states: FoldView['states'];
  /** How many tasks the row hides besides them; 0 while it is open. */
  readonly hidden: number;
  readonly failedBelow: number;
  readonly startNs: number;
  /** Null while one of them is not over. */
  readonly endNs: number | null;
  readonly readyExact: boolean;
  readonly longest: FoldTask;
  readonly median: FoldTask;
  readonly shortest: FoldTask;
  /** The most frequent first. */
  readonly errors: readonly FoldError[];
  readonly waitCount: number;
  readonly waits: readonly FoldWait[];
  /** What it stands for, in a few sentences. */
  readonly sentence: string;
}
