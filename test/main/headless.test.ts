import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { ending } from '../cli/command.ts';
import { dump } from '../recording/fake-program.ts';
import { newFolder } from '../support/folder.ts';
import { writeProgram } from '../support/program.ts';
import { appCommand } from './app.ts';

async function headless(...args: string[]) {
  const userData = newFolder();
  const { executable, args: all, env } = await appCommand(userData, args);
  const ended = await ending(executable, all, { cwd: userData, env }, '');
  // Chromium has much to say where there is no desktop.
  const own = ended.stderr.split('\n').filter((line) => line.startsWith('loopscope:'));
  return { exitCode: ended.exitCode, own };
}

/** Width and height of a PNG file. */
function sizeOf(file: string): [number, number] {
  const bytes = readFileSync(file);
  expect(bytes.toString('latin1', 1, 4)).toBe('PNG');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

test('a headless run leaves a screenshot and the recording', async () => {
  const script = writeProgram('console.log(process.argv[2]); await 1; process.exitCode = 5;');
  const out = join(newFolder(), 'new/folder');
  const ended = await headless(
    '--headless-run',
    script,
    '--out',
    out,
    '--size',
    '1000x700',
    '--',
    '--verbose',
  );
  expect(ended).toEqual({ exitCode: 0, own: [] });
  expect(sizeOf(join(out, 'screenshot.png'))).toEqual([1000, 700]);
  const { host, cutOff } = await dump(join(out, 'run.loopscope'));
  expect(host).toEqual(['stdout --verbose\n', 'programEnd {"exitCode":5,"signal":null}']);
  expect(cutOff).toBe(false);
});

test('a headless run opens a recording too', async () => {
  const script = writeProgram('await 1;');
  const first = join(dirname(script), 'first');
  const second = join(dirname(script), 'second');
  expect((await headless('--headless-run', script, '--out', first)).exitCode).toBe(0);
  const recording = join(first, 'run.loopscope');
  expect(await headless('--headless-run', recording, '--out', second)).toEqual({ exitCode: 0, own: [] });
  expect(readFileSync(join(second, 'run.loopscope'))).toEqual(readFileSync(recording));
});

test.each([
  [
    'a file that is not there',
    ['/nowhere/a.mjs', '--out', '/tmp/x'],
    2,
    'Cannot open a.mjs: There is no file /nowhere/a.mjs.',
  ],
  ['no folder', ['/nowhere/a.mjs'], 2, '--headless-run: needs --out FOLDER'],
  [
    'a size that is none',
    ['a.mjs', '--out', 'x', '--size', 'big'],
    2,
    '--size: "big" is no width and height',
  ],
])('with %s it fails and says why', async (_what, args, exitCode, words) => {
  const ended = await headless('--headless-run', ...args);
  expect(ended.exitCode).toBe(exitCode);
  expect(ended.own).toEqual([expect.stringContaining(words)]);
});

test('with an output that is no folder it fails before the program is shown, and says why', async () => {
  const ended = await headless('--headless-run', writeProgram('1'), '--out', '/dev/null');
  expect(ended).toEqual({
    exitCode: 2,
    own: ['loopscope: --out: /dev/null exists already. Choose another folder.'],
  });
});

test('with a syntax error it fails and says why', async () => {
  const ended = await headless('--headless-run', writeProgram('const = 1'), '--out', newFolder());
  expect(ended).toEqual({
    exitCode: 2,
    own: [expect.stringContaining('main.mjs has a syntax error at line 1')],
  });
});
