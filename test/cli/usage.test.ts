import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loopscope } from './command.ts';

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));

describe.each([[[]], [['record']], [['report']], [['compare']]])('loopscope %j', (command: string[]) => {
  test.each(['--version', '-v'])('%s', async (option) => {
    expect(await loopscope([...command, option])).toEqual({
      stdout: `${version}\n`,
      stderr: '',
      exitCode: 0,
      signal: null,
    });
  });

  test.each(['--help', '-h'])('%s', async (option) => {
    const { stdout, stderr, exitCode } = await loopscope([...command, option]);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(stdout).toContain(`Usage: ${['loopscope', ...command].join(' ')} [options]`);
  });
});

test.each([
  [['record'], "missing required argument 'file'"],
  [['report'], "missing required argument 'file'"],
  [['compare', 'a.loopscope'], "missing required argument 'after'"],
  [['record', 'a.mjs', 'b.mjs'], 'too many arguments'],
  [['record', 'a.mjs', '--nonsense'], "unknown option '--nonsense'"],
  [['report', '--json'], "missing required argument 'file'"],
  [['--nonsense'], "unknown option '--nonsense'"],
  [['a.mjs', 'b.mjs'], 'too many arguments'],
])('a wrong command line, %j, ends with 2 and says what is wrong', async (args, words) => {
  const { stdout, stderr, exitCode } = await loopscope(args);
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
  expect(stderr).toContain(`loopscope: ${words}`);
  expect(stderr).toMatch(/\n--help says what there is\.\n$/);
});

test('a file that cannot be opened is refused before the app is started', async () => {
  const { stdout, stderr, exitCode } = await loopscope(['missing.mjs']);
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
  expect(stderr).toMatch(/^loopscope: Cannot open missing\.mjs: There is no file .*missing\.mjs\. .*\n$/);
});
