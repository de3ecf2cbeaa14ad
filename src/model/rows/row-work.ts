// Questions about rows that may first have to be laid out, in pieces.

import type { RowIndex } from '../../protocol/units.ts';
import type { Work } from '../work.ts';
import type { Rows } from './rows.ts';

/** Lays rows out, then does work that looks at them. Starts again if the rows were rearranged meanwhile. */
export function* lookingAt<T>(rows: Rows, workOf: () => Work<T>): Work<T> {
  for (;;) {
    yield* rows.layingOut();
    const { arrangements } = rows;
    const work = workOf();
    do {
      const step = work.next();
      if (step.done) return step.value;
      yield;
    } while (arrangements === rows.arrangements);
  }
}

/** How many tasks pass the filter, whether or not they have a row. */
export function* countingMatches(rows: Rows): Work<number> {
  if (rows.untilNs === Number.POSITIVE_INFINITY) return yield* rows.filter.counting();
  yield* rows.layingOut();
  return rows.matchCount;
}

/** The parent row of a row; null at the top level. */
export function rowAbove(rows: Rows, row: RowIndex): RowIndex | null {
  const depth = rows.depthAt(row);
  for (let above = row - 1; above >= 0; above--)
    if (rows.depthAt(above as RowIndex) < depth) return above as RowIndex;
  return null;
}
