// npm run build [-- PART…]
// Builds into out/: the app (electron-vite) and the bundles for plain Node. Parts are `app`, `tracer` and `cli`.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleConfig, bundles } from './bundles.mjs';
import { at, root } from './paths.mjs';

const stamp = at('out/build.sha256');
const sources = [
  'src',
  'electron.vite.config.ts',
  'scripts/build.mjs',
  'scripts/bundles.mjs',
  'package-lock.json',
];
const outputs = [
  'out/main/index.cjs',
  'out/preload/index.cjs',
  'out/renderer/index.html',
  ...bundles.map((bundle) => bundle.output),
];

/** True when out/ was built from exactly these sources. Reads them all: a few ms, and no trust in clocks. */
export function isBuilt() {
  if (!existsSync(stamp) || !outputs.every((file) => existsSync(at(file)))) return false;
  return readFileSync(stamp, 'utf8') === fingerprint();
}

/** @param {string[]} parts empty for all of them */
async function build(parts) {
  const wanted = (/** @type {string} */ part) => parts.length === 0 || parts.includes(part);
  const [vite, electronVite] = await Promise.all([import('vite'), import('electron-vite')]);
  // Taken before: what changes while we build must count as newer.
  const before = fingerprint();
  rmSync(stamp, { force: true });
  await Promise.all([
    wanted('app') && electronVite.build({ root, logLevel: 'warn' }),
    ...bundles.filter(({ part }) => wanted(part)).map((bundle) => vite.build(bundleConfig(bundle))),
  ]);
  if (parts.length > 0) return;
  mkdirSync(at('out'), { recursive: true });
  writeFileSync(stamp, before);
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const source of sources) addTo(hash, source);
  return hash.digest('hex');
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} path
 */
function addTo(hash, path) {
  const entries = path === 'src' ? filesUnder(path) : [path];
  for (const file of entries)
    hash
      .update(`${file}\0`)
      .update(readFileSync(at(file)))
      .update('\0');
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesUnder(folder) {
  return readdirSync(at(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  await build(process.argv.slice(2));
