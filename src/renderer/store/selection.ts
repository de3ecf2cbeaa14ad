// Selecting tasks, waits, runs and threads, from the chart, the table, or links in the panels.

import type { FindingSummary, Insight } from '../../model/index.ts';
import { taskOf, threadItem, threadOf } from '../../model/rows/row-items.ts';
import type { ConsoleLine, LinksRequest, TaskWait } from '../../model/view-types.ts';
import type { TaskIndex, ThreadIndex } from '../../protocol/units.ts';
import { activeChart } from '../chart/active-chart.ts';
import type { TimeWindow } from '../chart/time/time-window.ts';
import { currentClient } from '../session/session.ts';
import { ignoreClosed } from '../session/session-client.ts';
import { afterSelecting } from './in-turn.ts';
import { activate } from './sides.ts';
import { otherThan, type Side, showSource, type UiState, useUi } from './ui-store.ts';

/** How often the details of a selection that is not over are refreshed. */
const REFRESH_MS = 250;
/** The details of a fold of a million tasks take a while, so they are computed for at most a tenth of the time. */
const REFRESH_PAUSE = 9;

export function selectTask(task: TaskIndex | null): void {
  if (selectedRow(useUi.getState()) === task) return;
  useUi.setState({
    selectedTask: task,
    selectedFold: null,
    selectedThread: null,
    selectedWait: null,
    steppedRun: null,
    walk: null,
    details: null,
    foldDetails: null,
    threadDetails: null,
  });
  if (task !== null) void loadDetails(task);
}

/** Selects what a row stands for: a task, many tasks, or a thread. */
export function selectRow(id: number | null): void {
  if (selectedRow(useUi.getState()) === id) return;
  if (id === null) return selectTask(null);
  const thread = threadOf(id);
  selectTask(taskOf(id));
  if (thread !== null) selectThread(thread);
  else if (id < 0) {
    useUi.setState({ selectedFold: id });
    void loadFold(id);
  }
}

/** Selects a thread, and shows the queues of its loop. */
function selectThread(thread: ThreadIndex): void {
  useUi.setState({ selectedThread: thread, loopThread: thread });
  void loadThread(thread);
}

/** The id of the selected row. */
export const selectedRow = ({ selectedTask, selectedFold, selectedThread }: UiState): number | null =>
  selectedTask ?? selectedFold ?? (selectedThread === null ? null : threadItem(selectedThread));

/** Which links of the selected row the chart draws. */
export function linksOf(state: UiState): LinksRequest | null {
  const id = selectedRow(state);
  return id === null ? null : { id, kinds: state.shownLinks };
}

/** Picks the wait in which a task was at a moment, where the user clicked. */
export const pickWaitAt = afterSelecting(async (task: TaskIndex, atNs: number) => {
  const pointed = await currentClient()?.query('pointed', { task, atNs }).catch(ignoreClosed);
  if (useUi.getState().selectedTask !== task) return;
  useUi.setState({ selectedWait: pointed?.wait ?? null, steppedRun: null });
});

/** Picks one of the selected task's waits and shows its line. */
function selectWait(picked: TaskWait): void {
  useUi.setState({ selectedWait: picked, steppedRun: null });
  if (picked.wait.place !== null) showSource(picked.wait.place);
}

async function loadDetails(task: TaskIndex): Promise<void> {
  const client = currentClient();
  const { shownSource: before } = useUi.getState();
  const details = await client?.query('details', { task }).catch(ignoreClosed);
  const { selectedTask, drawerTab, shownSource } = useUi.getState();
  if (details === undefined || selectedTask !== task || currentClient() !== client) return;
  const isFirst = useUi.getState().details === null;
  useUi.setState({ details });
  // An open Source tab follows the selection, unless another line was requested together with it.
  const follows = isFirst && drawerTab === 'source' && shownSource === before;
  if (follows && details?.place != null) showSource(details.place);
}

/** How long the last computation of a fold's details took. */
let foldMs = 0;

async function loadFold(id: number): Promise<void> {
  const askedMs = performance.now();
  const client = currentClient();
  const foldDetails = await client?.query('foldDetails', { id }).catch(ignoreClosed);
  foldMs = performance.now() - askedMs;
  if (foldDetails === undefined || useUi.getState().selectedFold !== id || currentClient() !== client) return;
  useUi.setState({ foldDetails });
}

/** To be called when rows were expanded, collapsed or rearranged: the selected fold may have other tasks now. */
export function refreshFold(): void {
  const { selectedFold } = useUi.getState();
  if (selectedFold !== null) void loadFold(selectedFold);
}

/** A fold's row was expanded or collapsed, which is shown before its details have been computed again. */
export function foldDisclosed(id: number, collapsed: boolean): void {
  const { foldDetails } = useUi.getState();
  if (foldDetails?.id === id) useUi.setState({ foldDetails: { ...foldDetails, collapsed } });
}

async function loadThread(thread: ThreadIndex): Promise<void> {
  const client = currentClient();
  const threadDetails = await client?.query('threadDetails', { thread }).catch(ignoreClosed);
  if (threadDetails === undefined || useUi.getState().selectedThread !== thread || currentClient() !== client)
    return;
  useUi.setState({ threadDetails });
}

/** Whether the details may still change. Those of a fold may even if all its tasks are over, because more may come. */
const isUnfinished = ({ details, threadDetails, ...state }: UiState): boolean =>
  (state.selectedTask !== null && details?.endNs == null) ||
  state.selectedFold !== null ||
  (state.selectedThread !== null && threadDetails?.endNs == null);

/** Refreshes the details of the selection while it is not over. Returns a function that stops this. */
export function keepDetailsFresh(): () => void {
  let timer: number | undefined;
  const unsubscribe = useUi.subscribe((state, before) => {
    const { status } = state;
    if (status === null || timer !== undefined || !isUnfinished(state)) return;
    // What a program that waits sends nothing about grows all the same: each answer is followed by the next question.
    const grows =
      state.phase === 'live' && (state.details !== before.details || state.follow !== before.follow);
    if (status === before.status && !grows) return;
    const pauseMs = state.selectedFold === null ? REFRESH_MS : Math.max(REFRESH_MS, foldMs * REFRESH_PAUSE);
    timer = window.setTimeout(
      () => {
        timer = undefined;
        const { selectedTask: task, selectedThread: thread, follow } = useUi.getState();
        if (follow === 'paused') return;
        if (task !== null) void loadDetails(task);
        else if (thread !== null) void loadThread(thread);
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

/** Selects the row `by` rows further down and brings it into view. */
export const moveSelection = afterSelecting(select);

async function select(by: number): Promise<void> {
  const id = await currentClient()
    ?.query('neighbour', { id: selectedRow(useUi.getState()), by })
    .catch(ignoreClosed);
  // The next move does not wait until the row is on the screen.
  if (id !== undefined) void goToRow(id);
}

/** Expands or collapses the selected row, like the keys of a tree; calls `otherwise` if there is nothing to expand or collapse. */
export const discloseSelected = afterSelecting(
  async (key: 'Enter' | 'ArrowLeft' | 'ArrowRight', otherwise: () => void) => {
    const id = selectedRow(useUi.getState());
    const client = currentClient();
    if (id === null || client === null) return otherwise();
    const collapsed = await client.query('collapsed', { id }).catch(ignoreClosed);
    if (collapsed === undefined) return;
    if (key === 'ArrowLeft' && collapsed !== false) await moveOut(id);
    else if (collapsed === null) otherwise();
    else if (key === 'ArrowRight' && !collapsed) await select(1);
    else activeChart()?.rows.setCollapsed(id, !collapsed);
  },
);

/** Selects the parent row of a row. */
async function moveOut(from: number): Promise<void> {
  const id = await currentClient()?.query('rowAbove', { id: from }).catch(ignoreClosed);
  if (id !== undefined) void goToRow(id);
}

async function goToRow(id: number | null): Promise<void> {
  if (id === null) return;
  selectRow(id);
  await activeChart()?.rows.reveal(id);
}

/** Selects a task, expands what hides its row, and scrolls to it. */
export function goToTask(task: TaskIndex): void {
  selectTask(task);
  void activeChart()?.rows.reveal(task);
}

/** The same on both sides of a comparison, if each has a task. The panels keep showing their side, unless it has none. */
export function goToTasks(tasks: Partial<Record<Side, TaskIndex | null>>): void {
  const { activeSide } = useUi.getState();
  for (const side of [otherThan(activeSide), activeSide]) {
    const task = tasks[side] ?? null;
    if (task === null) continue;
    activate(side);
    goToTask(task);
  }
}

/** Brings the moment into view at which a console line was written, and selects the task that wrote it. */
export function goToLine({ timeNs, by }: ConsoleLine): void {
  activeChart()?.time.centre(timeNs, timeNs);
  if (by !== null && by.task !== null) goToTask(by.task);
}

/** Selects a thread and brings its row into view. */
export function goToThread(thread: ThreadIndex): void {
  void goToRow(threadItem(thread));
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

/** Selects a task, picks one of its runs, and brings it into view. */
export function goToRun({ task, fromNs, toNs }: { task: TaskIndex } & TimeWindow): void {
  goToTask(task);
  useUi.setState({ selectedWait: null, steppedRun: { fromNs, toNs } });
  activeChart()?.time.bringIntoView(fromNs, toNs);
}

/** Selects what a finding is about, and shows it in the chart and in the source. */
export function goToFinding({
  task,
  fromNs,
  toNs,
  file,
  line,
}: Pick<FindingSummary, 'task' | 'fromNs' | 'toNs' | 'file' | 'line'>): void {
  if (task !== null) goToTask(task);
  activeChart()?.time.show(fromNs, toNs);
  if (file !== null && line !== null) showSource({ file, line, column: 1 });
}

/** The same for a finding of the run that is shown. */
export const goToInsight = (insight: Insight): void =>
  goToFinding({ ...insight, task: insight.tasks[0] ?? null });
