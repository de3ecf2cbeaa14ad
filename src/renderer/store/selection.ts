// Selecting a task and a wait, from wherever: the chart, the table, a link in the inspector.

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

/** What is selected and not over is asked about again this often. */
const REFRESH_MS = 250;
/** A fold of a million tasks takes a while to look at: it is looked at for a tenth of the time at most. */
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

/** Selects what a row stands for: a task, many, or a thread. */
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

/** The queues shown are those of its loop, too. */
function selectThread(thread: ThreadIndex): void {
  useUi.setState({ selectedThread: thread, loopThread: thread });
  void loadThread(thread);
}

/** The row that is selected, by its id. */
export const selectedRow = ({ selectedTask, selectedFold, selectedThread }: UiState): number | null =>
  selectedTask ?? selectedFold ?? (selectedThread === null ? null : threadItem(selectedThread));

/** What the chart draws of the selected row's links. */
export function linksOf(state: UiState): LinksRequest | null {
  const id = selectedRow(state);
  return id === null ? null : { id, kinds: state.shownLinks };
}

/** Picks the wait that a task was in at a moment: what was clicked on. */
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
  // The source follows the selection where it is looked at, unless a line of its own was asked for with it.
  const follows = isFirst && drawerTab === 'source' && shownSource === before;
  if (follows && details?.place != null) showSource(details.place);
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

/** Its row was opened or closed, which is to be seen before all of its tasks have been looked at again. */
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

/** Of what is over nothing changes any more; but to many tasks more may come, though all of them are over. */
const isUnfinished = ({ details, threadDetails, ...state }: UiState): boolean =>
  (state.selectedTask !== null && details?.endNs == null) ||
  state.selectedFold !== null ||
  (state.selectedThread !== null && threadDetails?.endNs == null);

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

/** Selects the row `by` rows further on and brings it into view. */
export const moveSelection = afterSelecting(select);

async function select(by: number): Promise<void> {
  const id = await currentClient()
    ?.query('neighbour', { id: selectedRow(useUi.getState()), by })
    .catch(ignoreClosed);
  // The next move need not wait until the row is on the screen.
  if (id !== undefined) void goToRow(id);
}

/** Opens or closes the selected row, as the keys of a tree do; where there is nothing to do, `otherwise`. */
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

/** Selects the row that a row is indented below. */
async function moveOut(from: number): Promise<void> {
  const id = await currentClient()?.query('rowAbove', { id: from }).catch(ignoreClosed);
  if (id !== undefined) void goToRow(id);
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

/** The same on both sides, where each has one; the panels go on showing the side that they show, unless it has none. */
export function goToTasks(tasks: Partial<Record<Side, TaskIndex | null>>): void {
  const { activeSide } = useUi.getState();
  for (const side of [otherThan(activeSide), activeSide]) {
    const task = tasks[side] ?? null;
    if (task === null) continue;
    activate(side);
    goToTask(task);
  }
}

/** Brings the moment at which a line of the console was written into view, and selects the task that wrote it. */
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

/** Selects a task, marks one of its runs and brings it into view. */
export function goToRun({ task, fromNs, toNs }: { task: TaskIndex } & TimeWindow): void {
  goToTask(task);
  useUi.setState({ selectedWait: null, steppedRun: { fromNs, toNs } });
  activeChart()?.time.bringIntoView(fromNs, toNs);
}

/** Selects whom a finding is about, and shows it in the chart and in the source. */
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
