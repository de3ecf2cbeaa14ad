// What tools/NAME asks for, fetched when somebody needs it: a small npm project of its own, pinned by its lockfile,
// installed into .cache/NAME.
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { at } from '../paths.mjs';
import { SetupError, say } from '../say.mjs';
import { runNpm } from './dependencies.mjs';
import { withLock } from './lock.mjs';

/** @param {string} name */
function isCurrent(name) {
  const copy = at(`.cache/${name}/package-lock.json`);
  return (
    existsSync(copy) &&
    readFileSync(copy, 'utf8') === readFileSync(at(`tools/${name}/package-lock.json`), 'utf8')
  );
}

/**
 * Fetches what is missing; where it cannot be had, says so and goes on.
 * @param {string} name
 * @param {string} what in words, with its size
 * @param {string} without what follows when it cannot be had
 * @returns {Promise<boolean>} whether it is there
 */
export async function ensureTool(name, what, without) {
  if (isCurrent(name)) return true;
  return withLock(name, async () => {
    if (isCurrent(name)) return true;
    say(`installing ${what} into .cache/${name}`);
    const work = at(`.cache/${name}-work`);
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work, { recursive: true });
    for (const file of ['package.json', 'package-lock.json'])
      cpSync(at(join('tools', name, file)), join(work, file));
    try {
      runNpm(['ci'], work);
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      say(`${error.message}; ${without}`);
      return false;
    }
    rmSync(at(`.cache/${name}`), { recursive: true, force: true });
    renameSync(work, at(`.cache/${name}`));
    return true;
  });
}
