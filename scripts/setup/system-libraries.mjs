import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { SetupError, say } from '../say.mjs';

// What Electron needs on a bare Debian; libgtk-3-0 brings the X libraries, fontconfig and a font with it.
const electronPackages = ['libgtk-3-0', 'libnss3', 'libgbm1', 'libasound2'];
const displayPackage = 'xvfb';

// Newer Electrons open GTK at run time, which the dynamic linker cannot know.
const opened = ['libgtk-3.so.0'];

export const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/**
 * What the system lacks for this Electron to start: shared libraries, and a virtual display where there is no real one.
 * Asks the dynamic linker (12 ms), which knows better than a list of packages.
 * @param {string} electron the executable
 */
export function missingFromSystem(electron) {
  if (process.platform !== 'linux') return [];
  const { stdout: linked } = spawnSync('ldd', [electron], { encoding: 'utf8' });
  const { stdout: installed } = spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' });
  const missing = new Set([
    ...[...(linked ?? '').matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1] ?? ''),
    ...opened.filter((library) => installed && !installed.includes(library)),
  ]);
  if (!hasDisplay && !findOnPath('Xvfb')) missing.add('Xvfb');
  return [...missing];
}

/**
 * Installs the packages that hold what is missing when root on Debian or a relative; otherwise says how.
 * @param {string[]} missing
 */
export function installSystemLibraries(missing) {
  const more = missing.length > 4 ? ` and ${missing.length - 3} more` : '';
  const names = `${missing.slice(0, more ? 3 : 4).join(', ')}${more}`;
  if (!findOnPath('apt-get')) {
    throw new SetupError(
      `the system lacks ${names}: install GTK 3, NSS, GBM, ALSA and Xvfb with its package manager`,
    );
  }
  const packages = packagesFor(missing);
  if (process.getuid?.() !== 0) {
    throw new SetupError(
      `the system lacks ${names}: run  sudo apt-get update && sudo apt-get install -y ${packages.join(' ')}`,
    );
  }
  say(`installing the system packages ${packages.join(' ')} (the system lacks ${names})`);
  apt(['update', '-qq']);
  apt(['install', '-y', '-qq', '--no-install-recommends', ...packages.map(currentName)]);
}

/** @param {string[]} missing */
function packagesFor(missing) {
  const packages = missing.some((name) => name !== 'Xvfb') ? [...electronPackages] : [];
  if (missing.includes('Xvfb')) packages.push(displayPackage);
  return packages;
}

/**
 * Debian 13 and Ubuntu 24.04 renamed libraries whose time_t grew to 64 bits.
 * @param {string} name
 */
function currentName(name) {
  const renamed = `${name}t64`;
  return spawnSync('apt-cache', ['show', renamed], { stdio: 'ignore' }).status === 0 ? renamed : name;
}

/** @param {string[]} args */
function apt(args) {
  const { status } = spawnSync('apt-get', args, {
    stdio: ['ignore', 'ignore', 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (status !== 0) throw new SetupError(`apt-get ${args.join(' ')} failed with exit code ${status}`);
}

/** @param {string} command */
export function findOnPath(command) {
  const folders = (process.env.PATH ?? '').split(':').filter(Boolean);
  return folders.map((folder) => `${folder}/${command}`).find((file) => existsSync(file));
}
