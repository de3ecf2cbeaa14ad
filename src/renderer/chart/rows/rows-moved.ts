import type { RowView } from '../../../model/view-types.ts';

/** Where the user's attention is among a picture's rows. */
export interface LookedAt {
  readonly inView: readonly [fromRow: number, toRow: number];
  /** The row under the mouse (its number), and the selected row (its id). */
  readonly pointedRow: number | null;
  readonly selected: number | null;
  /** Whether the very first row is in view: then rows that come before it must become visible. */
  readonly atTop: boolean;
}

/**
 * By how many rows the row with the user's attention moved from one picture to the next. That is the row under the mouse, which may be about
 * to be clicked; else the selected row; else the first row in view that still exists.
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
