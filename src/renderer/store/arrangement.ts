// Which tasks the chart and the table show, how they are grouped and in which order.

import type { TaskFilter } from '../../model/row-filter.ts';
import { activeChart } from '../chart/active-chart.ts';
import { currentClient } from '../session/session.ts';
import { ignoreClosed } from '../session/session-client.ts';
import { type UiState, useUi } from './ui-store.ts';

/** What is searched for is part of what is shown: rows that are no hit, and start none, are left out. */
export const shownFilter = ({ filter, search }: UiState): TaskFilter => ({ ...filter, text: search.text });

/** Changes the arrangement; what is left out stays as it is. Resolves when the worker has it. */
export async function arrange(
  change: Partial<Pick<UiState, 'order' | 'grouping' | 'filter' | 'search'>> = {},
): Promise<void> {
  useUi.setState(change);
  const state = useUi.getState();
  const { order, grouping } = state;
  await currentClient()
    ?.query('arrange', { order, grouping, filter: shownFilter(state) })
    .catch(ignoreClosed);
  activeChart()?.rows.changed();
  useUi.setState(({ arranged }) => ({ arranged: arranged + 1 }));
}
