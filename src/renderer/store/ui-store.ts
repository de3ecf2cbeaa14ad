// What the window shows, apart from the chart's own moving parts: those live outside React, in src/renderer/chart.

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
 * Where the window is: nothing loaded, a script ready to run, a program being started, running, a recording being
 * read, or everything there is to see is there.
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

/** Two sessions, one above the other. */
export interface Comparison {
  /** Whose session is A, the one before. */
  readonly first: Side;
  /** What to call A and B in sentences; null for what their scripts are called. */
  readonly names: Names | null;
  /** Null while it is not known: both have to be read. */
  readonly difference: Difference | null;
}

/** A lesson's trap and fix are being run, one after the other. */
export interface RunningBoth {
  readonly scripts: readonly [trap: string, fix: string];
  /** Which of the two runs. */
  readonly at: 0 | 1;
}

/** An export that is being written, or was. */
interface Exporting {
  readonly file: string;
  /** Null once it is there. */
  readonly progress: ExportProgress | null;
}

interface ShownProblem extends Problem {
  readonly key: number;
  /** Nothing failed: what was asked for is not there. */
  readonly isNote: boolean;
}

interface ShownSource {
  readonly file: string;
  readonly line: number;
  /** Counts up with every request, so that asking for the same line again scrolls there again. */
  readonly request: number;
}

interface ShownConsole {
  readonly line: number;
  /** As of a source. */
  readonly request: number;
}

interface SourceLine {
  readonly file: string;
  readonly line: number;
}

/** Where the walk along the chain of cause has led. */
export interface Walk {
  /** The last step, or why there was none. */
  readonly last: ChainStep | ChainEnd;
  /** The run it led to, null where it led nowhere yet; and as `steppedRun` has it: once that is another, it is over. */
  readonly run: RunIndex | null;
  readonly stretch: TimeWindow | null;
  /** The runs one came back from, to go forth to them again; the next one last. */
  readonly ahead: readonly RunIndex[];
}

export interface Search {
  readonly text: string;
  /** Null while nobody searches. */
  readonly hits: number | null;
  /** The hit that is selected, from 0; -1 before the first. */
  readonly at: number;
}

/** How Run will run the script: the arguments as they are typed. */
export interface RunChoices extends Omit<RunOptions, 'args'> {
  readonly argumentText: string;
}

export const NO_CHOICES: RunChoices = { argumentText: '', cwd: null, env: {} };

/** Whose session it is: the window's own, or one that was opened beside it. */
export type Side = 'own' | 'beside';

export const otherThan = (side: Side): Side => (side === 'own' ? 'beside' : 'own');

export interface UiState {
  readonly app: AppState | null;
  readonly phase: Phase;
  readonly scriptPath: string | null;
  readonly choices: RunChoices;
  readonly session: Session | null;
  /** Whether the session's events are on their way: there is somebody to ask. */
  readonly connected: boolean;
  readonly end: SessionEnd | null;
  /** A person asked the program to stop. */
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
  /** The wait of the selected task that was picked. */
  readonly selectedWait: TaskWait | null;
  /** The line of the source that is pointed at: its tasks are lit in the chart. */
  readonly litLine: SourceLine | null;
  /** The line of what is pointed at in the chart: it is lit in the source. */
  readonly pointedLine: SourceLine | null;
  /** The run of the selected task that was stepped to. */
  readonly steppedRun: TimeWindow | null;
  readonly walk: Walk | null;
  /** Moments that a person marked, in order of time. */
  readonly marks: readonly Mark[];
  /** The moment that is looked at, nanoseconds from the start; null while none is. */
  readonly playhead: number | null;
  /** What happened at the playhead, where it was stepped to. */
  readonly step: StepView | null;
  readonly playing: boolean;
  /** How fast it plays; null for what suits the program's length. */
  readonly speed: number | null;
  /** The thread whose queues are shown. */
  readonly loopThread: ThreadIndex;
  /** What is known of the playhead's moment, or of one a moment ago while it moves. */
  readonly moment: Moment | null;
  /** Which of the selected task's links are drawn. */
  readonly shownLinks: readonly LinkKind[];
  /** Whether the critical path is drawn: of the selected task, or of the program. */
  readonly showsPath: boolean;
  readonly search: Search;
  /** Without the text: that is what is searched for. */
  readonly filter: TaskFilter;
  readonly order: RowOrder;
  readonly grouping: Grouping;
  /** Counts up whenever the worker has another arrangement. */
  readonly arranged: number;

  /** Whose session all of the above is about. */
  readonly activeSide: Side;
  /** The session beside it, while there are two. */
  readonly otherSide: SideState | null;
  /** Set while there are two. */
  readonly comparison: Comparison | null;
  /** Whether the stretches in which nothing happens are folded: of two sessions those in which neither does anything. */
  readonly elastic: boolean;
  readonly runningBoth: RunningBoth | null;
  /** The recording of the script's run before the one that is shown. */
  readonly runBefore: string | null;

  /** What the left panel shows of a lesson's program: its lesson, or all lessons and recent files. */
  readonly libraryPage: 'lesson' | 'lists';
  /** What a person predicted of a lesson's program, by its path: choices by their index. */
  readonly guesses: Readonly<Record<string, readonly number[]>>;
  readonly drawerTab: DrawerTab;
  readonly shownSource: ShownSource | null;
  readonly shownConsole: ShownConsole | null;
  /** What was copied last out of the tab that is shown, in words. */
  readonly copied: string | null;
  readonly dialog: OpenDialog;
  /** The mark that is being written. */
  readonly markDraft: Mark | null;
  readonly exporting: Exporting | null;
  readonly problems: readonly ShownProblem[];
  /** A script that was asked for while another program runs. */
  readonly askedPath: OpenRequest | null;
}

export const NO_SEARCH: Search = { text: '', hits: null, at: -1 };

/** What a new session, or none, starts from. */
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

/** What each of two sessions has for itself. What is searched for, and which rows are shown, is common to both. */
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

/** The part of the state that is the active session's own. */
export const sideStateOf = (state: SideState): SideState =>
  Object.fromEntries(SIDE_KEYS.map((key) => [key, state[key]])) as unknown as SideState;

/** What a session beside another one starts from. */
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
  exporting: null,
  problems: [],
  askedPath: null,
}));

let problemKey = 0;

/** Shows a problem until it is dismissed; the same one twice is shown once. */
export function showProblem(problem: Problem): void {
  show({ ...problem, isNote: false });
}

/** Says likewise that there is nothing of what was asked for. */
export function showNote(note: Problem): void {
  show({ ...note, isNote: true });
}

function show(problem: Problem & { readonly isNote: boolean }): void {
  useUi.setState(({ problems }) => {
    const others = problems.filter(
      ({ title, detail }) => title !== problem.title || detail !== problem.detail,
    );
    problemKey += 1;
    return { problems: [...others.slice(-2), { ...problem, key: problemKey }] };
  });
}

export function dismissProblem(key: number): void {
  useUi.setState(({ problems }) => ({ problems: problems.filter((problem) => problem.key !== key) }));
}

/** To be called when something else is asked for: what was wrong before is no news any more. */
export function dismissProblems(): void {
  useUi.setState({ problems: [] });
}

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

/** Whether a program is there that can be stopped. */
export const isRunning = (phase: Phase): boolean => phase === 'live' || phase === 'starting';

/** Whether there is a chart to show. */
export const hasChart = (phase: Phase): boolean =>
  phase === 'live' || phase === 'finished' || phase === 'loading';

/** What is searched for is part of what is shown: rows that are no hit, and start none, are left out. */
export const shownFilter = ({ filter, search }: UiState): TaskFilter => ({ ...filter, text: search.text });

export function setGuess(path: string, guess: readonly number[]): void {
  useUi.setState(({ guesses }) => ({ guesses: { ...guesses, [path]: guess } }));
}

export function forgetGuess(path: string): void {
  useUi.setState(({ guesses: { [path]: _over, ...guesses } }) => ({ guesses }));
}
