import type { ElectronApplication } from 'playwright-core';
import { expect } from 'vitest';
import { at } from '../../../scripts/paths.mjs';
import { type LaunchedApp, type LaunchOptions, launchElectron } from './electron-app.ts';

export type { LaunchedApp, LaunchOptions } from './electron-app.ts';

/** Starts the built app in real Electron for a test. */
export function launchApp(options: LaunchOptions = {}): Promise<LaunchedApp> {
  return launchElectron({ ...options, beforeClose: lastLook });
}

/** What the window showed last, in .cache/test-results: the first thing to look at when a test fails. */
async function lastLook(app: ElectronApplication): Promise<void> {
  const name = (expect.getState().currentTestName ?? 'unnamed').replace(/[^\w]+/g, '-').slice(0, 100);
  const path = at(`.cache/test-results/${name}.png`);
  await app
    .windows()[0]
    ?.screenshot({ path, timeout: 2000 })
    .catch(() => {});
}
