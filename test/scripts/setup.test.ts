import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { at } from '../../scripts/paths.mjs';
import { dependenciesReady, withoutToolchain } from '../../scripts/setup/dependencies.mjs';
import { readyElectron } from '../../scripts/setup/electron-runtime.mjs';
import { withLock } from '../../scripts/setup/lock.mjs';

describe('a lock of the set-up', () => {
  test('lets one at a time do its work', async () => {
    const log: string[] = [];
    const worker = (name: string) =>
      withLock('test-one', async () => {
        log.push(`${name} begins`);
        await sleep(20);
        log.push(`${name} ends`);
      });
    await Promise.all([worker('a'), worker('b')]);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  test('is taken over from a process that died', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    mkdirSync(at('.cache/test-dead.lock'), { recursive: true });
    writeFileSync(at('.cache/test-dead.lock/pid'), String(pid));
    expect(await withLock('test-dead', async () => 'done')).toBe('done');
  });

  test('is given back when the work fails', async () => {
    const failing = withLock('test-fails', async () => {
      throw new Error('no network');
    });
    await expect(failing).rejects.toThrow('no network');
    expect(await withLock('test-fails', async () => 'done')).toBe('done');
  });
});

describe('the environment of the app', () => {
  test("keeps the user's PATH and drops what npm put in front of it", () => {
    const PATH = [at('node_modules/.bin'), '/usr/lib/npm/node-gyp-bin', '/home/me/bin', '/usr/bin'].join(
      delimiter,
    );
    expect(withoutToolchain({ PATH, LANG: 'C' })).toEqual({
      PATH: ['/home/me/bin', '/usr/bin'].join(delimiter),
      LANG: 'C',
    });
  });
});

describe('LOOPSCOPE_ELECTRON', () => {
  afterEach(() => vi.unstubAllEnvs());

  test('may be the path of an executable', () => {
    vi.stubEnv('LOOPSCOPE_ELECTRON', process.execPath);
    expect(readyElectron()).toBe(process.execPath);
  });

  test('with any other value is an error that lists the possible ones', () => {
    vi.stubEnv('LOOPSCOPE_ELECTRON', '/no/such/electron');
    expect(() => readyElectron()).toThrow('it has to be own, fallback, the path of an executable');
  });
});

test('what is installed is what the lockfile says', () => {
  expect(dependenciesReady()).toBe(true);
});
