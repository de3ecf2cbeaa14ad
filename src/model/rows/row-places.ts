// Where the rows that somebody looks at, or looks for, are now.

import type { RowIndex } from '../../protocol/units.ts';
import type { PictureRequest, RowPlace } from '../view-types.ts';
import type { Rows } from './rows.ts';

/** A sought row that is nearer than this to an end of a picture is not in it as it will be in view: with a row above and below it. */
const AROUND_SOUGHT = 2;

/** The present numbers of the rows that a request names. Those without a row of their own are left out. */
export function placesNow(rows: Rows, { places = [], sought }: PictureRequest): RowPlace[] {
  const named = [...places.map(({ id }) => id), ...(sought === undefined ? [] : [sought])];
  return named.flatMap((id) => {
    const row = rows.rowOf(id);
    return row === null ? [] : [{ id, row }];
  });
}

/**
 * The request with the numbers that its rows have now. They have moved with the first of the named rows that still exists; if the sought
 * row is not among them, they are the rows around that one. So the picture has what will be in view, even if a busy window asks rarely and
 * more rows have come above than a picture has.
 */
export function movedAlong(rows: Rows, request: PictureRequest): PictureRequest {
  const { places = [], sought } = request;
  const now = placesNow(rows, request);
  const rowOf = (id: number | undefined) => now.find((place) => place.id === id)?.row;
  const anchor = places.find(({ id }) => rowOf(id) !== undefined);
  const moved = shifted(request, anchor === undefined ? 0 : rowOf(anchor.id)! - anchor.row);
  const row = rowOf(sought);
  if (row === undefined || row < rows.pinned || isWithin(row, moved)) return moved;
  return shifted(moved, row - Math.floor((moved.fromRow + moved.toRow) / 2));
}

const isWithin = (row: number, { fromRow, toRow }: PictureRequest): boolean =>
  row >= (fromRow === 0 ? 0 : fromRow + AROUND_SOUGHT) && row < toRow - AROUND_SOUGHT;

function shifted(request: PictureRequest, by: number): PictureRequest {
  if (by === 0) return request;
  const fromRow = Math.max(0, request.fromRow + by) as RowIndex;
  return { ...request, fromRow, toRow: Math.max(fromRow, request.toRow + by) as RowIndex };
}
