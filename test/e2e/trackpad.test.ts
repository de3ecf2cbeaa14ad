// Wheels and trackpads as the system sends them, through the browser's own input: what zooms, what pans, what scrolls.
import { beforeEach, expect, test } from 'vitest';
import { halted } from '../support/eventually.ts';
import { type Shown, sharedWindow } from './window.ts';

/** More rows than the chart is high. */
const ROWS = `
  import { setTimeout as sleep } from 'node:timers/promises';
  async function leaf(number) { await sleep(100); }
  async function branch(number) { await leaf(number); }
  await Promise.all(Array.from({ length: 40 }, (_, number) => branch(number)));
`;

const win = sharedWindow();

beforeEach(async () => {
  await win.hasRun({ 'rows.mjs': ROWS });
  await win.focusRows();
  for (const key of ['Escape', 'Home', 'Escape', 'Shift+F']) await win.press(key);
  // In the middle, so that there is room on both sides.
  await pointAt('.chart-surface', 0.5);
  for (const key of ['w', 'w', 'w']) await win.press(key);
  await win.shown();
});

const width = ({ from, to }: Shown) => to - from;
/** The position in the whole run, from 0 to 1, of a part of the plot's width. */
const at = (shown: Shown, part: number) => shown.from + part * width(shown);
/** A pixel of the overview. No position is known more precisely. */
const CLOSE = 0.004;
/** The same except for rounding errors. */
const like = ({ from, to }: Shown) => ({ from: expect.closeTo(from, 9), to: expect.closeTo(to, 9) });
const scrolledPx = () => win.page.locator('.chart-scroller').evaluate((scroller) => scroller.scrollTop);

let pointer = { x: 0, y: 0 };

async function pointAt(part: string, across: number, down = 0.5): Promise<{ width: number }> {
  const box = (await win.page.locator(part).first().boundingBox())!;
  pointer = { x: box.x + box.width * across, y: box.y + Math.min(box.height * down, 80) };
  await win.page.mouse.move(pointer.x, pointer.y);
  return box;
}

const CONTROL = 2;
const SHIFT = 8;

interface Wheel {
  readonly deltaX?: number;
  readonly deltaY?: number;
  readonly modifiers?: number;
}

/** How far apart the events of one gesture are. What counts is when they happened, not when a busy window gets to them. */
const APART_MS = 4;

/** Sends the events of one gesture, the last of which happens now. */
async function turn(...events: Wheel[]): Promise<Shown> {
  const input = await win.page.context().newCDPSession(win.page);
  const firstMs = Date.now() - (events.length - 1) * APART_MS;
  for (const [at, { deltaX = 0, deltaY = 0, modifiers = 0 }] of events.entries()) {
    await input.send('Input.dispatchMouseEvent', {
      type: 'mouseWheel',
      ...pointer,
      deltaX,
      deltaY,
      modifiers,
      timestamp: (firstMs + at * APART_MS) / 1000,
    });
  }
  await input.detach();
  return win.shown();
}

/** A swipe that glides on after the fingers have left. */
const glide = (px: number): number[] => Array.from({ length: 16 }, (_, step) => px * 0.8 ** step);

const PLACES = [
  ['the chart', '.chart-surface', 0.7],
  ['the time axis', '.chart-ruler', 0.7],
] as const;

test.each(PLACES)('over %s a pinch zooms at the pointer and scrolls nothing', async (_name, place, part) => {
  await pointAt(place, part);
  const before = await win.shown();
  const pinch = Array.from({ length: 20 }, () => ({ deltaY: -2.5, modifiers: CONTROL }));
  const near = await turn(...pinch);
  expect(width(near) / width(before)).toBeCloseTo(0.5, 1);
  expect(Math.abs(at(near, part) - at(before, part))).toBeLessThan(CLOSE);
  const back = await turn(...pinch.map(({ deltaY, ...held }) => ({ deltaY: -deltaY, ...held })));
  expect(width(back)).toBeCloseTo(width(before), 2);
  expect(await scrolledPx()).toBe(0);
});

test('a swipe sideways pans by as many pixels as the fingers went, glides on, and never zooms or scrolls', async () => {
  const { width: wide } = await pointAt('.chart-surface', 0.5);
  const before = await win.shown();
  // No finger moves in a straight line.
  const steps = glide(12).map((deltaX, step) => ({ deltaX, deltaY: step % 2 === 0 ? 1 : -1 }));
  const px = steps.reduce((sum, { deltaX }) => sum + deltaX, 0);
  const after = await turn(...steps);
  expect(width(after)).toBeCloseTo(width(before), 3);
  expect(Math.abs(after.from - before.from - (px / wide) * width(before))).toBeLessThan(CLOSE);
  expect(await scrolledPx()).toBe(0);
});

test('a swipe down scrolls the rows, and what of it goes aside does not pan', async () => {
  await pointAt('.chart-surface', 0.5);
  const before = await win.shown();
  const after = await turn(...glide(20).map((deltaY, step) => ({ deltaY, deltaX: step % 3 === 0 ? 3 : -2 })));
  expect(after).toEqual(like(before));
  await expect.poll(scrolledPx).toBeGreaterThan(60);
});

test('one gesture is along one axis: a swipe that bends as it glides on neither pans nor scrolls more than its own', async () => {
  await pointAt('.chart-surface', 0.5);
  const before = await win.shown();
  // Down, and sideways at the end, when hardly any movement is left.
  const bent = [
    ...glide(20).map((deltaY) => ({ deltaY })),
    { deltaX: 3, deltaY: 1 },
    { deltaX: 2, deltaY: 0 },
  ];
  expect(await turn(...bent)).toEqual(like(before));
  // The next gesture begins when the rows have come to rest: on a busy machine they glide on for longer.
  await halted(scrolledPx, 60);
  const scrolled = await scrolledPx();
  const aside = [
    ...glide(20).map((deltaX) => ({ deltaX })),
    { deltaX: 1, deltaY: 4 },
    { deltaX: 0, deltaY: 3 },
  ];
  expect((await turn(...aside)).from).toBeGreaterThan(before.from);
  expect(await scrolledPx()).toBe(scrolled);
});

test.each([100, 120])(
  'a notch of %i zooms by the half power of two, with Shift it pans, alone it scrolls',
  async (notch) => {
    const { width: wide } = await pointAt('.chart-surface', 0.3);
    const before = await win.shown();
    const near = await turn({ deltaY: -notch, modifiers: CONTROL });
    expect(width(near) / width(before)).toBeCloseTo(2 ** -0.5, 1);
    expect(Math.abs(at(near, 0.3) - at(before, 0.3))).toBeLessThan(CLOSE);
    await turn({ deltaY: notch, modifiers: CONTROL });
    const panned = await turn({ deltaY: notch, modifiers: SHIFT });
    expect(Math.abs(panned.from - before.from - (notch / wide) * width(before))).toBeLessThan(CLOSE);
    expect(await scrolledPx()).toBe(0);
    expect(await turn({ deltaY: notch })).toEqual(like(panned));
    await expect.poll(scrolledPx).toBe(notch);
  },
);

test('over the captions a swipe down scrolls them with the chart, one aside pans it, a pinch zooms it', async () => {
  await pointAt('.chart-rows', 0.5);
  const before = await win.shown();
  expect(await turn(...glide(20).map((deltaY) => ({ deltaY })))).toEqual(like(before));
  // The next gesture begins when the rows have come to rest: on a busy machine they glide on for longer.
  await halted(scrolledPx, 60);
  const scrolled = await scrolledPx();
  const panned = await turn(...glide(10).map((deltaX) => ({ deltaX, deltaY: 1 })));
  expect(panned.from).toBeGreaterThan(before.from);
  expect(width(panned)).toBeCloseTo(width(before), 3);
  const near = await turn({ deltaY: -20, modifiers: CONTROL });
  expect(width(near)).toBeLessThan(width(panned));
  expect(await scrolledPx()).toBe(scrolled);
});

test('over a table of the drawer the wheel scrolls that, and the chart stays as it is', async () => {
  await win.page.getByRole('tab', { name: /^Tasks/ }).click();
  await pointAt('.tasks', 0.5);
  const before = await win.shown();
  expect(await turn(...glide(20).map((deltaY) => ({ deltaY, deltaX: 2 })))).toEqual(like(before));
  await expect
    .poll(() => win.page.locator('.tasks').evaluate((table) => table.scrollTop))
    .toBeGreaterThan(40);
  expect(await scrolledPx()).toBe(0);
  // A pinch would enlarge the whole page.
  expect(await turn({ deltaY: -60, modifiers: CONTROL })).toEqual(like(before));
  expect(await win.page.evaluate(() => visualViewport?.scale)).toBe(1);
});
