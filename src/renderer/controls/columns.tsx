import type { ReactNode } from 'react';
import { thousands } from '../../model/words.ts';
import { formatDuration } from '../text/format.ts';

/** A column of a sortable table; `by` is the key by which its heading sorts. */
export interface Column<Row, By> {
  readonly by: By;
  readonly name: string;
  readonly number?: true;
  cell(row: Row): ReactNode;
}

/** A column of durations in nanoseconds. */
export function durationColumn<By extends string>(by: By, name: string): Column<Record<By, number>, By> {
  return { by, name, number: true, cell: (row) => formatDuration(row[by]) };
}

export function countColumn<By extends string>(by: By, name: string): Column<Record<By, number>, By> {
  return { by, name, number: true, cell: (row) => thousands(row[by]) };
}

/** A row's cells, one per column. */
export function Cells<Row, By extends string>({
  columns,
  row,
}: {
  readonly columns: readonly Column<Row, By>[];
  readonly row: Row;
}) {
  return columns.map(({ by, number, cell }) => (
    <td key={by} className={number ? 'number' : ''}>
      {cell(row)}
    </td>
  ));
}
