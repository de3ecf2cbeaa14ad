import { activeChart } from '../chart/active-chart.ts';
import { currentClient } from '../session/session.ts';
import { ignoreClosed } from '../session/session-client.ts';
import { showProblem, useUi } from './ui-store.ts';

/** Folds the stretches in which nothing happens, or unfolds them. */
export async function toggleElastic(): Promise<void> {
  const view = activeChart();
  const client = currentClient();
  if (view === null || client === null) return;
  if (useUi.getState().elastic) {
    useUi.setState({ elastic: false });
    view.fold([]);
    return;
  }
  const folds = await client.query('quiet', {}).catch(ignoreClosed);
  if (folds === undefined || currentClient() !== client) return;
  if (folds.length === 0) {
    showProblem({
      title: 'There is no idle time to fold',
      detail: 'Nowhere is the program idle, with no task that runs or changes, for a hundredth of its time.',
      action: 'Zoom in to see what happens closer together.',
    });
    return;
  }
  useUi.setState({ elastic: true });
  view.fold(folds);
}
