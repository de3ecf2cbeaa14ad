import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Registers what to do when a test, or the tests that share something, are over. */
export type WhenOver = (clean: () => void | Promise<void>) => void;

/** Makes a new folder and returns its real path. It is deleted after the test, unless `whenOver` says when. */
export function newFolder(whenOver: WhenOver = onTestFinished): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'loopscope-test-')));
  // Processes that were started in it may still write to it.
  whenOver(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
