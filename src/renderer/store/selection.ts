// Selecting a task and a wait, from wherever: the chart, the table, a link in the inspector.

import type { TaskWait } from '../../model/view-types.ts';
import type { TaskIndex } from '../../protocol/units.ts';
import { activeChart } from '../chart/active-chart.ts';
import type { TimeWindow } from '../chart/spaces.ts';
import { currentClient } from '../session/session.ts';
import { ignoreClosed } from '../session/session-client.ts';
import { showSource, type UiState, useUi } from './ui-store.ts';

/** What is selected and not over is asked about again this often. */
const REFRESH_MS = 250;
/** A fold of a million tasks takes a while to look at: it is looked at for a tenth of the time at most. */
const REFRESH_PAUSE = 9;

export function selectTask(task: TaskIndex | null): void {
  const { selectedTask, selectedFold } = useUi.getState();
  if (selectedTask === task && selectedFold === null) return;
  useUi.setState({
    selectedTask: task,
    selectedFold: null,
    selectedWait: null,
    steppedRun: null,
    walk: null,
    details: null,
    foldDetails: null,
  });
  if (task !== null) void loadDetails(task);
}

/** Selects what a row stands for: a task, or (below 0) many. */
export function selectRow(id: number): void {
  selectTask(id >= 0 ? (id as TaskIndex) : null);
  if (id >= 0 || useUi.getState().selectedFold === id) return;
  useUi.setState({ selectedFold: id, foldDetails: null });
  void loadFold(id);
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

/** How long the last look at a fold took. */
let foldMs = 0;

async function loadFold(id: number): Promise<void> {
  const askedMs = performance.now();
  const client = currentClient();
  const foldDetails = await client?.query('foldDetails', { id }).catch(ignoreClosed);
  foldMs = performance.now() - askedMs;
  if (foldDetails === undefined || useUi.getState().selectedFold !== id || currentClient() !== client) return;
  useUi.setState({ foldDetails });
}

/** To be called when rows were opened, closed or arranged: other tasks may belong to the selected one. */
export function refreshFold(): void {
  const { selectedFold } = useUi.getState();
  if (selectedFold !== null) void loadFold(selectedFold);
}

const isUnfinished = ({ selectedTask, details, selectedFold, foldDetails }: UiState): boolean =>
  (selectedTask !== null && details?.endNs == null) || (selectedFold !== null && foldDetails?.endNs == null);

/** Keeps the details of what is selected and not over up to date. Returns a function that stops it. */
export function keepDetailsFresh(): () => void {
  let timer: number | undefined;
  const unsubscribe = useUi.subscribe((state, before) => {
    const { status } = state;
    if (status === before.status || status === null || timer !== undefined || !isUnfinished(state)) return;
    const pauseMs = state.selectedFold === null ? REFRESH_MS : Math.max(REFRESH_MS, foldMs * REFRESH_PAUSE);
    timer = window.setTimeout(
      () => {
        timer = undefined;
        const { selectedTask: task, follow } = useUi.getState();
        if (follow === 'paused') return;
        if (task !== null) void loadDetails(task);
        else refreshFold();
      },
      status.finished ? 0 : pauseMs,
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
