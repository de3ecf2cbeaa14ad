// What `npm start`, `npm test` and bin/loopscope do first. Runs on Node 20 with nothing installed; says what it
// installs; when nothing is missing it only looks.
import { spawnSync } from 'node:child_process';
import { isBuilt } from './build.mjs';
import { at, root } from './paths.mjs';
import { SetupError, say } from './say.mjs';
import { dependenciesReady, installDependencies, toolchainNode } from './setup/dependencies.mjs';
import { prepareElectron, readyElectron } from './setup/electron-runtime.mjs';
import { withLock } from './setup/lock.mjs';
import { installSystemLibraries, missingFromSystem } from './setup/system-libraries.mjs';

/** Installs the locked dependencies where they are missing or outdated. */
export async function ensureDependencies() {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major < 20)
    throw new SetupError(
      `Node 20 or newer is needed, and this is ${process.version}: install a newer one, see https://nodejs.org`,
    );
  if (dependenciesReady()) return;
  await withLock('set-up', async () => {
    if (!dependenciesReady()) installDependencies();
  });
}

/**
 * The Electron that runs the app, fetched where it is missing, with the system libraries it needs.
 * @returns {Promise<string>} the executable
 */
export async function ensureElectron() {
  const ready = readyElectron();
  if (ready && missingFromSystem(ready).length === 0) return ready;
  return withLock('set-up', async () => {
    if (!readyElectron()) await prepareElectron();
    const electron = readyElectron();
    if (!electron)
      throw new SetupError('no Electron could be prepared: set LOOPSCOPE_ELECTRON to the path of one');
    const missing = missingFromSystem(electron);
    if (missing.length > 0) installSystemLibraries(missing);
    const still = missingFromSystem(electron);
    if (still.length > 0)
      throw new SetupError(
        `the system still lacks ${still.join(', ')}: install them with its package manager`,
      );
    return electron;
  });
}

/** Builds out/ where it is missing or older than the sources. */
export async function ensureBuilt() {
  if (isBuilt()) return;
  await withLock('build', async () => {
    if (isBuilt()) return;
    say('building into out/');
    // In a process of its own: the caller may be too old a Node for the build tools, and needs none of their memory.
    const { status } = spawnSync(toolchainNode(), [at('scripts/build.mjs')], {
      cwd: root,
      stdio: ['ignore', 2, 2],
    });
    if (status !== 0) throw new SetupError('the build failed (see above)');
  });
}
