// Recordings: saved, opened again, cut short, and files that only look like one.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeRecording } from '../../bench/recording.ts';
import { writeProgram } from '../support/program.ts';
import { type Row, sharedWindow } from './window.ts';

const PROGRAM = `
  import { setTimeout as sleep } from 'node:timers/promises';
  async function step(number) { console.log('step ' + number); await sleep(20); }
  for (let number = 1; number <= 20; number += 1) await step(number);
`;

const win = sharedWindow();
const folder = mkdtempSync(join(tmpdir(), 'loopscope-test-'));
let rows: readonly Row[];
const saved = () => join(folder, 'saved.loopscope');

afterAll(() => rmSync(folder, { recursive: true }));

test('a recording that is saved and opened again shows the same', async () => {
  await win.runToEnd(writeProgram({ 'steps.mjs': PROGRAM }));
  rows = await win.rows();
  expect(rows.length).toBeGreaterThan(5);
  await win.dialogsAnswer(saved());
  await win.press('Control+s');
  await expect.poll(() => readFileSync(saved()).length).toBeGreaterThan(1000);

  await win.openByDialog(saved());
  await win.statusSays('recorded ');
  await win.finished();
  await expect.poll(() => win.page.title()).toBe('saved.loopscope – Loopscope');
  await win.rowsAre(rows.map(({ label }) => label));
  expect(await win.rows()).toEqual(rows);
  await win.statusSays('exit 0');
  await win.statusSays('21 tasks');
  expect(await win.page.locator('.recent-open[aria-current=true]').textContent()).toContain(
    'saved.loopscope',
  );
  await win.consoleIs(Array.from({ length: 20 }, (_, at) => `step ${at + 1}`));
  expect(await win.page.locator('.end-banner').count()).toBe(0);
});

test('cancelling the dialog saves nothing and says nothing', async () => {
  await win.dialogsAnswer(null);
  await win.press('Control+s');
  await win.rowsAre(rows.map(({ label }) => label));
  expect(await win.page.locator('.problem').count()).toBe(0);
});

async function exportAs(label: string, path: string | null): Promise<void> {
  await win.dialogsAnswer(path);
  await win.press('Control+e');
  await win.page
    .getByRole('dialog', { name: 'Export the recording' })
    .getByRole('button', { name: label })
    .click();
}

test('it is exported as a table with a line per task; a strip names the file until it is dismissed', async () => {
  const path = join(folder, 'steps.csv');
  await exportAs('CSV table', path);
  const strip = win.page.getByRole('status').filter({ hasText: `Exported to ${path}` });
  await strip.waitFor();
  expect(readFileSync(path, 'utf8').trimEnd().split('\r\n')).toHaveLength(1 + 21);
  await strip.getByRole('button', { name: 'Dismiss' }).click();
  await strip.waitFor({ state: 'detached' });
});

test('an export that is cancelled where it asks for a place says nothing', async () => {
  await exportAs('SVG picture', null);
  await win.rowsAre(rows.map(({ label }) => label));
  expect(await win.page.locator('.problem, .progress-strip').count()).toBe(0);
});

test('an export to a place that is not there, or over a recording, says so', async () => {
  const path = join(folder, 'no such folder', 'steps.svg');
  await exportAs('SVG picture', path);
  await win.problemSays('Cannot export steps.svg', dirname(path));
  await exportAs('Chrome trace', saved());
  await win.problemSays('Cannot export saved.loopscope', 'is a recording');
});

test('a place that cannot be written to is named', async () => {
  const path = join(folder, 'no such folder', 'saved.loopscope');
  await win.dialogsAnswer(path);
  await win.press('Control+s');
  const problem = win.page.locator('.problem', { hasText: 'Cannot save the recording' });
  await problem.filter({ hasText: `There is no folder ${dirname(path)}.` }).waitFor();
  // Another place takes the complaint away, and is told.
  const better = join(folder, 'better.loopscope');
  await win.dialogsAnswer(better);
  await win.press('Control+s');
  await win.page
    .getByRole('status')
    .filter({ hasText: `Saved as ${better}` })
    .waitFor();
  expect(await problem.count()).toBe(0);
  // What is opened next takes that away.
  await win.openByDialog(better);
  await win.page.locator('.progress-strip', { hasText: 'Saved as' }).waitFor({ state: 'detached' });
});

test('a recording that was cut off shows what there is, and says that it was', async () => {
  const whole = readFileSync(saved());
  const path = join(folder, 'half.loopscope');
  writeFileSync(path, whole.subarray(0, Math.floor(whole.length * 0.75)));
  await win.drop(path);
  await win.bannerSays('cut off');
  await win.finished();
  const some = await win.rows();
  expect(some.length).toBeGreaterThan(0);
  expect(some[0]).toMatchObject({ label: 'steps.mjs', state: 'pending' });
});

test('a recording with a flipped byte says that it is damaged', async () => {
  const bytes = readFileSync(saved());
  const at = Math.floor(bytes.length / 2);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at);
  const path = join(folder, 'flipped.loopscope');
  writeFileSync(path, bytes);
  await win.openByDialog(path);
  await win.bannerSays('damaged');
  await win.finished();
});

test.each([
  ['an empty file', Buffer.alloc(0)],
  ['garbage', Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 7919) % 256))],
])('%s that only calls itself a recording is refused, and what was open stays', async (_what, bytes) => {
  const before = await win.labels();
  const path = join(folder, 'fake.loopscope');
  writeFileSync(path, bytes);
  await win.openByDialog(path);
  await win.problemSays('fake.loopscope', path);
  expect(await win.labels()).toEqual(before);
});

test('a recording’s beginning with garbage after it is shown as damaged, and the app goes on', async () => {
  const path = join(folder, 'hostile.loopscope');
  const start = readFileSync(saved()).subarray(0, 600);
  writeFileSync(path, Buffer.concat([start, Buffer.alloc(4096, 0xee)]));
  await win.openByDialog(path);
  await win.bannerSays('damaged');
  await win.runToEnd(writeProgram({ 'steps.mjs': PROGRAM }));
  await win.rowsAre(rows.map(({ label }) => label));
});

test('a large one shows its progress; Cancel stops at once, and the next file opens', async () => {
  const path = join(folder, 'large.loopscope');
  await makeRecording(path, 3_000_000);
  await win.openByDialog(path);
  const strip = win.page.locator('.progress-strip');
  await expect.poll(() => strip.textContent()).toMatch(/^Reading the recording\S.* %Cancel$/);
  await win.button('Cancel').click();
  await win.page.getByRole('heading', { name: /^Lessons/ }).waitFor();
  await win.session('idle');
  expect(await strip.count()).toBe(0);
  await win.openByDialog(saved());
  await win.rowsAre(rows.map(({ label }) => label));
});
