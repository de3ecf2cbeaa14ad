import { type RowView, type Stretches, StretchKind } from '../../model/view-types.ts';
import type { Pointed } from '../worker/contract.ts';

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

const STATES: Readonly<Partial<Record<number, Pointed['state']>>> = {
  [StretchKind.running]: 'running',
  [StretchKind.ready]: 'ready',
  [StretchKind.suspended]: 'suspended',
};

/**
 * What a stretch of a picture says by itself, before anybody is asked: whose it is, its state and since when; null where
 * several are merged in it, and where its time is an upper bound.
 */
export function pointedStretch(
  { fromNs, toNs, kind, count }: Stretches,
  index: number,
  { task, label }: RowView,
): Pointed | null {
  const state = STATES[kind[index] as number];
  if (task === null || state === undefined || (count[index] as number) > 1) return null;
  const end = toNs[index] as number;
  return {
    task,
    label,
    state,
    fromNs: fromNs[index] as number,
    toNs: Number.isFinite(end) ? end : null,
    place: null,
    wait: null,
  };
}
