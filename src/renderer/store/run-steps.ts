import { activeChart } from '../chart/active-chart.ts';
import { currentClient } from '../session/session.ts';
import { ignoreClosed } from '../session/session-client.ts';
import { afterSelecting } from './in-turn.ts';
import { useUi } from './ui-store.ts';

/** Goes to the selected task's next (1) or previous (-1) run: picks it, and brings it into view. */
export const moveToRun = afterSelecting(async (step: 1 | -1) => {
  const { selectedTask: task, steppedRun, selectedWait } = useUi.getState();
  const view = activeChart();
  if (task === null || view === null) return;
  const picked = selectedWait?.wait.startNs ?? steppedRun?.fromNs;
  const atNs = picked ?? (step > 0 ? -1 : Number.MAX_SAFE_INTEGER);
  const client = currentClient();
  const run = await client?.query('runFrom', { task, atNs, step }).catch(ignoreClosed);
  if (run === null || run === undefined) return;
  if (useUi.getState().selectedTask !== task || currentClient() !== client) return;
  const toNs = run.toNs ?? view.time.edgeNs();
  useUi.setState({ selectedWait: null, steppedRun: { fromNs: run.fromNs, toNs } });
  view.time.bringIntoView(run.fromNs, toNs);
});
