import type { RowView, Stretches } from '../../model/view-types.ts';

/** The stretch of a row at a moment, as an index into the columns; -1 where there is none. `slackNs` widens thin ones. */
export function stretchAt(
  stretches: Stretches,
  row: number,
  atNs: number,
  edgeNs: number,
  slackNs: number,
): number {
  let low = 0;
  let high = stretches.length;
  // The first one of the row that begins after the moment.
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = stretches.row[middle] as number;
    if (other < row || (other === row && (stretches.fromNs[middle] as number) <= atNs)) low = middle + 1;
    else high = middle;
  }
  const before = low - 1;
  if (before >= 0 && stretches.row[before] === row) {
    if (Math.min(stretches.toNs[before] as number, edgeNs) + slackNs >= atNs) return before;
  }
  if (low < stretches.length && stretches.row[low] === row) {
    if ((stretches.fromNs[low] as number) - slackNs <= atNs) return low;
  }
  return -1;
}

/** A picture's row by its number. */
export function rowViewAt(rows: readonly RowView[], row: number): RowView | null {
  return rows.find((view) => view.row === row) ?? null;
}
