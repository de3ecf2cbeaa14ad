// What each command of src/protocol/commands.ts does in the window, and when it is enabled.

import { flushSync } from 'react-dom';
import { NO_FILTER } from '../../model/rows/row-filter.ts';
import { COMMANDS, type CommandId } from '../../protocol/commands.ts';
import { main } from '../bridge.ts';
import { activeChart } from '../chart/active-chart.ts';
import { toggleRowsMenu } from '../chart/rows/rows-menu-toggle.ts';
import { focusInput } from '../drawer/console/console-input.tsx';
import { COPIED_TABS, copyShownTable, copyTable } from '../drawer/table-copy.ts';
import { waitsTextOf } from '../inspector/task/waits-text.ts';
import { doneIn, type LessonPair, lessonOf, pairOf, programBeside } from '../lessons/course.ts';
import { closeComparison, compareWithBefore, runBoth, swapSides } from '../session/comparison.ts';
import {
  chooseScript,
  openLessonsWithDialog,
  openWithDialog,
  runScript,
  saveRecording,
  showPart,
  showWelcome,
  stopProgram,
} from '../session/session.ts';
import { showTab, togglePanel } from '../shell/panels.ts';
import { focusSearch } from '../stage/search-focus.ts';
import { arrange, setFilter } from '../store/arrangement.ts';
import { goAmongViews, walkChain } from '../store/chain.ts';
import { toggleElastic } from '../store/elastic.ts';
import { fitSelection } from '../store/fit.ts';
import { afterSelecting } from '../store/in-turn.ts';
import { goToNextMark, markMoment } from '../store/marks.ts';
import { clearPlayhead, stepPlayhead, togglePlaying } from '../store/playhead.ts';
import { endInput, hasInput } from '../store/program-input.ts';
import { moveToRejected } from '../store/rejected.ts';
import { moveToRun } from '../store/run-steps.ts';
import { moveSelection, selectedRow, selectTask } from '../store/selection.ts';
import { toggleCounters } from '../store/settings/counters.ts';
import { toggleModules } from '../store/settings/modules.ts';
import { resetTextSize, stepTextSize } from '../store/settings/text-size.ts';
import { chooseTheme } from '../store/settings/theme.ts';
import { activate } from '../store/sides.ts';
import {
  type DrawerTab,
  hasChart,
  isRunning,
  NO_SEARCH,
  otherThan,
  type UiState,
  useUi,
} from '../store/ui-store.ts';

interface Action {
  run(): void;
  /** Always enabled if absent. */
  enabled?(state: UiState): boolean;
  /** Instead of `enabled`, for one of which the user would wonder: when it will be enabled, in words; null if it is. */
  enabledWhen?(state: UiState): string | null;
}

const ZOOM_STEP = 1.5;
const PAN_STEP = 0.2;

const withChart = (state: UiState): boolean => hasChart(state.phase) && state.connected;
const chart = (run: (view: NonNullable<ReturnType<typeof activeChart>>) => void): Action => ({
  enabled: withChart,
  run: () => {
    const view = activeChart();
    if (view !== null) run(view);
  },
});
/** Goes back or forward in the history of views. */
const beenAt = (direction: 1 | -1): Action => ({
  ...chart(() => goAmongViews(direction)),
  enabled: (state) => withChart(state) && activeChart()?.time.canGo(direction) === true,
});
const hasMarks = (state: UiState): boolean => withChart(state) && state.marks.length > 0;
/** Runs after the acts of earlier keys are done. */
const next = (run: () => void): (() => void) => {
  const inTurn = afterSelecting(async () => run());
  return () => void inTurn();
};
/** The focus stays where it is, as after a click on a tab. */
const tab = (drawerTab: DrawerTab): Action => ({
  enabled: ({ phase }) => phase !== 'empty',
  run: () => showTab(drawerTab),
});
const rows = (run: () => void): Action => ({ enabled: withChart, run });
const canRun = (state: UiState): boolean => state.scriptPath !== null && state.phase !== 'starting';

/** Whether parts can be shown. Not during a comparison, where the part would not match the other side. */
const hasParts = (state: UiState): boolean => withChart(state) && state.comparison === null;

/** There has to be a complete session to compare, and no program that runs. */
const whenComparable = ({ session, phase }: UiState): string | null =>
  session !== null && phase === 'finished' ? null : 'When a finished run is shown';
const lessonPair = ({ app, scriptPath }: UiState): LessonPair | null => {
  const place = lessonOf(app?.lessons ?? [], scriptPath);
  return place === null ? null : pairOf(place.lesson, place.script);
};

/** Goes to the previous or next program of the course. */
const beside = (step: 1 | -1): Action => {
  const place = ({ app, scriptPath }: UiState) => programBeside(app?.lessons ?? [], scriptPath, step);
  return {
    enabled: (state) => place(state) !== null,
    run: () => {
      const path = place(useUi.getState())?.script.path;
      if (path !== undefined) chooseScript(path);
    },
  };
};

const ACTIONS: Readonly<Record<CommandId, Action>> = {
  open: { run: () => void openWithDialog() },
  'open-lessons': { run: () => void openLessonsWithDialog() },
  'close-lessons': {
    run: () => void main.closeLessons(),
    enabled: ({ app }) => app?.lessons.some(({ own }) => own) === true,
  },
  'save-recording': { run: () => void saveRecording(), enabled: ({ session }) => session !== null },
  export: { run: () => useUi.setState({ dialog: 'export' }), enabled: ({ session }) => session !== null },
  welcome: { run: showWelcome, enabled: ({ phase }) => phase !== 'empty' && !isRunning(phase) },

  compare: { run: () => useUi.setState({ dialog: 'compare' }), enabledWhen: whenComparable },
  'compare-before': {
    run: compareWithBefore,
    enabledWhen: (state) =>
      whenComparable(state) ?? (state.runBefore === null ? 'After the script has run again' : null),
  },
  'swap-sides': { run: swapAandB, enabled: ({ comparison }) => comparison?.difference != null },
  'close-comparison': { run: closeComparison, enabled: ({ comparison }) => comparison !== null },

  run: { run: () => void runScript(), enabled: (state) => canRun(state) && state.phase !== 'live' },
  stop: { run: () => void stopProgram(), enabled: ({ phase }) => phase === 'live' },
  'toggle-modules': { run: () => void toggleModules() },
  rerun: { run: () => void runScript(), enabled: (state) => canRun(state) && state.session?.kind === 'live' },

  'type-input': { run: focusInput, enabled: hasInput },
  'end-input': { run: endInput, enabled: hasInput },
  'run-options': {
    run: () => useUi.setState({ dialog: 'run-options' }),
    enabled: ({ scriptPath }) => scriptPath !== null,
  },
  'compare-lesson': {
    run: () => {
      const pair = lessonPair(useUi.getState());
      if (pair !== null) void runBoth(pair);
    },
    enabled: (state) => !isRunning(state.phase) && lessonPair(state) !== null,
  },

  'go-live': {
    ...chart((view) => {
      clearPlayhead();
      view.time.goLive();
    }),
    enabled: (state) => state.phase === 'live' && state.follow !== 'live',
  },
  'pause-view': {
    ...chart((view) => view.time.pause()),
    enabled: (state) => state.phase === 'live' && state.playhead === null,
  },
  'zoom-in': chart((view) => view.time.zoomBy(ZOOM_STEP)),
  'zoom-out': chart((view) => view.time.zoomBy(1 / ZOOM_STEP)),
  'pan-left': chart((view) => view.time.panBy(-PAN_STEP)),
  'pan-right': chart((view) => view.time.panBy(PAN_STEP)),
  'fit-selection': { run: () => void fitSelection(), enabled: withChart },
  'fit-all': chart((view) => view.time.fitAll()),
  'toggle-counters': { run: () => void toggleCounters() },
  'toggle-elastic': { run: () => void toggleElastic(), enabled: withChart },
  'part-beginning': {
    run: () => void showPart('beginning'),
    enabled: (state) => hasParts(state) && (state.status?.fromNs ?? 0) > 0,
  },
  'part-next': {
    run: () => void showPart('next'),
    enabled: (state) => hasParts(state) && state.status?.isFull === true,
  },
  'part-newest': {
    run: () => void showPart('newest'),
    enabled: (state) => hasParts(state) && state.status?.isFull === true,
  },
  'toggle-library': { run: () => togglePanel('library') },
  'toggle-inspector': { run: () => togglePanel('inspector') },
  'toggle-drawer': { run: () => togglePanel('drawer') },
  'show-differences': { ...tab('differences'), enabled: ({ comparison }) => comparison !== null },
  'show-insights': tab('insights'),
  'show-console': tab('console'),
  'show-source': tab('source'),
  'show-tasks': tab('tasks'),
  'show-queues': tab('queues'),
  'show-range': tab('range'),
  'show-marks': tab('marks'),
  'text-larger': { run: () => stepTextSize(1) },
  'text-smaller': { run: () => stepTextSize(-1) },
  'text-usual': { run: () => void resetTextSize() },
  'theme-system': { run: () => void chooseTheme('system') },
  'theme-light': { run: () => void chooseTheme('light') },
  'theme-dark': { run: () => void chooseTheme('dark') },

  rows: { run: toggleRowsMenu, enabled: withChart },
  'filter-mine': rows(() => setFilter({ mine: !useUi.getState().filter.mine })),
  'filter-rejected': rows(() => setFilter({ states: ['rejected'] })),
  'filter-none': rows(() => void arrange({ filter: NO_FILTER, search: NO_SEARCH })),
  'group-tree': rows(() => void arrange({ grouping: 'tree' })),
  'group-function': rows(() => void arrange({ grouping: 'function' })),
  'group-kind': rows(() => void arrange({ grouping: 'kind' })),
  'group-file': rows(() => void arrange({ grouping: 'file' })),
  'group-thread': rows(() => void arrange({ grouping: 'thread' })),
  'order-start': rows(() => void arrange({ order: 'start' })),
  'order-duration': rows(() => void arrange({ order: 'duration' })),
  'order-running': rows(() => void arrange({ order: 'running' })),
  'order-ready': rows(() => void arrange({ order: 'ready' })),
  'order-suspended': rows(() => void arrange({ order: 'suspended' })),
  pin: {
    run: next(() => {
      const id = selectedRow(useUi.getState());
      if (id !== null) activeChart()?.rows.togglePin(id);
    }),
    enabled: (state) => withChart(state) && selectedRow(state) !== null,
  },
  'unpin-all': chart((view) => view.rows.unpinAll()),
  'expand-all': chart((view) => view.rows.setAllCollapsed(false)),
  'collapse-all': chart((view) => view.rows.setAllCollapsed(true)),

  search: { run: focusSearch, enabled: withChart },
  'select-next': { run: () => void moveSelection(1), enabled: withChart },
  'select-previous': { run: () => void moveSelection(-1), enabled: withChart },
  'next-run': { run: () => void moveToRun(1), enabled: (state) => state.selectedTask !== null },
  'previous-run': { run: () => void moveToRun(-1), enabled: (state) => state.selectedTask !== null },
  'next-rejected': { run: () => void moveToRejected(1), enabled: withChart },
  'previous-rejected': { run: () => void moveToRejected(-1), enabled: withChart },
  'chain-back': { run: () => void walkChain(-1), enabled: (state) => state.selectedTask !== null },
  'chain-forth': { run: () => void walkChain(1), enabled: (state) => state.selectedTask !== null },
  'critical-path': {
    run: () => useUi.setState(({ showsPath }) => ({ showsPath: !showsPath })),
    enabled: withChart,
  },
  'step-forward': { run: () => void stepPlayhead(1), enabled: withChart },
  'step-back': { run: () => void stepPlayhead(-1), enabled: withChart },
  'step-to-run': { run: () => void stepPlayhead(1, 'runs'), enabled: withChart },
  'step-back-to-run': { run: () => void stepPlayhead(-1, 'runs'), enabled: withChart },
  play: {
    run: next(togglePlaying),
    enabled: (state) => withChart(state) && (state.phase === 'finished' || state.playhead !== null),
  },
  mark: { run: next(markMoment), enabled: withChart },
  'next-mark': { run: next(() => goToNextMark(1)), enabled: hasMarks },
  'previous-mark': { run: next(() => goToNextMark(-1)), enabled: hasMarks },
  'other-side': { run: goToOtherSide, enabled: ({ comparison }) => comparison !== null },
  'copy-table': {
    run: () => void copyShownTable(),
    enabled: (state) => withChart(state) && COPIED_TABS.includes(state.drawerTab),
  },
  'copy-waits': {
    run: () => {
      const { details } = useUi.getState();
      if (details !== null) void copyTable(() => waitsTextOf(details));
    },
    enabled: ({ details }) => (details?.waitCount ?? 0) > 0,
  },
  'clear-selection': { run: next(clearSelection) },
  'previous-view': beenAt(-1),
  'next-view': beenAt(1),
  'next-program': beside(1),
  'previous-program': beside(-1),
  'reset-course': {
    run: () => {
      useUi.setState({ guesses: {} });
      void main.forgetCourse();
    },
    enabled: ({ app }) => app?.lessons.some((lesson) => doneIn(lesson) > 0) === true,
  },

  commands: { run: () => useUi.setState({ dialog: 'commands' }) },
  keys: { run: () => useUi.setState({ dialog: 'keys' }) },
  legend: { run: () => useUi.setState({ dialog: 'legend' }) },
};

const isCommand = (id: string): id is CommandId => Object.hasOwn(ACTIONS, id);

export function isEnabled(id: CommandId, state: UiState): boolean {
  return (ACTIONS[id].enabled?.(state) ?? true) && enabledWhen(id, state) === null;
}

/** When a disabled command will be enabled, for those of which the user would wonder; null for others, and if it is enabled. */
export function enabledWhen(id: CommandId, state: UiState): string | null {
  return ACTIONS[id].enabledWhen?.(state) ?? null;
}

/** Runs a command. Does nothing if the command is unknown or disabled. */
export function runCommand(id: string): void {
  if (isCommand(id) && isEnabled(id, useUi.getState())) ACTIONS[id].run();
}

export const commandOf = (id: CommandId) => COMMANDS.find((command) => command.id === id)!;

/** Moves the focus to the rows of the other side. */
function goToOtherSide(): void {
  activate(otherThan(useUi.getState().activeSide));
  activeChart()?.focusRows();
}

function swapAandB(): void {
  flushSync(swapSides);
  // The chart that was moved in the document has lost the focus.
  if (document.activeElement === document.body) activeChart()?.focusRows();
}

/** Each press removes one of: the range, the playhead, the selection. */
function clearSelection(): void {
  const { range, playhead } = useUi.getState();
  if (range !== null) useUi.setState({ range: null });
  else if (playhead !== null) clearPlayhead();
  else selectTask(null);
}
