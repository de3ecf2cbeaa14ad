import { spawn } from 'node:child_process';
import { root } from './paths.mjs';
import { withoutToolchain } from './setup/dependencies.mjs';

/** Chromium's sandbox refuses to start for root: only then, and never for an ordinary user, it is switched off. */
export const sandboxFlags = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/**
 * Without a desktop Chromium logs a page of errors about D-Bus and the GPU, which mean nothing to who only started an app. What ends
 * it is said all the same. `ELECTRON_ENABLE_LOGGING` asks for all of it.
 */
const quietFlags = process.env.ELECTRON_ENABLE_LOGGING ? [] : ['--log-level=3'];

/**
 * What the app has to find in its environment: the user's own PATH, and nothing that makes Electron another program.
 * @param {NodeJS.ProcessEnv} [extra]
 * @returns {NodeJS.ProcessEnv}
 */
export function appEnvironment(extra = {}) {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = withoutToolchain(process.env);
  return { ...env, ...extra };
}

/**
 * Runs the app until it ends.
 * @param {string} electron the executable
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} its exit code
 */
export function runApp(electron, args, { cwd, env = {} }) {
  const app = spawn(electron, [...sandboxFlags, ...quietFlags, root, ...args], {
    cwd,
    env: appEnvironment(env),
    stdio: 'inherit',
  });
  // Ctrl+C reaches the app by itself; a signal sent to us alone does not.
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP']))
    process.on(signal, () => app.kill(signal));
  process.on('SIGINT', () => {});
  return new Promise((resolve, reject) => {
    app.once('error', reject);
    app.once('exit', (code) => resolve(code ?? 1));
  });
}
