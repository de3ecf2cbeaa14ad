import type { RowPlace } from '../../../model/view-types.ts';

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
 * The rows of a picture that have the user's attention. The first of them that still exists in the next picture keeps its place. That is the
 * row under the mouse, which may be about to be clicked; else the selected row; else the first row in view.
 */
export function anchorsAmong(
  rows: readonly RowPlace[],
  { inView, pointedRow, selected, atTop }: LookedAt,
): RowPlace[] {
  const seen = rows.filter(({ row }) => row >= inView[0] && row < inView[1]);
  const anchors = [
    ...seen.filter(({ row }) => row === pointedRow),
    ...seen.filter(({ id }) => id === selected),
    ...(atTop ? [] : seen),
  ];
  return anchors.map(({ id, row }) => ({ id, row }));
}

/** By how many rows the first of the anchors moved that still exists. */
export function rowsMoved(anchors: readonly RowPlace[], now: readonly RowPlace[]): number {
  for (const was of anchors) {
    const is = now.find(({ id }) => id === was.id);
    if (is !== undefined) return is.row - was.row;
  }
  return 0;
}
