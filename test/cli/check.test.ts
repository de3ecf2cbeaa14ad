import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { writeProgram } from '../support/program.ts';
import { commandLine, ending, loopscope } from './command.ts';

const stuck = `console.log('begins');
async function main() {
  await new Promise(() => {});
}
main();
`;
const fine = `
console.log('done', process.argv[2]);
process.exitCode = 7;
`;

test('says what it found by file and line, and what to do about it, and exits 1', async () => {
  const { stdout, stderr, exitCode } = await loopscope(['check', writeProgram(stuck)]);
  expect({ stdout, exitCode }).toEqual({ stdout: 'begins\n', exitCode: 1 });
  expect(stderr).toMatch(/main\.mjs:3 The program ended while main\(\) .*\[never-settled\]\n {4}\S.*\n$/);
});

test('without a finding that counts, it exits with the program’s code', async () => {
  expect(await loopscope(['check', writeProgram(fine), '--', 'here'])).toMatchObject({
    stdout: 'done here\n',
    stderr: '',
    exitCode: 7,
  });
  const other = await loopscope(['check', writeProgram(stuck), '--fail-on', 'late-timer']);
  expect(other.exitCode).toBe(0);
  expect(other.stderr).toContain('[never-settled]');
});

test.each([
  [['--output', '/nowhere/found.sarif'], '--output: There is no folder /nowhere. Choose another file.'],
  [['--output', '/'], '--output: / is a folder. Choose another file.'],
  [
    ['--baseline', '/nowhere/known.json', '--update-baseline'],
    '--baseline: There is no folder /nowhere. Choose another file.',
  ],
  [['--threshold', 'late-timer'], '--threshold: late-timer has no value, as in late-timer=50ms.'],
  [['--fail-on', ''], '--fail-on: nothing is named. There are unhandled-rejection, '],
  [['--update-baseline'], '--update-baseline: needs --baseline FILE, to know which file.'],
  [['--runtime', '/nowhere/node'], 'Cannot run programs with /nowhere/node: There is no file /nowhere/node.'],
])('%j is refused with 2 before the program runs', async (options, words) => {
  const { stdout, stderr, exitCode } = await loopscope(['check', ...options, writeProgram(stuck)]);
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
  expect(stderr).toContain(`loopscope: ${words}`);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

test('without a script there is nothing to check, which is not a finding', async () => {
  const { stdout, stderr, exitCode } = await loopscope(['check', '/nowhere/main.mjs']);
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
  expect(stderr).toContain('Cannot open main.mjs: There is no file /nowhere/main.mjs.');
});

test.each(['2>&1', '-o /dev/stdout'])(
  'nobody reads the findings, %s | true: it exits for them all the same',
  async (where) => {
    const cwd = dirname(writeProgram('await new Promise(() => {});'));
    const command = commandLine('check', 'main.mjs')
      .map((word) => `'${word}'`)
      .join(' ');
    const ended = await ending('sh', ['-c', `(${command} ${where}; echo $? >&3) 3>code | true`], { cwd }, '');
    expect(ended.exitCode).toBe(0);
    expect(ended.stderr).not.toMatch(/^loopscope: /m);
    await expect.poll(() => readFileSync(join(cwd, 'code'), 'utf8')).toBe('1\n');
  },
);

test('writes JSON, and annotations for GitHub', async () => {
  const json = await loopscope(['check', '--format', 'json', writeProgram(stuck)]);
  expect(JSON.parse(json.stderr)).toMatchObject({
    insights: [{ id: 'never-settled', severity: 'warning', line: 3, costMs: null }],
    more: {},
  });
  const github = await loopscope(['check', '--format', 'github', writeProgram(stuck)]);
  expect(github.stderr).toMatch(
    /^::warning file=.*main\.mjs,line=3,title=never-settled::The program ended.*\.%0AWhat follows this await never ran\. /,
  );
});

// It computes for an amount of processor time, because by the clock it would compute less on a busy machine.
const BUSY = `
  import { setTimeout as sleep } from 'node:timers/promises';
  async function busy() {
    await sleep(5);
    const end = process.cpuUsage().user + 150_000;
    while (process.cpuUsage().user < end);
  }
  async function tick() { await sleep(30); }
  await Promise.all([busy(), tick()]);
`;

test('--max-block sets for how long the loop may be held', async () => {
  const program = writeProgram(BUSY);
  expect((await loopscope(['check', program])).stderr).toContain('[blocked-event-loop]');
  const patient = await loopscope(['check', program, '--max-block', '2s', '--fail-on', 'blocked-event-loop']);
  expect(patient.stderr).not.toContain('[blocked-event-loop]');
  expect(patient.exitCode).toBe(0);
});

const worker = {
  'main.mjs': `
    import { once } from 'node:events';
    import { Worker } from 'node:worker_threads';
    await once(new Worker(new URL('worker.mjs', import.meta.url)), 'exit');
  `,
  'worker.mjs': BUSY,
};

test('looks at the loops of workers, too, and names the thread', async () => {
  const { stderr, exitCode } = await loopscope(['check', writeProgram(worker)]);
  expect(stderr).toMatch(
    /worker\.mjs:2 busy\(\) .* held the event loop of worker worker\.mjs #1 .*\[blocked-event-loop\]/,
  );
  expect(exitCode).toBe(1);
});

test('refuses unknown ids, and lists the known ones', async () => {
  const program = writeProgram(fine);
  for (const args of [
    ['--fail-on', 'nonsense'],
    ['--max-block', 'soon'],
    ['--threshold', 'late-timer'],
    ['--format', 'xml'],
  ]) {
    const { stdout, stderr, exitCode } = await loopscope(['check', ...args, program]);
    expect({ stdout, exitCode }, args.join(' ')).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toContain(args[1]);
  }
  const help = await loopscope(['check', '--help']);
  expect(help.stdout).toContain('never-settled');
  expect(help.stdout).toContain('--max-block');
});
