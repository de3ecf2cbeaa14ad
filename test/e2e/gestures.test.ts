// The mouse, the trackpad and those keys that no other test covers; and that nothing jumps meanwhile.
import { beforeEach, expect, test } from 'vitest';
import { writeProgram } from '../support/program.ts';
import { eventually, type Shown, sharedWindow } from './window.ts';

/** More rows than the chart is high, each a wait of 100 ms. */
const ROWS = `
  import { setTimeout as sleep } from 'node:timers/promises';
  async function leaf(number) { await sleep(100); }
  async function branch(number) { await leaf(number); }
  await Promise.all(Array.from({ length: 40 }, (_, number) => branch(number)));
`;

const win = sharedWindow();

beforeEach(async ({ task }) => {
  if (task.name.startsWith('live:')) return;
  await win.hasRun({ 'rows.mjs': ROWS });
  await win.page.mouse.move(5, 5);
  await win.focusRows();
  for (const key of ['Escape', 'Escape', 'Home', 'Escape', 'Shift+F']) await win.press(key);
  await win.shown();
});

const width = ({ from, to }: Shown) => to - from;
/** The position in the whole run, from 0 to 1, of a part of the plot's width. */
const at = (shown: Shown, part: number) => shown.from + part * width(shown);
/** A pixel of the overview. No position is known more precisely. */
const CLOSE = 0.004;

const plot = async () => (await win.page.locator('.chart-surface').boundingBox())!;
const scrolledPx = () => win.page.locator('.chart-scroller').evaluate((scroller) => scroller.scrollTop);

async function pointAt(part: number): Promise<void> {
  const { x, y, width: wide } = await plot();
  await win.page.mouse.move(x + wide * part, y + 60);
}

interface WheelSaid {
  readonly ctrlKey?: boolean;
  readonly shiftKey?: boolean;
  readonly deltaX?: number;
  readonly deltaY?: number;
  /** 1 if the deltas are lines. */
  readonly deltaMode?: number;
}

/** Sends a wheel's or a trackpad's event as the system does. */
async function wheel(event: WheelSaid): Promise<Shown> {
  const { x, y, width: wide } = await plot();
  const place = { clientX: x + wide / 2, clientY: y + 60, bubbles: true, cancelable: true };
  await win.page
    .locator('.chart-surface')
    .evaluate((surface, init) => surface.dispatchEvent(new WheelEvent('wheel', init)), {
      ...place,
      ...event,
    });
  return win.shown();
}

test('W and S zoom at the pointer', async () => {
  const all = await win.shown();
  await pointAt(0.75);
  for (const key of ['w', 'w', 'w']) await win.press(key);
  const near = await win.shown();
  expect(width(near)).toBeLessThan(width(all) / 2);
  expect(Math.abs(at(near, 0.75) - at(all, 0.75))).toBeLessThan(CLOSE);
  await win.press('s');
  expect(Math.abs(at(await win.shown(), 0.75) - at(all, 0.75))).toBeLessThan(CLOSE);
});

test('+, − and 0 zoom and show all; Ctrl+F searches', async () => {
  const all = await win.shown();
  await win.press('=');
  const nearer = await win.shown();
  expect(width(nearer)).toBeLessThan(width(all));
  await win.press('+');
  const near = await win.shown();
  expect(width(near)).toBeLessThan(width(nearer));
  await win.press('-');
  expect(width(await win.shown())).toBeGreaterThan(width(near));
  await win.press('0');
  expect(await win.shown()).toEqual(all);
  await win.press('Control+f');
  const field = win.page.getByRole('textbox', { name: 'Search tasks' });
  await eventually(() => field.evaluate((element) => element === document.activeElement), 'it has the focus');
  await win.press('Escape');
});

test('the wheel scrolls the rows and leaves the time as it is', async () => {
  const before = await win.shown();
  await pointAt(0.5);
  await win.page.mouse.wheel(0, 240);
  await expect.poll(scrolledPx).toBe(240);
  expect(await win.shown()).toEqual(before);
  await win.page.mouse.wheel(0, -240);
  await expect.poll(scrolledPx).toBe(0);
});

test('a trackpad pans with deltaX and zooms by pinching in small steps; a wheel that reports lines does the same', async () => {
  const all = await win.shown();
  const pinched = await wheel({ ctrlKey: true, deltaY: -10 });
  expect(width(pinched) / width(all)).toBeCloseTo(2 ** -0.2, 1);
  const notch = await wheel({ ctrlKey: true, deltaY: -3, deltaMode: 1 });
  expect(width(notch) / width(pinched)).toBeCloseTo(2 ** -0.5, 1);
  // Two notches that a busy browser merges into one event zoom as far as two. Then zooms out again.
  const twice = await wheel({ ctrlKey: true, deltaY: -240 });
  expect(width(twice) / width(notch)).toBeCloseTo(2 ** -1, 1);
  for (const deltaY of [120, 120]) await wheel({ ctrlKey: true, deltaY });
  expect(width(await win.shown())).toBeCloseTo(width(notch), 2);
  const { width: wide } = await plot();
  const panned = await wheel({ deltaX: 0.1 * wide, deltaY: 4 });
  expect(panned.from - notch.from).toBeCloseTo(0.1 * width(notch), 2);
  expect(width(panned)).toBeCloseTo(width(notch), 2);
  const lines = await wheel({ shiftKey: true, deltaY: -3, deltaMode: 1 });
  expect(panned.from - lines.from).toBeCloseTo((48 / wide) * width(notch), 2);
  // A mostly vertical movement scrolls rows and does not pan.
  expect(await wheel({ deltaX: 20, deltaY: 60 })).toEqual(lines);
});

test('over the axis the wheel zooms at the pointer, too', async () => {
  const all = await win.shown();
  const { x, y, width: wide } = await plot();
  await win.page.mouse.move(x + wide * 0.25, y - 12);
  await win.page.keyboard.down('Control');
  await win.page.mouse.wheel(0, -120);
  await win.page.mouse.wheel(0, -120);
  await win.page.keyboard.up('Control');
  const near = await win.shown();
  expect(width(near)).toBeLessThan(width(all) * 0.6);
  expect(Math.abs(at(near, 0.25) - at(all, 0.25))).toBeLessThan(CLOSE);
});

test('over the overview the wheel zooms at the moment it points at, and moves the window as far; over captions it pans, too', async () => {
  const overview = win.page.locator('.chart-overview svg');
  const all = await win.shown();
  const box = (await overview.boundingBox())!;
  await win.page.mouse.move(box.x + box.width * 0.75, box.y + 12);
  await win.page.keyboard.down('Control');
  for (let notch = 0; notch < 3; notch++) await win.page.mouse.wheel(0, -120);
  await win.page.keyboard.up('Control');
  const near = await win.shown();
  expect(width(near)).toBeLessThan(width(all) * 0.5);
  expect(Math.abs(at(near, 0.75) - at(all, 0.75))).toBeLessThan(CLOSE);
  await win.page.mouse.wheel(-0.2 * box.width, 0);
  const moved = await win.shown();
  expect(Math.abs(near.from - moved.from - 0.2)).toBeLessThan(CLOSE);
  await win.row('leaf(0)').hover();
  const scrolled = await scrolledPx();
  await win.page.mouse.wheel(100, 4);
  expect((await win.shown()).from).toBeGreaterThan(moved.from);
  expect(await scrolledPx()).toBe(scrolled);
});

test('the middle button drags the time, a double click on a wait shows it', async () => {
  for (const key of ['w', 'w']) await win.press(key);
  const near = await win.shown();
  await pointAt(0.6);
  const { x, y, width: wide } = await plot();
  await win.page.mouse.down({ button: 'middle' });
  await win.page.mouse.move(x + wide * 0.4, y + 60, { steps: 4 });
  await win.page.mouse.up({ button: 'middle' });
  const dragged = await win.shown();
  expect(dragged.from - near.from).toBeCloseTo(0.2 * width(near), 2);
  await win.press('Shift+F');
  await win.shown();
  const leaf = win.row('leaf(0)');
  await leaf.click();
  await win.press('f');
  const fitted = await win.shown();
  await win.press('Shift+F');
  await win.shown();
  const row = (await leaf.boundingBox())!;
  await win.page.mouse.dblclick(x + wide * at(fitted, 0.5), row.y + 12);
  await eventually(async () => width(await win.shown()) < width(fitted) * 1.1, 'the wait fills the chart');
});

test('Esc cancels a drag; a press that was released beside the plot does not become one', async () => {
  const { x, y, width: wide } = await plot();
  const ranges = () => win.page.locator('.range-line').count();
  await win.page.mouse.move(x + wide * 0.3, y + 60);
  await win.page.mouse.down();
  await win.page.mouse.move(x + wide * 0.5, y + 60, { steps: 3 });
  await expect.poll(ranges).toBe(1);
  await win.press('Escape');
  await expect.poll(ranges).toBe(0);
  await win.page.mouse.move(x + wide * 0.6, y + 60, { steps: 3 });
  await win.page.mouse.up();
  await win.drawn();
  expect(await ranges()).toBe(0);
  await win.page.mouse.move(x + wide * 0.4, y + 2);
  await win.page.mouse.down();
  await win.page.mouse.move(x + wide * 0.4, y - 12);
  await win.page.mouse.up();
  await win.page.mouse.move(x + wide * 0.5, y + 60, { steps: 3 });
  await win.drawn();
  expect(await ranges()).toBe(0);
});

test('the right button selects a row and offers its commands, in a field what can be done with text', async () => {
  // No test can click on the system's own menu, so it is kept instead of shown.
  await win.launched.app.evaluate(({ Menu }) => {
    Menu.prototype.popup = function () {
      Object.assign(globalThis, { offered: this });
    };
  });
  const offered = () =>
    win.launched.app.evaluate(() =>
      ((globalThis as { offered?: Electron.Menu }).offered?.items ?? []).map(({ label }) => label),
    );
  await win.row('leaf(0)').click({ button: 'right' });
  await win.selectedIs('leaf(0)');
  await expect.poll(offered).toContain('Pin or Unpin Row');
  const { x, width: wide } = await plot();
  const { y } = (await win.row('branch(1)').boundingBox())!;
  await win.page.mouse.click(x + wide / 2, y + 12, { button: 'right' });
  await win.selectedIs('branch(1)');
  await win.launched.app.evaluate(() => {
    const { items } = (globalThis as unknown as { offered: Electron.Menu }).offered;
    items.find(({ label }) => label === 'Pin or Unpin Row')?.click();
  });
  await expect.poll(async () => (await win.labels())[0]).toBe('branch(1)');
  await win.command('Unpin All Rows');
  await win.page.getByRole('textbox', { name: 'Search tasks' }).click({ button: 'right' });
  await expect.poll(offered).toContain('Paste');
  await win.focusRows();
});

test('PageDown and PageUp walk ten rows, End and Home to the ends', async () => {
  const rowOf = async () =>
    Number(await win.page.locator('.task-row[aria-selected=true]').getAttribute('aria-rowindex'));
  for (const [key, row] of [
    ['PageDown', 10],
    ['PageDown', 20],
    ['PageUp', 10],
  ] as const) {
    await win.press(key);
    await expect.poll(rowOf).toBe(row);
  }
  await win.press('End');
  await win.selectedIs('leaf(39)');
  await win.press('Home');
  await win.selectedIs('rows.mjs');
});

test('Ctrl+B, Ctrl+I and Ctrl+J hide the panels and bring them back', async () => {
  const panels = [
    ['Control+b', win.page.getByRole('navigation', { name: 'Lessons and recent files' })],
    ['Control+i', win.inspector],
    ['Control+j', win.page.getByRole('region', { name: 'Console, source and tasks' })],
  ] as const;
  for (const [key, panel] of panels) {
    const isShown = () => panel.isVisible();
    await eventually(isShown, `${key}: it is there`);
    await win.press(key);
    await eventually(async () => !(await isShown()), `${key}: it is hidden`);
    await win.press(key);
    await eventually(isShown, `${key}: it is back`);
  }
});

test('the border of the captions moves by keys and by mouse; a double click restores its default', async () => {
  const handle = win.page.getByRole('separator', { name: 'Width of the captions' });
  const captions = async () => (await win.page.locator('.chart-gutter').boundingBox())!.width;
  const before = await captions();
  await handle.focus();
  await win.press('ArrowRight');
  await expect.poll(captions).toBe(before + 16);
  expect(await handle.getAttribute('aria-valuenow')).toBe(String(before + 16));
  const box = (await handle.boundingBox())!;
  await win.page.mouse.move(box.x + 3, box.y + 200);
  await win.page.mouse.down();
  await win.page.mouse.move(box.x - 37, box.y + 200, { steps: 3 });
  await win.page.mouse.up();
  await expect.poll(async () => Math.abs((await captions()) - (before - 24))).toBeLessThan(4);
  await win.page.mouse.dblclick(box.x - 37, box.y + 200);
  await expect.poll(captions).toBe(before);
});

test('while one zooms in, what is written in a bar stays', async () => {
  // Points into the wait itself: when other tasks begin and end, and for how long this one was ready, depends on the machine.
  await win.row('leaf(0)').click();
  await win.inspector.getByRole('button', { name: /^Wait 1,/ }).click();
  await win.press('f');
  await win.shown();
  await pointAt(0.5);
  const row = (await win.row('leaf(0)').boundingBox())!;
  const { y } = await plot();
  await win.page.evaluate(
    (middlePx) => {
      const frames: string[][] = [];
      Object.assign(window, { frames });
      const { prototype } = CanvasRenderingContext2D;
      const { fillRect, fillText } = prototype;
      // A redraw of the chart begins with the ground, which is as large as the canvas.
      prototype.fillRect = function (left, top, wide, high) {
        if (left === 0 && top === 0 && high > 100) frames.push([]);
        return fillRect.call(this, left, top, wide, high);
      };
      prototype.fillText = function (text, left, top) {
        if (Math.abs(top - middlePx) < 4) frames.at(-1)?.push(text);
        return fillText.call(this, text, left, top);
      };
    },
    row.y + row.height / 2 - y,
  );
  await win.page.keyboard.down('Control');
  for (let step = 0; step < 30; step++) {
    await win.page.mouse.wheel(0, -12);
    await win.drawn();
  }
  await win.page.keyboard.up('Control');
  await win.shown();
  const frames = await win.page.evaluate(() => (window as unknown as { frames: string[][] }).frames);
  expect(frames.length).toBeGreaterThan(5);
  expect(new Set(frames.map((texts) => texts.join()))).toEqual(new Set(['timer 100 ms']));
});

test('a key moves the chart with an animation, or at once with reduced motion', async () => {
  /** How many windows were shown from a key press until the chart stands still, including the one before. */
  const steps = async (key: string): Promise<number> => {
    // Makes frames as close together as on a fast machine, by the time that they are told. On a slow machine there would be none in
    // between.
    await win.page.evaluate(() => {
      const width = () => document.querySelector('.chart-brush .selection')?.getAttribute('width');
      const seen = new Set([width()]);
      const { requestAnimationFrame: request } = window;
      let frameMs = 0;
      window.addEventListener(
        'keydown',
        () => {
          frameMs = performance.now();
        },
        { capture: true, once: true },
      );
      window.requestAnimationFrame = (draw) =>
        request(() => {
          frameMs += 16;
          draw(frameMs);
          seen.add(width());
        });
      Object.assign(window, { seen, request });
    });
    await win.press(key);
    await win.shown();
    return win.page.evaluate(() => {
      const { seen, request } = window as unknown as {
        seen: Set<string>;
        request: typeof requestAnimationFrame;
      };
      window.requestAnimationFrame = request;
      return seen.size;
    });
  };
  expect(await steps('w')).toBeGreaterThan(2);
  await win.page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await steps('w')).toBe(2);
  await win.page.emulateMedia({ reducedMotion: null });
});

test('live: rows that are looked at keep their place while others come above them', async () => {
  await win.start(
    writeProgram({
      'growing.mjs': `
        import { setTimeout as sleep } from 'node:timers/promises';
        // Each below the one before: siblings that are alike would share a row before long.
        async function grow(number) { await sleep(40); await grow(number + 1); }
        async function tail(number) { await sleep(1e6); }
        void grow(0);
        for (let at = 0; at < 40; at++) tail(at);
        await sleep(1e6);
      `,
    }),
  );
  const count = async () => Number(await win.page.getByRole('treegrid').getAttribute('aria-rowcount'));
  await eventually(async () => (await count()) > 41, 'all of them have begun');
  await win.focusRows();
  await win.press('End');
  await win.row('tail(39)').waitFor();
  const place = async () => (await win.row('tail(30)').boundingBox())?.y;
  const rowsCome = async () => {
    const rows = await count();
    await eventually(async () => (await count()) > rows + 8, 'rows have come above');
  };
  let before = await place();
  // While the chart still moves there, the row may be elsewhere.
  await eventually(async () => {
    const earlier = before;
    await rowsCome();
    before = await place();
    return before === earlier;
  }, 'it has come to where it stays');
  await rowsCome();
  expect(await place()).toBe(before);
  await win.press('Shift+F5');
  await win.finished();
});
