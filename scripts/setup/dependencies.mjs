import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { at, root } from '../paths.mjs';
import { SetupError, say } from '../say.mjs';

const bin = at('node_modules/.bin');

/**
 * True when node_modules holds exactly what package-lock.json asks for. npm keeps its own account of what it
 * installed in a hidden lockfile; comparing the two needs no stamp and respects a plain `npm install`.
 */
export function dependenciesReady() {
  const installedFile = at('node_modules/.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = packagesIn(at('package-lock.json'));
  const installed = packagesIn(installedFile);
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    const there = installed[path];
    return there ? there.version === version : optional === true;
  });
}

/** Installs the locked dependencies of the checkout. */
export function installDependencies() {
  say('installing the locked dependencies into node_modules (npm ci)');
  runNpm(['ci'], root);
}

/**
 * @param {string[]} args
 * @param {string} cwd
 */
export function runNpm(args, cwd) {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  // npm_execpath is the npm that started us; without it, the one on PATH.
  const caller = process.env.npm_execpath ?? '';
  const isNpm = caller.endsWith('npm-cli.js') && existsSync(caller);
  const command = isNpm ? process.execPath : 'npm';
  const { status, error } = spawnSync(command, [...(isNpm ? [caller] : []), ...args, ...quiet], {
    cwd,
    stdio: ['ignore', 2, 2],
    env: npmEnvironment(),
    shell: process.platform === 'win32' && !isNpm,
  });
  if (error) throw new SetupError(`npm could not be started: ${error.message}`);
  if (status !== 0) throw new SetupError(`npm ${args.join(' ')} failed with exit code ${status} (see above)`);
}

/** `npm --prefix HERE start` passes the prefix on, where it would move npm's global settings into the repository. */
function npmEnvironment() {
  const env = withoutToolchain(process.env);
  if (env.npm_config_prefix === root) delete env.npm_config_prefix;
  return env;
}

/** The Node that the toolchain runs on: a locked package brings it, since Vitest needs a newer one than 20. */
export function toolchainNode() {
  const file = `${bin}/node`;
  return existsSync(file) ? file : process.execPath;
}

/**
 * npm puts node_modules/.bin, and with it the toolchain's Node, in front of PATH. What Loopscope traces by default is
 * the user's own `node`, so the app has to see PATH as the user's shell has it.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function withoutToolchain(env) {
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const path = env[name] ?? '';
  const kept = path.split(delimiter).filter((folder) => folder !== bin && !/[\\/]node-gyp-bin$/.test(folder));
  return { ...env, [name]: kept.join(delimiter) };
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function packagesIn(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}
