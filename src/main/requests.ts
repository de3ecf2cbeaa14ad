// The requests of the window, and how each is answered.

import { access, copyFile, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { type BrowserWindow, clipboard, dialog } from 'electron';
import type { OpenedPath, Result, RunRequest, Session } from '../protocol/bridge.ts';
import { RECORDING_EXTENSION } from '../protocol/recording.ts';
import { checkFile, checkScript } from '../recording/check-script.ts';
import { failure, fileCause, success } from '../recording/problem.ts';
import type { AppStateTeller } from './app-state.ts';
import type { RequestHandlers } from './bridge.ts';
import type { MarkStore } from './remembered/marks.ts';
import type { Memory } from './remembered/settings.ts';
import type { Exports } from './sessions/exports.ts';
import { fileStem } from './sessions/recordings.ts';
import type { Sessions } from './sessions/sessions.ts';
import { pick } from './window/pick.ts';

/** The most that a process can be given on most systems. */
const MOST_VARIABLE_BYTES = 128 * 1024;

export interface Desk {
  readonly window: BrowserWindow;
  readonly memory: Memory;
  readonly sessions: Sessions;
  readonly exports: Exports;
  readonly marks: MarkStore;
  readonly state: AppStateTeller;
}

export function requestHandlers({ window, memory, sessions, exports, marks, state }: Desk): RequestHandlers {
  const withRuntime = (request: RunRequest): RunRequest => ({
    ...request,
    runtimeId: request.runtimeId ?? memory.settings.runtimeId,
  });
  return {
    getState: () => state.listened(),
    pick: (what, from) => pick(window, what, from),
    openPath: (path) => openPath(path, sessions, state),
    openBeside: async (path) => {
      const session = await sessions.openBeside(path);
      if (session.ok) state.remember(session.value.recordingPath, 'recording');
      return session;
    },
    closeBeside: () => sessions.closeBeside(),
    readScript,
    readVariables,
    checkRun: (request) => sessions.check(withRuntime(request)),
    run: async (request) => {
      const session = await sessions.run(withRuntime(request));
      if (session.ok) state.ran(session.value.path);
      return session;
    },
    showPart: (id, part) => sessions.showPart(id, part),
    stop: (id) => sessions.stop(id),
    type: (id, text) => sessions.type(id, text),
    saveRecording: async (id) => {
      const saved = await saveRecording(window, sessions.find(id));
      if (saved?.ok) exports.wrote(saved.value);
      return saved;
    },
    exportRecording: (id, format) => exports.write(sessions.find(id), format),
    cancelExport: () => exports.cancel(),
    showWritten: () => exports.show(),
    getMarks: (id) => marks.of(sessions.find(id)?.recordingKey ?? ''),
    setMarks: (id, changed) => {
      const session = sessions.find(id);
      if (session !== null) marks.set(session.recordingKey, changed);
    },
    copy: (text) => clipboard.writeText(text),
    forgetRecent: (path) => state.forget(path),
    closeLessons: () => state.closeLessons(),
    forgetCourse: () => state.forgetCourse(),
    changeSettings: (change) => {
      const settings = state.changeSettings(change);
      window.webContents.setZoomFactor(settings.textSize);
      return settings;
    },
    markCommands: (ids) => state.markCommands(ids),
    offerCommands: (ids) => state.menuOf(ids).popup({ window }),
  };
}

/** Opens a path: a folder as lessons, a recording as a session. A script is only checked. */
async function openPath(
  path: string,
  sessions: Sessions,
  state: AppStateTeller,
): Promise<Result<OpenedPath>> {
  if (path !== '' && (await isFolder(path))) {
    const lesson = await state.openLessons(resolve(path));
    return lesson.ok ? success({ kind: 'script', path: lesson.value.scripts[0]!.path }) : lesson;
  }
  const checked = await checkFile(path);
  if (!checked.ok) return checked;
  const { kind, path: absolute } = checked.value;
  if (kind === 'recording') {
    const session = await sessions.open(absolute);
    if (!session.ok) return session;
    state.remember(absolute, 'recording');
    return success({ kind, session: session.value });
  }
  state.remember(absolute, 'script');
  return success({ kind, path: absolute });
}

async function readScript(path: string): Promise<Result<string>> {
  const script = await checkScript(path);
  if (!script.ok) return script;
  try {
    return success(await readFile(script.value.path, 'utf8'));
  } catch (error) {
    return unreadable(path, error);
  }
}

async function readVariables(path: string): Promise<Result<string>> {
  try {
    const found = await stat(path);
    // Only files: reading a pipe without a writer, or a device, would never end.
    const isShort = found.isFile() && found.size <= MOST_VARIABLE_BYTES;
    if (isShort) return success(await readFile(path, 'utf8'));
    return failure(
      `Cannot read ${basename(path)}`,
      found.isFile()
        ? `${path} has ${found.size} bytes; a file of variables has at most ${MOST_VARIABLE_BYTES}.`
        : `${path} is not a file.`,
      'Choose a file with NAME=value in each line.',
    );
  } catch (error) {
    return unreadable(path, error);
  }
}

const unreadable = (path: string, error: unknown): Result<never> =>
  failure(`Cannot read ${basename(path)}`, fileCause(path, error), 'Check the path and the permissions.');

async function saveRecording(window: BrowserWindow, session: Session | null): Promise<Result<string> | null> {
  if (session === null) {
    return failure('Nothing to save', 'No program has run.', 'Run a program, or open a recording.');
  }
  const { filePath } = await dialog.showSaveDialog(window, {
    title: 'Save the Recording',
    defaultPath: fileStem(session.path) + RECORDING_EXTENSION,
    filters: [{ name: 'Recordings', extensions: [RECORDING_EXTENSION.slice(1)] }],
  });
  // In some versions of Electron, a cancelled dialog returns an empty path.
  if (!filePath) return null;
  try {
    if (!(await isSameFile(session.recordingPath, filePath))) await copyFile(session.recordingPath, filePath);
    return success(filePath);
  } catch (error) {
    return failure(
      'Cannot save the recording',
      await saveCause(session.recordingPath, filePath, error),
      'Choose another place for it.',
    );
  }
}

/** Why copying failed. The system says that something is missing, but not whether that is the recording or the target folder. */
async function saveCause(from: string, to: string, error: unknown): Promise<string> {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return fileCause(to, error);
  return (await exists(from)) ? `There is no folder ${dirname(to)}.` : fileCause(from, error);
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

async function isSameFile(one: string, other: string): Promise<boolean> {
  try {
    return (await realpath(one)) === (await realpath(other));
  } catch {
    return false;
  }
}
