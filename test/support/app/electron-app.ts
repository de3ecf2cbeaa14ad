import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ElectronApplication, _electron as electron, type Page } from 'playwright-core';
import { appEnvironment, sandboxFlags } from '../../../scripts/app.mjs';
import { at, root } from '../../../scripts/paths.mjs';
import { ensureElectron } from '../../../scripts/setup.mjs';

export interface LaunchOptions {
  /** What a user would type after the app's name. */
  args?: string[];
  env?: NodeJS.ProcessEnv;
  /** The folder in which the app is started; by default its profile folder. */
  cwd?: string;
  /** An existing profile folder, which is kept; by default a new one. */
  userData?: string;
  /** Called before the app is asked to quit. */
  beforeClose?(app: ElectronApplication): Promise<void>;
}

export interface LaunchedApp {
  app: ElectronApplication;
  /** The first window, after it has loaded. */
  page: Page;
  /** The profile folder: settings, recent files, recordings. Deleted by close(), unless the caller provided it. */
  userData: string;
  /** Quits as a user would, and waits until the process is gone. May be called twice. */
  close(): Promise<void>;
}

/** Slows the app down, to find tests that rely on a fast machine: see slow-app.cjs. */
const slowness = process.env.LOOPSCOPE_TEST_SLOW ? ['-r', at('test/support/app/slow-app.cjs')] : [];

/** Starts the built app in real Electron. It gets a profile of its own, so that two of them cannot affect each other. */
export async function launchElectron(options: LaunchOptions = {}): Promise<LaunchedApp> {
  const { args = [], env = {}, cwd } = options;
  const userData = options.userData ?? (await mkdtemp(join(tmpdir(), 'loopscope-test-')));
  const app = await electron.launch({
    executablePath: await ensureElectron(),
    args: [...sandboxFlags, ...slowness, root, `--user-data-dir=${userData}`, ...args],
    cwd: cwd ?? userData,
    env: definedOnly(appEnvironment(env)),
  });
  const ended = new Promise<void>((resolve) => app.process().once('exit', () => resolve()));
  const close = async () => {
    await options.beforeClose?.(app);
    // Playwright's own close() kills the process group, which would cut off what the app does when it quits.
    await app.evaluate(({ app }) => app.quit()).catch(() => {});
    const quit = await Promise.race([ended.then(() => true), sleep(10_000, false, { ref: false })]);
    if (!quit) app.process().kill('SIGKILL');
    await ended;
    if (!quit) throw new Error('the app did not quit within 10 s');
    if (options.userData === undefined) await rm(userData, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const page = await app.firstWindow();
    await page.waitForLoadState('domcontentloaded');
    return { app, page, userData, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
