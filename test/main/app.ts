// The built main process and preload in real Electron, with a page that only listens: what main does is tested without
// the window's own page, which has tests of its own.

import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ElectronApplication, _electron as electron, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, onTestFinished } from 'vitest';
import { appEnvironment, sandboxFlags } from '../../scripts/app.mjs';
import { root } from '../../scripts/paths.mjs';
import { ensureElectron } from '../../scripts/setup.mjs';
import type { LoopscopeBridge, SessionEnd, SessionMessage } from '../../src/protocol/bridge.ts';
import { newFolder, type WhenOver } from '../support/folder.ts';

/** What fixtures/page/page.js keeps. */
declare global {
  interface Window {
    readonly loopscope: LoopscopeBridge;
    told: [name: string, ...values: unknown[]][];
    sessions: Record<
      number,
      {
        others: SessionMessage[];
        bytes: Record<number, number[]>;
        received: number;
        ended: boolean;
        acknowledge(): void;
      }
    >;
    acknowledges: boolean;
    state: unknown;
  }
}

export interface App {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly userData: string;
  /** Quits as a user would; resolves when the process is gone. */
  quit(): Promise<void>;
  /** Calls `window.loopscope[name]`. */
  ask<Name extends Exclude<keyof LoopscopeBridge, 'on' | 'pathOfFile'>>(
    name: Name,
    ...args: Parameters<LoopscopeBridge[Name]>
  ): ReturnType<LoopscopeBridge[Name]>;
  /** The value of the first such notification, now or later. */
  told(name: string): Promise<unknown>;
  ended(sessionId: number): Promise<SessionEnd>;
}

/** Beside the installation a folder that looks like one, but for the page. */
function appFolder(whenOver: WhenOver): string {
  const folder = newFolder(whenOver);
  writeFileSync(
    join(folder, 'package.json'),
    '{ "name": "loopscope", "version": "1.2.3", "main": "out/main/index.cjs" }',
  );
  mkdirSync(join(folder, 'out'));
  for (const part of ['main', 'preload', 'tracer'])
    symlinkSync(join(root, 'out', part), join(folder, 'out', part));
  symlinkSync(join(root, 'samples'), join(folder, 'samples'));
  cpSync(join(import.meta.dirname, 'fixtures/page'), join(folder, 'out/renderer'), { recursive: true });
  return folder;
}

/** What to start the app with, for tests that start it by themselves. */
export async function appCommand(
  userData: string,
  args: readonly string[],
  whenOver: WhenOver = onTestFinished,
) {
  return {
    executable: await ensureElectron(),
    args: [...sandboxFlags, appFolder(whenOver), `--user-data-dir=${userData}`, ...args],
    env: Object.fromEntries(
      Object.entries(appEnvironment()).filter(([, value]) => value !== undefined),
    ) as Record<string, string>,
  };
}

interface StartOptions {
  readonly userData?: string;
  readonly env?: Record<string, string>;
  /** When it is ended, if not before; with the test when left out. */
  readonly whenOver?: WhenOver;
}

/**
 * One app for all tests of a file that are not about how it starts or ends. Each finds a page that was just loaded, and
 * nothing running; what was opened and chosen before stays.
 */
export function sharedApp(): () => App {
  let shared: App | null = null;
  const cleaning: (() => void | Promise<void>)[] = [];
  const app = () => {
    if (shared === null) throw new Error('the app that tests share did not start');
    return shared;
  };
  beforeAll(async () => {
    shared = await startApp([], { whenOver: (clean) => void cleaning.unshift(clean) });
  });
  beforeEach(async () => {
    await app().page.reload();
    await loaded(app().page);
  });
  afterAll(async () => {
    for (const clean of cleaning) await clean();
  });
  return app;
}

const loaded = (page: Page) => page.waitForFunction(() => window.state !== undefined);

/** Starts the app. */
export async function startApp(args: readonly string[] = [], options: StartOptions = {}): Promise<App> {
  const { env = {}, whenOver = onTestFinished, userData = newFolder(whenOver) } = options;
  const command = await appCommand(userData, args, whenOver);
  const app = await electron.launch({
    executablePath: command.executable,
    args: command.args,
    cwd: userData,
    env: { ...command.env, ...env },
  });
  const gone = new Promise<void>((resolve) => app.process().once('exit', () => resolve()));
  const quit = async () => {
    await app.evaluate(({ app: it }) => it.quit()).catch(() => {});
    await gone;
  };
  whenOver(quit);
  const page = await app.firstWindow();
  await loaded(page);
  const told = async (name: string) => {
    const found = await page.waitForFunction((wanted) => window.told.find(([it]) => it === wanted), name);
    return (await found.jsonValue())?.[1];
  };
  return {
    app,
    page,
    userData,
    quit,
    told,
    ask: ((name: string, ...values: unknown[]) =>
      page.evaluate(
        ([it, all]) =>
          (window.loopscope as unknown as Record<string, (...a: unknown[]) => unknown>)[it]?.(...all),
        [name, values] as const,
      )) as App['ask'],
    ended: async (sessionId) => {
      const found = await page.waitForFunction(
        (id) =>
          window.told.find(
            ([name, end]) => name === 'sessionEnded' && (end as SessionEnd).sessionId === id,
          )?.[1],
        sessionId,
      );
      return (await found.jsonValue()) as SessionEnd;
    },
  };
}
