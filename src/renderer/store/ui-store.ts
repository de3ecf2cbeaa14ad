// The state of the window, except for the chart's moving parts, which are outside of React in src/renderer/chart.

import { create } from 'zustand';
import type { ChainEnd, ChainStep } from '../../model/cause/chain.ts';
import type { FoldDetails } from '../../model/details/folds/fold-details-types.ts';
import type { ThreadDetails } from '../../model/details/threads/thread-details.ts';
import type { Difference, Names } from '../../model/index.ts';
import type { StepView } from '../../model/moment/moment-types.ts';
import { NO_FILTER, type TaskFilter } from '../../model/rows/row-filter.ts';
import type { RowOrder } from '../../model/rows/row-order.ts';
import type { Grouping } from '../../model/rows/task-sets.ts';
import type { LinkKind, PlaceView, SessionStatus, TaskDetails, TaskWait } from '../../model/view-types.ts';
import type {
  AppState,
  OpenRequest,
  Problem,
  RunOptions,
  Session,
  SessionEnd,
} from '../../protocol/bridge.ts';
import type { ExportProgress } from '../../protocol/export-formats.ts';
import type { Mark } from '../../protocol/marks.ts';
import type { RunIndex, TaskIndex, ThreadIndex } from '../../protocol/units.ts';
import type { Follow } from '../chart/time/follow.ts';
import type { TimeWindow } from '../chart/time/time-window.ts';
import type { Ending, Moment } from '../worker/contract.ts';

/**
 * What the window is doing: nothing is open, a script is ready to run, a program is being started, it runs, a recording is being read, or
 * everything is loaded.
 */
export type Phase = 'empty' | 'script' | 'starting' | 'live' | 'loading' | 'finished';

export type DrawerTab =
  | 'differences'
  | 'insights'
  | 'console'
  | 'source'
  | 'tasks'
  | 'queues'
  | 'range'
  | 'marks';
type OpenDialog = 'mark' | 'keys' | 'legend' | 'commands' | 'export' | 'compare' | 'run-options' | null;

/** A comparison of two sessions, shown one above the other. */
export interface Comparison {
  /** The side of session A, the one before. */
  readonly first: Side;
  /** What to call A and B in sentences; null for the names of their scripts. */
  readonly names: Names | null;
  /** Null until both have been read. */
  readonly difference: Difference | null;
}

/** A lesson's trap and fix are being run, one after the other. */
export interface RunningBoth {
  readonly scripts: readonly [trap: string, fix: string];
  /** Which of the two is running. */
  readonly at: 0 | 1;
}

/** A recording that is being exported, or has been exported or saved. */
interface Written {
  readonly way: 'exported' | 'saved';
  readonly file: string;
  /** Null once it is complete. */
  readonly progress: ExportProgress | null;
}

interface ShownProblem extends Problem {
  readonly key: number;
  /** Whether nothing failed, but what was asked for does not exist. */
  readonly isNote: boolean;
}

interface ShownSource {
  readonly file: string;
  readonly line: number;
  /** Increases with every request, so that requesting the same line again scrolls there again. */
  readonly request: number;
}

interface ShownConsole {
  readonly line: number;
  /** As in `ShownSource`. */
  readonly request: number;
}

interface SourceLine {
  readonly file: string;
  readonly line: number;
}

/** The walk along the chain of cause and effect. */
export interface Walk {
  /** The last step, or why there was none. */
  readonly last: ChainStep | ChainEnd;
  /** The run that it has reached (null if none yet), and the same as `steppedRun`: when that changes, the walk is over. */
  readonly run: RunIndex | null;
  readonly stretch: TimeWindow | null;
  /** The runs from which it went back, so that it can go forward to them again; the next one last. */
  readonly ahead: readonly RunIndex[];
}

export interface Search {
  readonly text: string;
  /** Null while there is no search. */
  readonly hits: number | null;
  /** The number of the selected hit, from 0; -1 before the first. */
  readonly at: number;
}

/** How Run will run the script, with the arguments as typed. */
export interface RunChoices extends Omit<RunOptions, 'args'> {
  readonly argumentText: string;
}

export const NO_CHOICES: RunChoices = { argumentText: '', cwd: null, env: {} };

/** Which session: the window's own, or the one that was opened beside it. */
export type Side = 'own' | 'beside';

export const otherThan = (side: Side): Side => (side === 'own' ? 'beside' : 'own');

export interface UiState {
  readonly app: AppState | null;
  readonly phase: Phase;
  readonly scriptPath: string | null;
  readonly choices: RunChoices;
  readonly session: Session | null;
  /** Whether the session's worker can be asked. */
  readonly connected: boolean;
  readonly end: SessionEnd | null;
  /** The user has asked the program to stop. */
  readonly stopAsked: boolean;
  readonly status: SessionStatus | null;
  /** How much of a recording has been read, 0 to 1. */
  readonly progress: number | null;
  /** Set once nothing more will come. */
  readonly ending: Ending | null;

  readonly follow: Follow;
  readonly range: TimeWindow | null;
  readonly selectedTask: TaskIndex | null;
  /** The id of a row that stands for many tasks; never together with a task or a thread. */
  readonly selectedFold: number | null;
  /** The thread whose row is selected; never together with a task. */
  readonly selectedThread: ThreadIndex | null;
  readonly details: TaskDetails | null;
  readonly foldDetails: FoldDetails | null;
  readonly threadDetails: ThreadDetails | null;
  /** The picked wait of the selected task. */
  readonly selectedWait: TaskWait | null;
  /** The line under the pointer in the source, whose tasks are lit in the chart. */
  readonly litLine: SourceLine | null;
  /** The line of what is under the pointer in the chart, which is lit in the source. */
  readonly pointedLine: SourceLine | null;
  /** The run of the selected task that was stepped to. */
  readonly steppedRun: TimeWindow | null;
  readonly walk: Walk | null;
  /** The user's marks, in order of time. */
  readonly marks: readonly Mark[];
  /** The playhead's moment, in nanoseconds from the start; null while there is no playhead. */
  readonly playhead: number | null;
  /** What happened at the playhead, if it was moved there by a step. */
  readonly step: StepView | null;
  readonly playing: boolean;
  /** How fast the playhead plays; null for a speed that suits the program's length. */
  readonly speed: number | null;
  /** The thread whose queues are shown. */
  readonly loopThread: ThreadIndex;
  /** What is known about the playhead's moment; while it moves, about a recent one. */
  readonly moment: Moment | null;
  /** Which of the selected task's links are drawn. */
  readonly shownLinks: readonly LinkKind[];
  /** Whether the critical path is drawn: of the selected task, or of the program. */
  readonly showsPath: boolean;
  readonly search: Search;
  /** The filter without its text, which is that of the search. */
  readonly filter: TaskFilter;
  readonly order: RowOrder;
  readonly grouping: Grouping;
  /** Increases whenever the worker has applied another arrangement. */
  readonly arranged: number;

  /** The side that all of the above is about. */
  readonly activeSide: Side;
  /** The state of the other side, while there are two. */
  readonly otherSide: SideState | null;
  /** Set while there are two. */
  readonly comparison: Comparison | null;
  /** Whether stretches in which nothing happens are folded; for two sessions, those in which neither does anything. */
  readonly elastic: boolean;
  readonly runningBoth: RunningBoth | null;
  /** The recording of the script's previous run. */
  readonly runBefore: string | null;

  /** What the left panel shows of a lesson's program: its lesson, or all lessons and recent files. */
  readonly libraryPage: 'lesson' | 'lists';
  /** What the user predicted of each lesson program, by its path: the indices of choices. */
  readonly guesses: Readonly<Record<string, readonly number[]>>;
  readonly drawerTab: DrawerTab;
  readonly shownSource: ShownSource | null;
  readonly shownConsole: ShownConsole | null;
  /** What was last copied from the present tab, in words. */
  readonly copied: string | null;
  readonly dialog: OpenDialog;
  /** The mark that is being edited. */
  readonly markDraft: Mark | null;
  readonly written: Written | null;
  readonly problems: readonly ShownProblem[];
  /** A script that the user asked to open while another program runs. */
  readonly askedPath: OpenRequest | null;
}

export const NO_SEARCH: Search = { text: '', hits: null, at: -1 };

/** The state with which a new session, or no session, begins. */
export const NO_SESSION = {
  session: null,
  connected: false,
  end: null,
  stopAsked: false,
  status: null,
  progress: null,
  ending: null,
  follow: 'live',
  range: null,
  selectedTask: null,
  selectedFold: null,
  selectedThread: null,
  details: null,
  foldDetails: null,
  threadDetails: null,
  selectedWait: null,
  steppedRun: null,
  walk: null,
  litLine: null,
  pointedLine: null,
  elastic: false,
  marks: [],
  playhead: null,
  step: null,
  playing: false,
  speed: null,
  loopThread: 0 as ThreadIndex,
  moment: null,
  search: NO_SEARCH,
  filter: NO_FILTER,
  arranged: 0,
  shownSource: null,
  shownConsole: null,
  activeSide: 'own',
  otherSide: null,
  comparison: null,
  runBefore: null,
} as const satisfies Partial<UiState>;

/** The parts of the state that each of two sessions has for itself. The search and the arrangement of rows are common to both. */
export const SIDE_KEYS = [
  'phase',
  'scriptPath',
  'choices',
  'session',
  'connected',
  'end',
  'stopAsked',
  'status',
  'progress',
  'ending',
  'follow',
  'range',
  'selectedTask',
  'selectedFold',
  'selectedThread',
  'threadDetails',
  'details',
  'foldDetails',
  'selectedWait',
  'steppedRun',
  'walk',
  'litLine',
  'pointedLine',
  'marks',
  'playhead',
  'step',
  'playing',
  'speed',
  'loopThread',
  'moment',
  'shownSource',
  'shownConsole',
] as const satisfies readonly (keyof UiState)[];
export type SideState = Pick<UiState, (typeof SIDE_KEYS)[number]>;

/** The part of the state that belongs to the active session. */
export const sideStateOf = (state: SideState): SideState =>
  Object.fromEntries(SIDE_KEYS.map((key) => [key, state[key]])) as unknown as SideState;

/** The state with which a session beside another one begins. */
export const NO_SIDE: SideState = sideStateOf({
  ...NO_SESSION,
  phase: 'empty',
  scriptPath: null,
  choices: NO_CHOICES,
});

export const useUi = create<UiState>()(() => ({
  ...NO_SESSION,
  app: null,
  phase: 'empty',
  scriptPath: null,
  choices: NO_CHOICES,
  runningBoth: null,
  libraryPage: 'lesson',
  guesses: {},
  order: 'start',
  grouping: 'tree',
  drawerTab: 'console',
  copied: null,
  shownLinks: ['woken'],
  showsPath: false,
  dialog: null,
  markDraft: null,
  written: null,
  problems: [],
  askedPath: null,
}));

let consoleRequest = 0;

/** Opens the Console tab at a line, counted from 0. */
export function showConsoleLine(line: number): void {
  consoleRequest += 1;
  useUi.setState({ drawerTab: 'console', shownConsole: { line, request: consoleRequest } });
}

let sourceRequest = 0;

/** Opens the Source tab at a line. */
export function showSource(place: PlaceView): void {
  sourceRequest += 1;
  useUi.setState({
    drawerTab: 'source',
    shownSource: { file: place.file, line: place.line, request: sourceRequest },
  });
}

/** Whether there is a program that can be stopped. */
export const isRunning = (phase: Phase): boolean => phase === 'live' || phase === 'starting';

/** Whether there is a chart to show. */
export const hasChart = (phase: Phase): boolean =>
  phase === 'live' || phase === 'finished' || phase === 'loading';

/** The filter including the search: rows that are not hits, and have none below them, are hidden. */
export const shownFilter = ({ filter, search }: UiState): TaskFilter => ({ ...filter, text: search.text });

export function setGuess(path: string, guess: readonly number[]): void {
  useUi.setState(({ guesses }) => ({ guesses: { ...guesses, [path]: guess } }));
}

export function forgetGuess(path: string): void {
  useUi.setState(({ guesses: { [path]: _over, ...guesses } }) => ({ guesses }));
}
