// Nothing jumps while a program runs: the positions of rows are checked in every frame.
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { writeProgram } from '../support/program.ts';
import { eventually, sharedWindow } from './window.ts';

const win = sharedWindow();

/** The program goes on when a file with that name appears beside it. */
const ON = `
  import { existsSync } from 'node:fs';
  import { setTimeout as sleep } from 'node:timers/promises';
  const asked = async (name) => { while (!existsSync(new URL(name, import.meta.url))) await sleep(20); };
`;
const tell = (program: string, name: string) => {
  const path = join(dirname(program), name);
  if (!existsSync(path)) writeFileSync(path, '');
};

/** Records in every frame where each row is. */
async function watchRows(): Promise<() => Promise<string[]>> {
  await win.page.evaluate(() => {
    const frames: Record<string, number>[] = [];
    const look = () => {
      const tops: Record<string, number> = {};
      const plot = document.querySelector('.chart-scroller') as HTMLElement;
      const { top, bottom } = plot.getBoundingClientRect();
      for (const row of document.querySelectorAll<HTMLElement>('.task-row:not([hidden])')) {
        const box = row.getBoundingClientRect();
        if (box.top >= top && box.bottom <= bottom) tops[row.dataset.label as string] = box.top;
      }
      frames.push(tops);
      if ((window as unknown as { frames?: unknown }).frames === frames) requestAnimationFrame(look);
    };
    Object.assign(window, { frames });
    look();
  });
  return () =>
    win.page.evaluate(() => {
      const { frames } = window as unknown as { frames: Record<string, number>[] };
      Object.assign(window, { frames: undefined });
      const jumps: string[] = [];
      for (const [at, tops] of frames.entries()) {
        for (const [label, top] of Object.entries(frames[at - 1] ?? {}))
          if (tops[label] !== top) jumps.push(`${label} from ${top} to ${tops[label] ?? 'nowhere'}`);
      }
      return jumps;
    });
}

const rowCount = async () => Number(await win.page.getByRole('treegrid').getAttribute('aria-rowcount'));

test('siblings that come to be many stay where they are while they are looked at, and share a row in the end', async () => {
  const program = writeProgram({
    'many.mjs': `${ON}
      async function leaf(number) { await sleep(1); }
      for (let at = 0; at < 30; at++) leaf(at);
      await asked('more');
      for (let at = 30; at < 200; at++) { leaf(at); await sleep(5); }
      console.log('all');
      await asked('end');
    `,
  });
  await win.start(program);
  await win.row('leaf(0)').waitFor();
  await eventually(async () => (await rowCount()) >= 31, 'all of the first are there');
  const before = (await win.labels()).slice(0, 12);
  expect(before.slice(0, 3)).toEqual(['many.mjs', 'leaf(0)', 'leaf(1)']);
  // So long that the user may have read them.
  await win.page.waitForTimeout(1500);
  const jumpsOf = await watchRows();
  tell(program, 'more');
  await win.consoleIs(['all']);
  // The rows that are not in view have become one row.
  await eventually(async () => (await rowCount()) < 25, 'they share a row');
  expect((await win.labels()).slice(0, before.length)).toEqual(before);
  expect(await jumpsOf()).toEqual([]);
  tell(program, 'end');
  await win.finished();
  await win.rowsAre(['many.mjs', 'leaf', 'asked("more")', 'asked("end")']);
  expect(await win.row('leaf').textContent()).toContain('×200');
});

test('the row under the mouse keeps its place while rows come above it', async () => {
  const program = writeProgram({
    'above.mjs': `${ON}
      async function leaf(number) { await sleep(1); }
      async function branch() { await asked('more'); for (let at = 0; at < 5; at++) await leaf(at); await asked('end'); }
      async function below(number) { await asked('end'); }
      const all = [branch(), ...Array.from({ length: 30 }, (_, number) => below(number))];
      await Promise.all(all);
    `,
  });
  await win.start(program);
  const pointed = win.row('below(3)');
  await pointed.hover();
  await eventually(async () => (await rowCount()) >= 60, 'all of them have begun');
  await win.row('below(3)').hover();
  await win.drawn();
  const top = async () => (await pointed.boundingBox())?.y;
  const before = await top();
  tell(program, 'more');
  const rows = await rowCount();
  await eventually(async () => (await rowCount()) >= rows + 5, 'rows have come');
  await win.drawn();
  expect(await top()).toBe(before);
  tell(program, 'end');
  await win.finished();
});

test('rows keep their places also if more come above them at once than a picture has', async () => {
  const program = writeProgram({
    'burst.mjs': `${ON}
      const end = asked('end');
      // Each below the one before: siblings that are alike would share a row.
      async function grow(number) { if (number > 0) void grow(number - 1); await end; }
      async function branch() { await asked('more'); void grow(299); await asked('again'); void grow(299); await end; }
      async function tail(number) { await end; }
      const all = [branch(), ...Array.from({ length: 40 }, (_, number) => tail(number))];
      await Promise.all(all);
    `,
  });
  await win.start(program);
  await eventually(async () => (await rowCount()) > 42, 'all of them have begun');
  await win.focusRows();
  await win.press('End');
  await win.selectedIs('tail(39)');
  await eventually(async () => (await win.row('tail(39)').isVisible()) === true, 'the last row is in view');
  for (const burst of ['more', 'again']) {
    const jumpsOf = await watchRows();
    const rows = await rowCount();
    tell(program, burst);
    await eventually(async () => (await rowCount()) >= rows + 300, `the rows of ${burst} have come`);
    await win.drawn();
    expect(await jumpsOf()).toEqual([]);
    // The second time, nothing is selected: the first row in view keeps its place.
    await win.press('Escape');
  }
  tell(program, 'end');
  await win.finished();
});

test('changing numbers move neither what follows them in the head nor the tabs', async () => {
  const program = writeProgram({
    'waves.mjs': `${ON}
      async function leaf(number) { await sleep(60); }
      async function waves() {
        for (let wave = 0; wave < 12; wave++) {
          await Promise.all(Array.from({ length: wave % 2 === 0 ? 12 : 2 }, (_, number) => leaf(number)));
          await sleep(120);
        }
      }
      await waves();
      console.log('all');
      await asked('end');
    `,
  });
  await win.start(program);
  await win.row('waves()').waitFor();
  await win.page.evaluate(() => {
    const frames: number[][] = [];
    const parts = ['.rows-button', '#tab-marks', '.counter:last-child'];
    const look = () => {
      frames.push(parts.map((part) => document.querySelector(part)?.getBoundingClientRect().left ?? 0));
      if ((window as unknown as { places?: unknown }).places === frames) requestAnimationFrame(look);
    };
    Object.assign(window, { places: frames });
    look();
  });
  await win.consoleIs(['all']);
  const frames = await win.page.evaluate(() => {
    const { places } = window as unknown as { places: number[][] };
    Object.assign(window, { places: undefined });
    return places;
  });
  for (const part of [0, 1, 2]) {
    const places = frames.map((frame) => frame[part]!);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  }
  tell(program, 'end');
  await win.finished();
});
