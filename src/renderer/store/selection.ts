// Selecting a task and a wait, from wherever: the chart, the table, a link in the inspector.

import type { TaskWait } from '../../model/view-types.ts';
import type { TaskIndex } from '../../protocol/units.ts';
import { activeChart } from '../chart/active-chart.ts';
import type { TimeWindow } from '../chart/spaces.ts';
import { currentClient } from '../session/session.ts';
import { ignoreClosed } from '../session/session-client.ts';
import { showSource, type UiState, useUi } from './ui-store.ts';

/** A selected task that still runs is asked about again this often. */
const REFRESH_MS = 250;

export function selectTask(task: TaskIndex | null): void {
  const { selectedTask, selectedFold } = useUi.getState();
  if (selectedTask === task && selectedFold === null) return;
  useUi.setState({
    selectedTask: task,
    selectedFold: null,
    selectedWait: null,
    steppedRun: null,
    details: null,
  });
  if (task !== null) void loadDetails(task);
}

/** Selects what a row stands for: a task, or (below 0) many. */
export function selectRow(id: number): void {
  selectTask(id >= 0 ? (id as TaskIndex) : null);
  if (id < 0) useUi.setState({ selectedFold: id });
}

/** The row that is selected, by its id. */
export const selectedRow = ({ selectedTask, selectedFold }: UiState): number | null =>
  selectedTask ?? selectedFold;

/** Picks one of the selected task's waits and shows its line. */
export function selectWait(picked: TaskWait): void {
  useUi.setState({ selectedWait: picked, steppedRun: null });
  if (picked.wait.place !== null) showSource(picked.wait.place);
}

async function loadDetails(task: TaskIndex): Promise<void> {
  const client = currentClient();
  const details = await client?.query('details', { task }).catch(ignoreClosed);
  const { selectedTask, drawerTab } = useUi.getState();
  if (details === undefined || selectedTask !== task || currentClient() !== client) return;
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

/** Selects the row `by` rows further on and brings it into view. */
export async function moveSelection(by: number): Promise<void> {
  const id = await currentClient()
    ?.query('neighbour', { id: selectedRow(useUi.getState()), by })
    .catch(ignoreClosed);
  if (id !== undefined) await goToRow(id);
}

/** Selects the row that a row is indented below. */
export async function moveOut(from: number): Promise<void> {
  const id = await currentClient()?.query('rowAbove', { id: from }).catch(ignoreClosed);
  if (id !== undefined) await goToRow(id);
}

async function goToRow(id: number | null): Promise<void> {
  if (id === null) return;
  selectRow(id);
  await activeChart()?.rows.reveal(id);
}

/** Selects a task that may be out of view: its row is opened and scrolled to. */
export function goToTask(task: TaskIndex): void {
  selectTask(task);
  void activeChart()?.rows.reveal(task);
}

/** Selects a wait of the selected task and brings it into view, in the chart and in the source. */
export function goToWait(picked: TaskWait): void {
  selectWait(picked);
  const { selectedTask } = useUi.getState();
  const view = activeChart();
  if (selectedTask === null || view === null) return;
  view.time.show(picked.wait.startNs, picked.wait.endNs ?? view.time.edgeNs());
  void view.rows.reveal(selectedTask);
}

/** Selects a task, marks one of its runs and brings it into view. */
export function goToRun({ task, fromNs, toNs }: { task: TaskIndex } & TimeWindow): void {
  goToTask(task);
  useUi.setState({ selectedWait: null, steppedRun: { fromNs, toNs } });
  activeChart()?.time.bringIntoView(fromNs, toNs);
}
