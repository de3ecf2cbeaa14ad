// Everything that crosses between the main process and the window, declared once. The preload object, the
// `window.loopscope` type and the handlers in main derive from these two interfaces and the two lists of names.

import type { ClockZero, ProgramEnd } from './events.ts';
import type { ExportFormat, ExportProgress } from './export-formats.ts';
import type { InsightSettings } from './insights.ts';
import type { Lesson } from './lesson.ts';
import type { Mark } from './marks.ts';
import type { RecordingEnding } from './recording.ts';

/** Something that did not work, said so that a person knows what to do. */
export interface Problem {
  /** What failed, naming the file: `Cannot run missing.mjs`. */
  readonly title: string;
  /** The cause: `There is no file /home/ada/missing.mjs.` */
  readonly detail: string;
  /** What to do: `Check the path, or open another script.` */
  readonly action: string;
  /** The line that is wrong, counted from 1, where it is one of a script. */
  readonly place?: { readonly file: string; readonly line: number };
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

export interface RuntimeInfo {
  /** `path` for the `node` on PATH, `electron` for Electron's own, otherwise an absolute path. */
  readonly id: string;
  /** For example `node 20.20.2`. */
  readonly label: string;
}

export type ThemeChoice = 'system' | 'light' | 'dark';

/** How a script is run. */
export interface RunOptions {
  readonly args: readonly string[];
  /** The folder it runs in, absolute or from the one that it is in; null for that one. */
  readonly cwd: string | null;
  /** Variables that it gets besides those that Loopscope was started with, or instead of them. */
  readonly env: Readonly<Record<string, string>>;
}

export interface Settings {
  readonly theme: ThemeChoice;
  /** How large everything in the window is: 1 as usual, 2 twice as large. */
  readonly textSize: number;
  /** A RuntimeInfo id, or null for the first that works. */
  readonly runtimeId: string | null;
  /** Sizes of the window's panels, by panel group, as the layout library gives them. */
  readonly panels: Readonly<Record<string, unknown>>;
  readonly insights: InsightSettings;
  /** Whether the chart shows the counters over time. */
  readonly counters: boolean;
  /** Whether programs are traced into what is under node_modules. */
  readonly includesModules: boolean;
  /** By a script's path, how it was run last. */
  readonly runOptions: Readonly<Record<string, RunOptions>>;
}

export interface RecentFile {
  readonly path: string;
  readonly kind: 'script' | 'recording';
  /** False when the file is gone. */
  readonly exists: boolean;
}

export interface AppState {
  readonly version: string;
  readonly runtimes: readonly RuntimeInfo[];
  readonly lessons: readonly Lesson[];
  readonly recents: readonly RecentFile[];
  readonly settings: Settings;
}

export interface RunRequest extends RunOptions {
  /** Absolute path of a script. */
  readonly path: string;
  readonly runtimeId: string | null;
  readonly includesModules: boolean;
}

/** A program being run, or a recording being shown. Its events come through a MessagePort, see `SessionMessage`. */
export interface Session {
  readonly id: number;
  readonly kind: 'live' | 'recording';
  /** The script's absolute path. */
  readonly path: string;
  readonly args: readonly string[];
  /** The folder it ran in, absolute. */
  readonly cwd: string;
  readonly runtime: string;
  /** When the program was started, on the machine's clock. */
  readonly startEpochMs: number;
  /** Where the recording is on disk. */
  readonly recordingPath: string;
  /** What tells its recording from every other one, wherever the file is. */
  readonly recordingKey: string;
  /** What other programs than its own threads wrote to its console was left to a terminal. */
  readonly isConsoleElsewhere: boolean;
}

export interface SessionEnd extends ProgramEnd {
  readonly sessionId: number;
  /** False when the tracer did not reach its orderly end: killed, crashed, or the file was cut off. */
  readonly complete: boolean;
  /** Set when Loopscope itself could not go on (the runtime did not start, the recording cannot be read …). */
  readonly problem: Problem | null;
}

/** Window → main, each answered once. */
export interface Requests {
  /** To be asked first, once the page listens: notifications wait until then. */
  getState(): AppState;
  /** Shows the system's dialog for a file or a folder, from a folder on; null when the person cancels. Opens nothing. */
  pick(what: Pickable, from: string | null): string | null;
  /** Looks at a path (dropped, picked, recent): a script is checked; a recording is opened, which ends the session
   * there was, and its program; the lessons in a folder join the course, and the first of their scripts is what is open. */
  openPath(path: string): Result<OpenedPath>;
  /** Opens a recording beside the session there is, which stays: instead of one that was beside it. */
  openBeside(path: string): Result<Session>;
  closeBeside(): void;
  /** A script's text, to be read before it is run. */
  readScript(path: string): Result<string>;
  /** The text of a file of variables, `NAME=value` in each line. */
  readVariables(path: string): Result<string>;
  /** Ends the session there was, and its program, unless a problem is found before: then nothing changes. */
  run(request: RunRequest): Result<Session>;
  /** Shows another part of a session that is too long to be shown as a whole, as a session of its own. A program goes on. */
  showPart(sessionId: number, part: Part): Result<Session>;
  /** SIGTERM to the whole process tree, SIGKILL after a grace period. */
  stop(sessionId: number): void;
  /** Asks where, and copies the session's recording there; null when the person cancels. */
  saveRecording(sessionId: number): Result<string> | null;
  /** Asks where, and writes the session's recording there in another tool's format; null when the person cancels. */
  exportRecording(sessionId: number, format: ExportFormat): Result<string> | null;
  cancelExport(): void;
  /** Shows the file that was last exported in the system's file manager. */
  showExported(): void;
  /** The marks that were put on a session's recording, in order of time. */
  getMarks(sessionId: number): readonly Mark[];
  setMarks(sessionId: number, marks: readonly Mark[]): void;
  /** Puts text on the clipboard. */
  copy(text: string): void;
  forgetRecent(path: string): void;
  /** Lessons from a folder of one's own are no more part of the course. */
  closeLessons(): void;
  /** No program of the course counts as run any more. */
  forgetCourse(): void;
  changeSettings(change: Partial<Settings>): Settings;
  /** Which of the commands that are a choice or switch something on hold now: the menu marks them. */
  markCommands(ids: readonly string[]): void;
  /** Shows these commands in a menu where the pointer is; the one that is chosen comes as `command`. */
  offerCommands(ids: readonly string[]): void;
}

/** `next`: from where the one that is shown ends. `newest`: the end, or what happens now, with room for what is to come. */
export const PARTS = ['beginning', 'next', 'newest'] as const;
export type Part = (typeof PARTS)[number];

/** What a person can be asked for: something to open, a recording to compare with, a folder of lessons, a folder, any file. */
export type Pickable = 'program' | 'recording' | 'lessons' | 'folder' | 'file' | 'variables';

/** What a path turned out to be. A recording is already open: its session's port is on the way. */
export type OpenedPath =
  | { readonly kind: 'script'; readonly path: string }
  | { readonly kind: 'recording'; readonly session: Session };

/** Main → window. */
export interface Notifications {
  stateChanged(state: AppState): void;
  /** A live session's program is over; a recording ends with its port's `end`. */
  sessionEnded(end: SessionEnd): void;
  /** How far the export to this file is. */
  exportProgress(file: string, progress: ExportProgress): void;
  /** Something failed that nobody is waiting for. */
  problem(problem: Problem): void;
  /** A menu item was chosen: a command of src/protocol/commands.ts. */
  command(id: string): void;
  /** The command line or the system asks for this file: `run` says whether to start it at once. */
  openRequested(request: OpenRequest): void;
}

export interface OpenRequest {
  readonly path: string;
  /** How a command line says that a script is to be run; null for as it was last. */
  readonly options: Omit<RunOptions, 'env'> | null;
  readonly run: boolean;
}

export const REQUEST_NAMES = [
  'getState',
  'pick',
  'openPath',
  'openBeside',
  'closeBeside',
  'readScript',
  'readVariables',
  'run',
  'showPart',
  'stop',
  'saveRecording',
  'exportRecording',
  'cancelExport',
  'showExported',
  'getMarks',
  'setMarks',
  'copy',
  'forgetRecent',
  'closeLessons',
  'forgetCourse',
  'changeSettings',
  'markCommands',
  'offerCommands',
] as const satisfies readonly (keyof Requests)[];

export const NOTIFICATION_NAMES = [
  'stateChanged',
  'sessionEnded',
  'exportProgress',
  'problem',
  'command',
  'openRequested',
] as const satisfies readonly (keyof Notifications)[];

export const requestChannel = (name: keyof Requests): string => `loopscope:request:${name}`;
export const notificationChannel = (name: keyof Notifications): string => `loopscope:notify:${name}`;

/** The channel on which main hands over a session's port; the preload posts it on to the page, as `PortHandOver`. */
export const SESSION_PORT_CHANNEL = 'loopscope:session-port';
export interface PortHandOver {
  readonly type: typeof SESSION_PORT_CHANNEL;
  readonly sessionId: number;
}

/** What `window.loopscope` is. */
export type LoopscopeBridge = {
  readonly [Name in keyof Requests]: (
    ...args: Parameters<Requests[Name]>
  ) => Promise<ReturnType<Requests[Name]>>;
} & {
  /** Returns a function that stops listening. */
  on<Name extends keyof Notifications>(name: Name, listener: Notifications[Name]): () => void;
  /** The path of a file dropped on the window. */
  pathOfFile(file: unknown): string;
};

/** Through the session's port, main → worker. Batches of whole or partial records of one stream, in order. */
export type SessionMessage =
  /** `fromBytes`: of that many the window shows only what is still true at their end. */
  | ({ readonly type: 'header'; readonly fromBytes: number } & ClockZero)
  | { readonly type: 'bytes'; readonly stream: number; readonly bytes: Uint8Array }
  /** How much of a recording has been read, 0 to 1; of one that still grows, of what there was at first. */
  | { readonly type: 'progress'; readonly done: number }
  /** As much came as the window has memory for: what is to come is in the recording only, but for the console. */
  | { readonly type: 'full' }
  /** No more will come. */
  | ({ readonly type: 'end' } & RecordingEnding);

/** Worker → main: flow control. Main never has more than a few MiB unacknowledged on the way. */
export interface SessionAcknowledgement {
  readonly type: 'ack';
  readonly bytes: number;
}
