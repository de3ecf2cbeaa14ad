// Workers and processes that a program starts, in the chart and the inspector.
import { beforeEach, expect, test } from 'vitest';
import { sharedWindow } from './window.ts';

const FILES = {
  'main.mjs': `
    import { spawn } from 'node:child_process';
    import { once } from 'node:events';
    import { Worker } from 'node:worker_threads';
    async function hire() { await once(new Worker(new URL('job.mjs', import.meta.url)), 'exit'); }
    async function nap() { await once(spawn('sleep', ['0.05']), 'exit'); }
    await hire();
    await hire();
    await nap();
  `,
  'job.mjs': `
    async function work() { await null; }
    await work();
  `,
};
const ALL = [
  ...['main', 'main.mjs', 'hire()', 'hire()', 'nap()', 'sleep …'],
  ...['worker job.mjs #1', 'job.mjs', 'work()'],
  ...['worker job.mjs #2', 'job.mjs', 'work()'],
];

const win = sharedWindow();

beforeEach(async () => {
  await win.hasRun(FILES);
  await win.focusRows();
  await win.press('Escape');
  await win.rowsAre(ALL);
});

test('each thread is a group that the keyboard reaches, closes and opens', async () => {
  expect((await win.rows()).map(({ level }) => level)).toEqual([1, 2, 3, 3, 3, 4, 1, 2, 3, 1, 2, 3]);
  await win.row('worker job.mjs #1').click();
  await win.press('ArrowLeft');
  await win.rowsAre(ALL.filter((_, at) => at !== 7 && at !== 8));
  expect(await win.row('worker job.mjs #1').getAttribute('aria-expanded')).toBe('false');
  expect(await win.row('worker job.mjs #1').getAttribute('aria-label')).toMatch(
    /^worker job\.mjs #1, pid \d+, 2 tasks, exit 0$/,
  );
  await win.press('ArrowDown');
  await win.selectedIs('worker job.mjs #2');
  await win.press('ArrowUp');
  await win.press('ArrowRight');
  await win.rowsAre(ALL);
  await win.press('ArrowRight');
  await win.selectedIs('job.mjs');
});

test('the inspector leads from a thread to the task that started it, and back', async () => {
  await win.row('worker job.mjs #2').click();
  const { inspector } = win;
  await inspector.getByRole('heading', { name: 'worker job.mjs #2' }).waitFor();
  await inspector.getByRole('table', { name: 'Event loop' }).waitFor();
  await inspector.getByRole('button', { name: 'hire()' }).click();
  await win.selectedIs('hire()');
  const started = inspector.getByRole('list', { name: 'Started workers and processes' });
  expect(await started.textContent()).toContain('exit 0');
  await started.getByRole('button').click();
  await win.selectedIs('worker job.mjs #2');
  await inspector.getByRole('button', { name: 'job.mjs', exact: true }).click();
  await win.selectedIs('job.mjs');
  await inspector.getByRole('button', { name: 'worker job.mjs #2' }).click();
  await win.selectedIs('worker job.mjs #2');
});

test('an untraced process is a row below its starter, and says that it is not traced', async () => {
  await win.row('sleep …').click();
  await win.inspector.getByText('no program that Loopscope can look into').waitFor();
  await win.inspector.getByRole('button', { name: 'nap()' }).click();
  await win.selectedIs('nap()');
});

test('the search opens closed groups', async () => {
  for (const name of ['worker job.mjs #1', 'worker job.mjs #2']) {
    await win.row(name).click();
    await win.press('ArrowLeft');
  }
  await win.rowsAre(ALL.filter((label) => label !== 'job.mjs' && label !== 'work()'));
  await win.press('/');
  await win.page.keyboard.type('work');
  await win.press('Enter');
  await win.selectedIs('work()');
  await win.press('Enter');
  await win.rowsAre(['worker job.mjs #1', 'job.mjs', 'work()', 'worker job.mjs #2', 'job.mjs', 'work()']);
  await win.press('Escape');
  await win.focusRows();
});
