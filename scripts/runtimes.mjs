// The Node versions that the traced-child tests run programs on, beside the one the toolchain runs on: what the hooks
// report differs between them. Pinned by tools/runtimes/package-lock.json, about 550 MB in .cache/runtimes.
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runNpm, toolchainNode } from './dependencies.mjs';
import { withLock } from './lock.mjs';
import { at } from './paths.mjs';
import { SetupError, say } from './say.mjs';

const tool = at('tools/runtimes');
const folder = at('.cache/runtimes');
const supported = process.platform === 'linux' && process.arch === 'x64';

/** @typedef {{ name: string, path: string | null }} Runtime `path` is null where this one could not be had */

/**
 * Every Node version under test, oldest first.
 * @returns {Runtime[]}
 */
export function runtimes() {
  const { dependencies } = JSON.parse(readFileSync(join(tool, 'package.json'), 'utf8'));
  /** @type {Runtime[]} */
  const fetched = Object.keys(dependencies).map((name) => {
    const path = join(folder, 'node_modules', name, 'bin/node');
    return { name, path: existsSync(path) ? path : null };
  });
  const own = { name: 'node24', path: toolchainNode() };
  return [...fetched, own].sort((a, b) => a.name.localeCompare(b.name));
}

function isCurrent() {
  const copy = join(folder, 'package-lock.json');
  return (
    existsSync(copy) && readFileSync(copy, 'utf8') === readFileSync(join(tool, 'package-lock.json'), 'utf8')
  );
}

/** Fetches the versions that are missing. Without them their tests are skipped, and say so. */
export async function ensureRuntimes() {
  if (isCurrent()) return;
  if (!supported) return say('Node versions under test exist for linux-x64 only: the others are skipped');
  await withLock('runtimes', async () => {
    if (isCurrent()) return;
    say('installing the Node versions under test into .cache/runtimes (550 MB)');
    const work = at('.cache/runtimes-work');
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work, { recursive: true });
    for (const file of ['package.json', 'package-lock.json']) cpSync(join(tool, file), join(work, file));
    try {
      runNpm(['ci'], work);
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      return say(`no Node versions under test: ${error.message}; their tests are skipped`);
    }
    rmSync(folder, { recursive: true, force: true });
    renameSync(work, folder);
  });
}
