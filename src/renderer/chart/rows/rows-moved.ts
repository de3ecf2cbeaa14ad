import type { RowView } from '../../../model/view-types.ts';

/** What a person looks at of a picture's rows. */
export interface LookedAt {
  readonly inView: readonly [fromRow: number, toRow: number];
  /** The row under the mouse, and the selected one, by its id. */
  readonly pointedRow: number | null;
  readonly selected: number | null;
  /** Whether the first row of all is in view: what comes before it is to be seen. */
  readonly atTop: boolean;
}

/**
 * By how many rows what is looked at moved from one picture to the next: the row under the mouse, which is about to be clicked on;
 * else the selected one, else the first in view that is still there.
 */
export function rowsMoved(
  before: readonly RowView[],
  now: readonly RowView[],
  { inView, pointedRow, selected, atTop }: LookedAt,
): number {
  const seen = before.filter(({ row }) => row >= inView[0] && row < inView[1]);
  const anchors = [
    ...seen.filter(({ row }) => row === pointedRow),
    ...seen.filter(({ id }) => id === selected),
    ...(atTop ? [] : seen),
  ];
  for (const was of anchors) {
    const is = now.find(({ id }) => id === was.id);
    if (is !== undefined) return is.row - was.row;
  }
  return 0;
}
