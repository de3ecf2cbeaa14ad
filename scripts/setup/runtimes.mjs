// The Node versions that the traced-child tests run programs on, beside the one the toolchain runs on: what the hooks
// report differs between them. Pinned by tools/runtimes/package-lock.json, about 550 MB in .cache/runtimes.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { at } from '../paths.mjs';
import { say } from '../say.mjs';
import { toolchainNode } from './dependencies.mjs';
import { ensureTool } from './tools.mjs';

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

/** Where the OpenTelemetry SDKs are that programs under test set up; null where they could not be had. */
export function openTelemetry() {
  const path = at('.cache/open-telemetry/node_modules');
  return existsSync(path) ? path : null;
}

/** Fetches the versions that are missing. Without them their tests are skipped, and say so. */
export async function ensureRuntimes() {
  await ensureTool('open-telemetry', 'OpenTelemetry SDKs for tests (10 MB)', 'their tests are skipped');
  if (!supported) return say('Node versions under test exist for linux-x64 only: the others are skipped');
  await ensureTool('runtimes', 'the Node versions under test (550 MB)', 'their tests are skipped');
}
