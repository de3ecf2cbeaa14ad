// Which Electron runs the app. LOOPSCOPE_ELECTRON chooses: `own` (what the electron package downloads), `fallback` (see
// electron-fallback.mjs), or the path of a dist folder or an executable. Unset: own where its download works, else
// fallback.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { at } from '../paths.mjs';
import { SetupError, say } from '../say.mjs';
import { toolchainNode } from './dependencies.mjs';
import { fallbackElectron, fallbackSupported, prepareFallback } from './electron-fallback.mjs';

const failureStamp = at('.cache/electron-download-failed.json');

/**
 * The executable that is ready to run, or null when something has to be fetched first.
 * @returns {string | null}
 */
export function readyElectron() {
  const choice = process.env.LOOPSCOPE_ELECTRON || 'auto';
  if (choice === 'own') return ownElectron();
  if (choice === 'fallback') return fallbackElectron();
  if (choice === 'auto') return ownElectron() ?? (ownFailedBefore() ? fallbackElectron() : null);
  return givenElectron(choice);
}

/** Fetches what readyElectron() missed. */
export async function prepareElectron() {
  const choice = process.env.LOOPSCOPE_ELECTRON || 'auto';
  if (choice === 'fallback') {
    requireFallbackSupport('LOOPSCOPE_ELECTRON=fallback');
    prepareFallback();
    return;
  }
  if (choice === 'own') {
    if (!installOwn())
      throw new SetupError(
        'Electron could not be downloaded (see above): check the network, or set ELECTRON_MIRROR',
      );
    return;
  }
  if (!ownFailedBefore() && (await downloadReachable()) && installOwn()) return;
  requireFallbackSupport('Electron could not be downloaded');
  rememberFailure();
  if (!fallbackElectron()) prepareFallback();
}

/** @param {string} reason */
function requireFallbackSupport(reason) {
  if (fallbackSupported) return;
  throw new SetupError(
    `${reason}, and the fallback runtime exists for linux-x64 only: set LOOPSCOPE_ELECTRON to the path of an Electron`,
  );
}

/** @param {string} path */
function givenElectron(path) {
  const given = resolve(path);
  const stat = statSync(given, { throwIfNoEntry: false });
  if (stat?.isFile()) return given;
  const inside = join(given, executableName());
  if (stat && existsSync(inside)) return inside;
  throw new SetupError(
    `LOOPSCOPE_ELECTRON is "${path}": it has to be own, fallback, the path of an executable, or of a folder with one in it`,
  );
}

function executableName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

function ownElectron() {
  const executable = at(`node_modules/electron/dist/${executableName()}`);
  // The installer writes path.txt last.
  return existsSync(at('node_modules/electron/path.txt')) && existsSync(executable) ? executable : null;
}

function ownVersion() {
  return JSON.parse(readFileSync(at('node_modules/electron/package.json'), 'utf8')).version;
}

function downloadBase() {
  const { npm_config_electron_mirror: npmMirror, ELECTRON_MIRROR: mirror } = process.env;
  return npmMirror || mirror || 'https://github.com/electron/electron/releases/download/';
}

/** What a remembered failure holds for: another version or another mirror deserves another try. */
function attempt() {
  return { version: ownVersion(), from: downloadBase() };
}

function ownFailedBefore() {
  if (!existsSync(failureStamp)) return false;
  const { version, from } = JSON.parse(readFileSync(failureStamp, 'utf8'));
  const now = attempt();
  return version === now.version && from === now.from;
}

function rememberFailure() {
  mkdirSync(at('.cache'), { recursive: true });
  writeFileSync(failureStamp, JSON.stringify(attempt()));
}

/** Asks for the smallest file of the release first: a blocked network may swallow packets for minutes. */
async function downloadReachable() {
  // The installer knows how to use a proxy and this request does not.
  if (process.env.ELECTRON_GET_USE_PROXY) return true;
  const url = `${downloadBase()}v${ownVersion()}/SHASUMS256.txt`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    await response.body?.cancel();
    if (response.ok) return true;
    say(`Electron ${ownVersion()} cannot be downloaded here (${url} answers ${response.status})`);
  } catch (error) {
    const { message, cause } = /** @type {Error & { cause?: Error }} */ (error);
    say(`Electron ${ownVersion()} cannot be downloaded here (${cause?.message || message})`);
  }
  return false;
}

function installOwn() {
  say(`installing Electron ${ownVersion()} with its own installer (about 110 MB)`);
  const { status } = spawnSync(toolchainNode(), [at('node_modules/electron/install.js')], {
    stdio: ['ignore', 2, 2],
    timeout: 15 * 60_000,
  });
  return status === 0 && ownElectron() !== null;
}
