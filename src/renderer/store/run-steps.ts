import { activeChart } from '../chart/active-chart.ts';
import { currentClient } from '../session/session.ts';
import { ignoreClosed } from '../session/session-client.ts';
import { useUi } from './ui-store.ts';

/** Where the last step of a task went: the next one goes on from there. */
let last: { readonly task: number; readonly atNs: number } | null = null;

/** Brings the selected task's next (1) or previous (-1) run into the middle of the chart. */
export async function moveToRun(step: 1 | -1): Promise<void> {
  const { selectedTask: task } = useUi.getState();
  const view = activeChart();
  if (task === null || view === null) return;
  const atNs = last?.task === task ? last.atNs : step > 0 ? -1 : Number.MAX_SAFE_INTEGER;
  const run = await currentClient()?.query('runFrom', { task, atNs, step }).catch(ignoreClosed);
  if (run === null || run === undefined) return;
  last = { task, atNs: run.fromNs };
  view.centre(run.fromNs, run.toNs ?? view.edgeNs());
}
