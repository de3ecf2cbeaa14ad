import { ArrowDown, ArrowUp } from 'lucide-react';

interface Sort<Key> {
  readonly by: Key;
  readonly descending: boolean;
}

/** A column's heading: sorts by the column, and reverses the order if it is sorted by it already. */
export function SortHeading<Key extends string>({
  by,
  name,
  number,
  sort,
  largestFirst,
  onSort,
}: {
  readonly by: Key;
  readonly name: string;
  readonly number?: boolean;
  readonly sort: Sort<Key>;
  /** Whether the first click sorts descending: for numbers, but not for names and moments. */
  readonly largestFirst: boolean;
  readonly onSort: (sort: Sort<Key>) => void;
}) {
  const sorted = sort.by === by;
  const Arrow = sort.descending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      className={number ? 'number' : ''}
      aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        className="sort"
        onClick={() => onSort({ by, descending: sorted ? !sort.descending : largestFirst })}
      >
        {name}
        {sorted && <Arrow className="icon" aria-hidden />}
      </button>
    </th>
  );
}
