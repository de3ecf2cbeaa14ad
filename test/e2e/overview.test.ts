// The overview: a drag chooses what the chart shows, a click moves there, a double click shows all.
import { beforeEach, expect, test } from 'vitest';
import { eventually, type Shown, sharedWindow } from './window.ts';

const WAITS = `
  import { setTimeout as sleep } from 'node:timers/promises';
  async function leaf(number) { await sleep(100); }
  for (let number = 0; number < 5; number++) await leaf(number);
`;

const win = sharedWindow();

beforeEach(async () => {
  await win.hasRun({ 'waits.mjs': WAITS });
  await win.focusRows();
  await win.press('Shift+F');
  await win.shown();
});

const width = ({ from, to }: Shown) => to - from;
/** Four pixels of the overview, over which a press becomes a drag. */
const CLOSE = 0.01;

async function at(part: number): Promise<[x: number, y: number]> {
  const box = (await win.page.locator('.chart-brush').boundingBox())!;
  return [box.x + box.width * part, box.y + 12];
}

async function drag(from: number, to: number): Promise<Shown> {
  await win.page.mouse.move(...(await at(from)));
  await win.page.mouse.down();
  await win.page.mouse.move(...(await at(to)), { steps: 6 });
  await win.page.mouse.up();
  return win.shown();
}

async function isAbout(from: number, to: number): Promise<void> {
  const close = async () => {
    const shown = await win.shown();
    return Math.abs(shown.from - from) < CLOSE && Math.abs(shown.to - to) < CLOSE;
  };
  await eventually(close, `the chart shows ${from} to ${to}`);
}

test('a drag chooses a part, also where all is shown; a drag of that part moves it', async () => {
  await drag(0.3, 0.5);
  await isAbout(0.3, 0.5);
  await drag(0.4, 0.6);
  await isAbout(0.5, 0.7);
  await drag(0.1, 0.2);
  await isAbout(0.1, 0.2);
});

test('a click beside the brush moves it there without changing its width; if all is shown, it changes nothing', async () => {
  const all = await win.shown();
  await win.page.mouse.click(...(await at(0.4)));
  await win.drawn();
  expect(await win.shown()).toEqual(all);
  await drag(0.2, 0.4);
  await win.page.mouse.click(...(await at(0.7)));
  await isAbout(0.6, 0.8);
});

test('a double click shows all', async () => {
  const all = await win.shown();
  await drag(0.2, 0.4);
  await win.page.mouse.dblclick(...(await at(0.3)));
  await eventually(async () => Math.abs(width(await win.shown()) - width(all)) < CLOSE, 'all is shown');
});
