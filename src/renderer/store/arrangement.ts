// Which tasks the chart and the table show, how they are grouped, and in which order.

import { useEffect, useState } from 'react';
import type { TaskFilter } from '../../model/rows/row-filter.ts';
import { allCharts } from '../chart/active-chart.ts';
import { allClients, clientOf } from '../session/session.ts';
import { ignoreClosed } from '../session/session-client.ts';
import { storeOf, useSide, useSideName } from './sides.ts';
import { type Side, shownFilter, type UiState, useUi } from './ui-store.ts';

const SIDES: readonly Side[] = ['own', 'beside'];

/** Changes the arrangement; what is not given stays as it is. Resolves when the worker has applied it. */
export async function arrange(
  change: Partial<Pick<UiState, 'order' | 'grouping' | 'filter' | 'search'>> = {},
): Promise<void> {
  const { grouping: before } = useUi.getState();
  useUi.setState(change);
  // Sets get new numbers in another grouping.
  if (useUi.getState().grouping !== before)
    for (const side of SIDES) storeOf(side).setState({ selectedFold: null, foldDetails: null });
  const state = useUi.getState();
  const { order, grouping } = state;
  const arrangement = { order, grouping, filter: shownFilter(state) };
  await Promise.all(allClients().map((client) => client.query('arrange', arrangement).catch(ignoreClosed)));
  for (const chart of allCharts()) chart.rows.changed();
  useUi.setState(({ arranged }) => ({ arranged: arranged + 1 }));
}

/** Changes parts of the filter. */
export function setFilter(change: Partial<TaskFilter>): void {
  void arrange({ filter: { ...useUi.getState().filter, ...change } });
}

/** How many conditions the filter has, without the search. */
export const filterCount = ({ states, kinds, file, line, longerNs, shorterNs, mine }: TaskFilter): number =>
  [
    states.length > 0,
    kinds.length > 0,
    file !== null || line !== null,
    longerNs > 0,
    shorterNs !== null,
    mine,
  ].filter(Boolean).length;

/** How many tasks match the filter and the search, as far as is known; null if there is neither. */
export function usePassing(): number | null {
  const isFiltered = useUi(({ filter, search }) => filterCount(filter) > 0 || search.text.trim() !== '');
  const side = useSideName();
  const tasks = useSide(({ status }) => status?.tasks ?? 0);
  const arranged = useUi((state) => state.arranged);
  const [passing, setPassing] = useState<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again for every number of tasks and arrangement.
  useEffect(() => {
    if (!isFiltered) return;
    const timer = setTimeout(async () => {
      const count = await clientOf(side)?.query('passing', {}).catch(ignoreClosed);
      if (count !== undefined) setPassing(count);
    }, 100);
    return () => clearTimeout(timer);
  }, [isFiltered, side, tasks, arranged]);
  return isFiltered ? passing : null;
}
