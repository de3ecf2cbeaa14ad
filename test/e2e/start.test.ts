// npm start without a display, as on a server.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { at } from '../../scripts/paths.mjs';
import { newFolder } from '../support/folder.ts';

const folder = newFolder(afterAll);

function start(args: string[]) {
  const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
  return spawnSync(process.execPath, [at('scripts/start.mjs'), ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
}

test('runs a script on a virtual display and leaves a screenshot, the recording and a report', () => {
  writeFileSync(
    join(folder, 'nap.mjs'),
    `async function takeNap(ms) { await new Promise((wake) => setTimeout(wake, ms)); }
     await takeNap(Number(process.argv[2]));
     console.log('awake after ' + process.argv[2]);`,
  );
  const { status, stdout, stderr } = start(['--out', 'result', 'nap.mjs', '--', '30']);
  expect(status, stderr).toBe(0);
  expect(stdout).toContain('takeNap');
  const screenshot = readFileSync(join(folder, 'result/screenshot.png'));
  expect(screenshot.subarray(1, 4).toString()).toBe('PNG');
  expect(readFileSync(join(folder, 'result/run.loopscope')).length).toBeGreaterThan(100);
  expect(stdout).toContain(join(folder, 'result/screenshot.png'));
  expect(stdout).toContain(join(folder, 'result/run.loopscope'));
  // Everything was there already, so nothing is installed or built.
  expect(stderr).not.toMatch(/installing|building/);
});

test('says what is wrong with a script that does not exist, and fails', () => {
  const { status, stdout, stderr } = start(['no-such-script.mjs']);
  expect(status).not.toBe(0);
  expect(stdout + stderr).toContain('no-such-script.mjs');
});

test('explains its options when it does not know one', () => {
  const { status, stderr } = start(['--colour', 'red']);
  expect(status).toBe(1);
  expect(stderr).toContain('npm start -- [--headless] [--out DIR] [FILE] [-- ARGS]');
});
