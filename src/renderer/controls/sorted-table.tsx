import { useState } from 'react';
import { Cells, type Column } from './columns.tsx';
import { SortHeading } from './sort-heading.tsx';
import './data-table.css';

/** A table of few rows, sorted here in the window; at first by `first`, descending. */
export function SortedTable<Row extends object>({
  label,
  columns,
  rows,
  first,
}: {
  readonly label: string;
  readonly columns: readonly Column<Row, string & keyof Row>[];
  readonly rows: readonly Row[];
  readonly first: string & keyof Row;
}) {
  const [sort, setSort] = useState<{ by: string & keyof Row; descending: boolean }>({
    by: first,
    descending: true,
  });
  const sign = sort.descending ? -1 : 1;
  const sorted = rows.toSorted((a, b) =>
    a[sort.by] < b[sort.by] ? -sign : a[sort.by] > b[sort.by] ? sign : 0,
  );
  return (
    <table className="data-table" aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <SortHeading
              key={column.by}
              {...column}
              sort={sort}
              largestFirst={column.number === true}
              onSort={setSort}
            />
          ))}
        </tr>
      </thead>
      <tbody>
        {sorted.map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no state of their own.
          <tr key={at}>
            <Cells columns={columns} row={row} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}
