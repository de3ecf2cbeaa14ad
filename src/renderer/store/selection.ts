// Selecting a task and a wait, from wherever: the chart, the table, a link in the inspector.

import type { TaskIndex } from '../../protocol/units.ts';
import { activeChart } from '../chart/active-chart.ts';
import { currentClient } from '../session/session.ts';
import { ignoreClosed } from '../session/session-client.ts';
import { showSource, useUi } from './ui-store.ts';

/** A selected task that still runs is asked about again this often. */
const REFRESH_MS = 250;

export function selectTask(task: TaskIndex | null): void {
  if (useUi.getState().selectedTask === task) return;
  useUi.setState({ selectedTask: task, selectedWait: null, steppedRun: null, details: null });
  if (task !== null) void loadDetails(task);
}

/** Picks one of the selected task's waits and shows its line. */
export function selectWait(index: number): void {
  const place = useUi.getState().details?.waits[index]?.place;
  useUi.setState({ selectedWait: index, steppedRun: null });
  if (place != null) showSource(place);
}

async function loadDetails(task: TaskIndex): Promise<void> {
  const details = await currentClient()?.query('details', { task }).catch(ignoreClosed);
  const { selectedTask, drawerTab } = useUi.getState();
  if (details === undefined || selectedTask !== task) return;
  const isFirst = useUi.getState().details === null;
  useUi.setState({ details });
  // The source follows the selection where it is looked at.
  if (isFirst && drawerTab === 'source' && details?.place != null) showSource(details.place);
}

/** Keeps the details of a task that is not over up to date. Returns a function that stops it. */
export function keepDetailsFresh(): () => void {
  let timer: number | undefined;
  const unsubscribe = useUi.subscribe(({ status }, before) => {
    if (status === before.status || status === null || timer !== undefined) return;
    const { details, selectedTask } = useUi.getState();
    if (selectedTask === null || (details !== null && details.endNs !== null)) return;
    timer = window.setTimeout(
      () => {
        timer = undefined;
        const { selectedTask: task, follow } = useUi.getState();
        if (task !== null && follow !== 'paused') void loadDetails(task);
      },
      status.finished ? 0 : REFRESH_MS,
    );
  });
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
}

/** Selects the task `by` rows further on and brings its row into view. */
export async function moveSelection(by: number): Promise<void> {
  const task = await currentClient()
    ?.query('neighbour', { task: useUi.getState().selectedTask, by })
    .catch(ignoreClosed);
  if (task === null || task === undefined) return;
  selectTask(task);
  await activeChart()?.rows.reveal(task);
}

/** Selects a task that may be out of view: its row is opened and scrolled to. */
export function goToTask(task: TaskIndex): void {
  selectTask(task);
  void activeChart()?.rows.reveal(task);
}

/** Selects a wait and brings it into view, in the chart and in the source. */
export function goToWait(index: number): void {
  selectWait(index);
  const { details } = useUi.getState();
  const wait = details?.waits[index];
  const view = activeChart();
  if (wait === undefined || details === null || view === null) return;
  view.time.show(wait.startNs, wait.endNs ?? view.time.edgeNs());
  void view.rows.reveal(details.task);
}
