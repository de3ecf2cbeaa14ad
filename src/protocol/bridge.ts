// Everything that crosses between the main process and the window, declared once. The preload object, the
// `window.loopscope` type and the handlers in main derive from these two interfaces and the two lists of names.

import type { ExportFormat, ExportProgress } from './export-formats.ts';
import type { InsightSettings } from './insights.ts';
import type { Lesson } from './lesson.ts';
import type { Mark } from './marks.ts';
import type { ClockZero, ProgramEnd } from './payloads.ts';
import type { RecordingEnding } from './recording.ts';

/** Something that failed, worded so that the user knows what to do. */
export interface Problem {
  /** What failed, naming the file: `Cannot run missing.mjs`. */
  readonly title: string;
  /** The cause: `There is no file /home/ada/missing.mjs.` */
  readonly detail: string;
  /** What to do: `Check the path, or open another script.` */
  readonly action: string;
  /** The line at fault, counted from 1, when it is in a script. */
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
  /** The folder it runs in, absolute or relative to the script's own folder; null for the script's own folder. */
  readonly cwd: string | null;
  /** Environment variables added to those that Loopscope was started with; the same name replaces one of them. */
  readonly env: Readonly<Record<string, string>>;
}

export interface Settings {
  readonly theme: ThemeChoice;
  /** Zoom of everything in the window: 1 is normal, 2 is twice as large. */
  readonly textSize: number;
  /** A RuntimeInfo id, or null for the first that works. */
  readonly runtimeId: string | null;
  /** Sizes of the window's panels, by panel group, as the layout library gives them. */
  readonly panels: Readonly<Record<string, unknown>>;
  readonly insights: InsightSettings;
  /** Whether the chart shows the counters over time. */
  readonly counters: boolean;
  /** Whether functions under node_modules are traced as well. */
  readonly includesModules: boolean;
  /** How each script was run last, by the script's path. */
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
  /** What its source is called: the file that the path leads to. */
  readonly file: string;
  readonly args: readonly string[];
  /** The folder it ran in, absolute. */
  readonly cwd: string;
  readonly runtime: string;
  /** When the program was started, on the machine's clock. */
  readonly startEpochMs: number;
  /** Where the recording is on disk. */
  readonly recordingPath: string;
  /** Identifies the recording, wherever its file is moved. */
  readonly recordingKey: string;
  /** The terminal got the program's output; the recording lacks what untraced child programs wrote there. */
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
  /** The page calls this first, once it listens: main holds back notifications until then. */
  getState(): AppState;
  /** Shows the system's dialog for a file or a folder, starting in the folder `from`; null when the user cancels. Opens nothing. */
  pick(what: Pickable, from: string | null): string | null;
  /**
   * Opens a path that was dropped, picked or chosen among recent ones. A script is only checked. A recording replaces the session that
   * is open and stops its program. The lessons in a folder are added to the course, and the first of their scripts is opened.
   */
  openPath(path: string): Result<OpenedPath>;
  /** Opens a recording beside the open session, in place of any other that was beside it. */
  openBeside(path: string): Result<Session>;
  closeBeside(): void;
  /** A script's text, to be read before it is run. */
  readScript(path: string): Result<string>;
  /** The text of a file of variables, `NAME=value` in each line. */
  readVariables(path: string): Result<string>;
  /** Replaces the open session and stops its program. When a problem is found first, nothing changes. */
  run(request: RunRequest): Result<Session>;
  /** What `run` would refuse before it touches the open session; null if nothing is wrong. */
  checkRun(request: RunRequest): Problem | null;
  /** Shows another part of a session that is too long to be shown whole; the part is a session of its own. The program runs on. */
  showPart(sessionId: number, part: Part): Result<Session>;
  /** SIGTERM to the whole process tree, SIGKILL after a grace period. */
  stop(sessionId: number): void;
  /** Gives the program of a session this text on its standard input, or, with null, the input's end. Does nothing when it has ended. */
  type(sessionId: number, text: string | null): void;
  /** Asks where to, and copies the session's recording there; null when the user cancels. */
  saveRecording(sessionId: number): Result<string> | null;
  /** Asks where to, and writes the session's recording there in another tool's format; null when the user cancels. */
  exportRecording(sessionId: number, format: ExportFormat): Result<string> | null;
  cancelExport(): void;
  /** Shows the file that was saved or exported last in the system's file manager. */
  showWritten(): void;
  /** The marks that were put on a session's recording, in order of time. */
  getMarks(sessionId: number): readonly Mark[];
  setMarks(sessionId: number, marks: readonly Mark[]): void;
  /** Puts text on the clipboard. */
  copy(text: string): void;
  forgetRecent(path: string): void;
  /** Removes the lessons of the user's own folder from the course. */
  closeLessons(): void;
  /** Forgets which programs of the course were run. */
  forgetCourse(): void;
  changeSettings(change: Partial<Settings>): Settings;
  /** Tells the menu which choices and toggles are on now, so that it marks them. */
  markCommands(ids: readonly string[]): void;
  /** Shows these commands in a menu at the pointer; the chosen one comes back as the notification `command`. */
  offerCommands(ids: readonly string[]): void;
}

/** `next` begins where the shown part ends. `newest` is the end of the recording; of a live one, with room for what is to come. */
export const PARTS = ['beginning', 'next', 'newest'] as const;
export type Part = (typeof PARTS)[number];

/** What the user can be asked to pick: something to open, a recording to compare with, a folder of lessons, a folder, a file. */
export type Pickable = 'program' | 'recording' | 'lessons' | 'folder' | 'file' | 'variables';

/** What a path turned out to be. A recording is open already: the port of its session is on the way. */
export type OpenedPath =
  | { readonly kind: 'script'; readonly path: string }
  | { readonly kind: 'recording'; readonly session: Session };

/** Main → window. */
export interface Notifications {
  stateChanged(state: AppState): void;
  /** A live session's program has ended. (A recording ends with `end` on its port.) */
  sessionEnded(end: SessionEnd): void;
  /** How far the export to this file is. */
  exportProgress(file: string, progress: ExportProgress): void;
  /** Something failed that no request is waiting for. */
  problem(problem: Problem): void;
  /** A menu item was chosen: a command of src/protocol/commands.ts. */
  command(id: string): void;
  /** The command line or the system asks to open this file; `run` says whether to start it at once. */
  openRequested(request: OpenRequest): void;
}

export interface OpenRequest {
  readonly path: string;
  /** How to run the script, as the command line says; null to run it as it was run last. */
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
  'checkRun',
  'showPart',
  'stop',
  'type',
  'saveRecording',
  'exportRecording',
  'cancelExport',
  'showWritten',
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
  /** `fromBytes`: of the first so many bytes the window shows only what is still true at their end. */
  | ({ readonly type: 'header'; readonly fromBytes: number } & ClockZero)
  | { readonly type: 'bytes'; readonly stream: number; readonly bytes: Uint8Array }
  /** How much of a recording has been read, 0 to 1; for one that still grows, of what it held when it was opened. */
  | { readonly type: 'progress'; readonly done: number }
  /** The window has no memory for more: from now on only console output is sent, and the rest is in the recording. */
  | { readonly type: 'full' }
  /** No more will come. */
  | ({ readonly type: 'end' } & RecordingEnding);

/** Worker → main: flow control. Main never has more than a few MiB unacknowledged on the way. */
export interface SessionAcknowledgement {
  readonly type: 'ack';
  readonly bytes: number;
}
