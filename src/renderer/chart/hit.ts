import { type Picture, type RowView, type Stretches, StretchKind } from '../../model/view-types.ts';
import type { Pointed } from '../worker/contract.ts';

/**
 * The stretch of a row at a moment, as an index into the columns; -1 for none. A stretch shorter than `slackNs` can be hit from that far
 * away, even between long ones.
 */
export function stretchAt(
  stretches: Stretches,
  row: number,
  atNs: number,
  edgeNs: number,
  slackNs: number,
): number {
  const at = stretchUnder(stretches, row, atNs, edgeNs, slackNs);
  const { fromNs, toNs, kind } = stretches;
  const widthNs = (index: number) => Math.min(toNs[index] as number, edgeNs) - (fromNs[index] as number);
  // A stretch that is not much wider than the slack must keep some space of its own.
  if (at < 0 || widthNs(at) < 4 * slackNs) return at;
  const isThin = (index: number) =>
    index >= 0 &&
    index < stretches.length &&
    stretches.row[index] === row &&
    kind[index] !== StretchKind.suspended &&
    widthNs(index) < slackNs;
  if (isThin(at - 1) && atNs - Math.min(toNs[at - 1] as number, edgeNs) <= slackNs) return at - 1;
  return isThin(at + 1) && (fromNs[at + 1] as number) - atNs <= slackNs ? at + 1 : at;
}

function stretchUnder(
  stretches: Stretches,
  row: number,
  atNs: number,
  edgeNs: number,
  slackNs: number,
): number {
  let low = 0;
  let high = stretches.length;
  // Finds the first stretch of the row that begins after the moment.
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

/** Failures near a moment that a row stands for or hides: `own` of the `ended` ones among its own tasks, `below` among what those started. */
export interface FailuresAt {
  readonly own: number;
  readonly ended: number;
  readonly below: number;
}

/** What the marks at a moment stand for. `slackNs`: from how far away a mark's beginning can be hit. */
export function failuresAt(picture: Picture, row: number, atNs: number, slackNs: number): FailuresAt {
  const density = picture.densities.get(row);
  const bin = density === undefined ? -1 : Math.floor((atNs - density.fromNs) / density.binNs);
  const { failures } = picture;
  let below = 0;
  for (let mark = 0; mark < failures.row.length; mark++)
    if (failures.row[mark] === row && Math.abs((failures.atNs[mark] as number) - atNs) <= slackNs)
      below += failures.count[mark] as number;
  return { own: density?.failed[bin] ?? 0, ended: density?.ended[bin] ?? 0, below };
}

/** The picture's row with this number. */
export function rowViewAt(rows: readonly RowView[], row: number): RowView | null {
  return rows.find((view) => view.row === row) ?? null;
}

const STATES: Readonly<Partial<Record<number, Pointed['state']>>> = {
  [StretchKind.running]: 'running',
  [StretchKind.ready]: 'ready',
  [StretchKind.suspended]: 'suspended',
};

/**
 * What is known of a stretch from the picture alone, before the worker answers: its task, its state and since when. Null if several are
 * merged in it, or its time is an upper bound.
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
    written: null,
  };
}
