import type { TaskFilter } from './row-filter.ts';
import type { RowOrder } from './row-order.ts';
import type { Grouping } from './task-sets.ts';

/** What the user can choose about the rows. */
export interface RowArrangement {
  readonly order: RowOrder;
  readonly grouping: Grouping;
  readonly filter: TaskFilter;
}
