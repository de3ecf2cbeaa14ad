// A headless run: it opens the real window, saves a screenshot and the recording, and quits.

import { once } from 'node:events';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, type BrowserWindow } from 'electron';
import type { Problem, Session } from '../protocol/bridge.ts';
import { checkFile } from '../recording/check-script.ts';
import { EXIT_TROUBLE, problemText, writeCause } from '../recording/problem.ts';
import type { HeadlessArguments } from './arguments.ts';
import type { Sessions } from './sessions/sessions.ts';

const POLL_MS = 50;
/** How long the page may take to draw everything after the program has ended. */
const DRAWN_WITHIN_MS = 60_000;

/** Waits until the session of the command line is over and drawn, writes screenshot and recording, and quits. */
export function setupHeadless(window: BrowserWindow, sessions: Sessions, options: HeadlessArguments): void {
  watch(window, sessions, options).then(
    () => app.exit(0),
    (error: unknown) => {
      console.error(`loopscope: ${error instanceof Error ? error.message : String(error)}`);
      void sessions.endAll().finally(() => app.exit(EXIT_TROUBLE));
    },
  );
}

async function watch(window: BrowserWindow, sessions: Sessions, options: HeadlessArguments): Promise<void> {
  // Listens before anything can happen. The file is checked first, as the page does it.
  const ended = Promise.race([over(sessions), broken(window)]);
  ended.catch(() => {});
  const checked = await checkFile(options.file);
  if (!checked.ok) throw new Error(problemText(checked.problem));
  await makeFolder(options.outFolder);
  const session = await ended;
  await drawn(window);
  const picture = await window.webContents.capturePage();
  await writeFile(join(options.outFolder, 'screenshot.png'), picture.toPNG());
  await copyFile(session.recordingPath, join(options.outFolder, 'run.loopscope'));
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new Error(`--out: ${writeCause(folder, error)} Choose another folder.`);
  }
}

/** Resolves when a program has ended, or a recording was opened. Rejects with the problem when neither could be. */
async function over(sessions: Sessions): Promise<Session> {
  const refused = once(sessions, 'refused').then(([problem]) => {
    throw new Error(problemText(problem as Problem));
  });
  const [session] = (await Promise.race([once(sessions, 'started'), refused])) as [Session];
  if (session.kind === 'recording') return session;
  await Promise.race([once(sessions, 'recorded'), refused]);
  return session;
}

/** Rejects if the page cannot be shown. */
function broken(window: BrowserWindow): Promise<never> {
  const { webContents } = window;
  return new Promise((_resolve, reject) => {
    webContents.once('did-fail-load', (_event, _code, what) =>
      reject(new Error(`The page did not load: ${what}.`)),
    );
    webContents.once('render-process-gone', (_event, { reason }) =>
      reject(new Error(`The page ended: ${reason}.`)),
    );
    webContents.once('preload-error', (_event, _file, error) => reject(error));
    window.once('closed', () => reject(new Error('The window was closed.')));
  });
}

/** Resolves when the page reports that its last frame is on the screen. */
async function drawn(window: BrowserWindow): Promise<void> {
  const end = performance.now() + DRAWN_WITHIN_MS;
  for (;;) {
    const state: unknown = await window.webContents.executeJavaScript(
      'document.documentElement.dataset.session',
    );
    if (state === 'finished') return;
    if (performance.now() > end) throw new Error('The page did not finish drawing.');
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
