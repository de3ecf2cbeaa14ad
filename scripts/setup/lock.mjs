import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { at } from '../paths.mjs';
import { say } from '../say.mjs';

/**
 * Does `work` while no other process of this checkout does. The lock is a folder, because mkdir is atomic
 * everywhere; the lock of a process that died is taken over.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(name, work) {
  const folder = at(`.cache/${name}.lock`);
  const pidFile = `${folder}/pid`;
  mkdirSync(dirname(folder), { recursive: true });
  let announced = false;
  while (!tryMkdir(folder)) {
    const holder = readPid(pidFile);
    if (holder === null ? isAbandoned(folder) : !isAlive(holder)) {
      rmSync(folder, { recursive: true, force: true });
      continue;
    }
    if (!announced) say(`waiting for another process (${holder ?? 'starting'}) that is doing the ${name}`);
    announced = true;
    await sleep(200);
  }
  const release = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', release);
  try {
    writeFileSync(pidFile, String(process.pid));
    return await work();
  } finally {
    release();
    process.off('exit', release);
  }
}

/** @param {string} folder */
function tryMkdir(folder) {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} file */
function readPid(file) {
  try {
    return Number(readFileSync(file, 'utf8')) || null;
  } catch {
    return null;
  }
}

/**
 * Between mkdir and the pid lie microseconds: a lock that has had no pid for seconds has lost its maker.
 * @param {string} folder
 */
function isAbandoned(folder) {
  const made = statSync(folder, { throwIfNoEntry: false })?.mtimeMs;
  return made !== undefined && Date.now() - made > 5000;
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to someone else.
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
