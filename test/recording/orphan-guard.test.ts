import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { at } from '../../scripts/paths.mjs';
import { eventually } from '../support/eventually.ts';
import { writeProgram } from '../support/program.ts';
import { isAlive } from './fake-program.ts';

/** Starts four groups, says that two of them are over, which go on all the same, and prints the pids of all. */
const STARTER = `
  import { spawn } from 'node:child_process';
  import { guardOrphans } from '${at('src/recording/orphan-guard.ts')}';
  const start = () => spawn('sleep', ['60'], { detached: true, stdio: 'ignore' }).pid;
  const groups = Array.from({ length: 4 }, start);
  const over = groups.map(guardOrphans);
  over[1]();
  over[3]();
  console.log(JSON.stringify(groups));
  process.stdin.resume();
`;

test.skipIf(process.platform === 'win32')(
  'when a process is killed, the groups that it watched end, and not those that it said are over',
  async () => {
    const starter = spawn(process.execPath, [writeProgram(STARTER)], { stdio: ['pipe', 'pipe', 'inherit'] });
    const told = await new Promise<string>((resolve) => {
      starter.stdout.once('data', (line: Buffer) => resolve(String(line)));
    });
    const groups: number[] = JSON.parse(told);
    try {
      expect(groups.map(isAlive)).toEqual([true, true, true, true]);
      starter.kill('SIGKILL');
      await eventually(() => !isAlive(groups[0]!) && !isAlive(groups[2]!));
      expect(groups.map(isAlive)).toEqual([false, true, false, true]);
    } finally {
      for (const pid of groups.filter(isAlive)) process.kill(pid, 'SIGKILL');
    }
  },
);

test.skipIf(process.platform === 'win32')('nobody waits for the shell that watches', async () => {
  const watching = writeProgram(`
    import { guardOrphans } from '${at('src/recording/orphan-guard.ts')}';
    guardOrphans(2 ** 30)();
  `);
  const exited = new Promise((resolve) => {
    spawn(process.execPath, [watching], { stdio: 'inherit' }).once('exit', resolve);
  });
  expect(await exited).toBe(0);
});
