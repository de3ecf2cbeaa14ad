import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Takes what is to be done when a test, or all that share something, are over. */
export type WhenOver = (clean: () => void | Promise<void>) => void;

/** A folder of its own, by its real path; gone with the test, unless `whenOver` says when. */
export function newFolder(whenOver: WhenOver = onTestFinished): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'loopscope-test-')));
  // What was started in it may still be writing its last.
  whenOver(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
