import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  between,
  clampWindow,
  panned,
  SHORTEST_WINDOW_NS,
  timeScale,
  transformOfWindow,
  wholeWindow,
  windowAround,
  windowOfTransform,
  zoomed,
} from '../../../src/renderer/chart/time/spaces.ts';
import { spanOf, type TimeWindow } from '../../../src/renderer/chart/time/time-window.ts';

const windows = fc
  .tuple(fc.double({ min: -1e6, max: 1e12, noNaN: true }), fc.double({ min: 1e3, max: 1e12, noNaN: true }))
  .map(([fromNs, span]): TimeWindow => ({ fromNs, toNs: fromNs + span }));
const widths = fc.integer({ min: 50, max: 8000 });

const near = (a: number, b: number, scale: number) =>
  expect(Math.abs(a - b)).toBeLessThan(1e-6 * scale + 1e-3);

describe('from trace time to the plot and back', () => {
  test('the window ends at the edges of the plot', () => {
    const scale = timeScale({ fromNs: 1000, toNs: 3000 }, 800);
    expect([scale.viewPx(1000), scale.viewPx(2000), scale.viewPx(3000)]).toEqual([0, 400, 800]);
    expect(scale.traceNs(200)).toBe(1500);
  });

  test('a plot without width does not divide by zero', () => {
    expect(timeScale({ fromNs: 0, toNs: 10 }, 0).traceNs(0)).toBe(0);
  });

  test('every window survives the way through d3-zoom', () => {
    fc.assert(
      fc.property(windows, widths, (window, width) => {
        const back = windowOfTransform(transformOfWindow(window, width), width);
        near(back.fromNs, window.fromNs, Math.abs(window.toNs));
        near(back.toNs, window.toNs, Math.abs(window.toNs));
      }),
    );
  });
});

describe('zooming', () => {
  test('the moment under the pointer stays under the pointer', () => {
    fc.assert(
      fc.property(
        windows,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        (window, part, factor) => {
          const anchor = window.fromNs + spanOf(window) * part;
          const after = zoomed(window, factor, anchor);
          near((anchor - after.fromNs) / spanOf(after), part, 1);
          near(spanOf(after) * factor, spanOf(window), spanOf(window));
        },
      ),
    );
  });
});

describe('what can be shown', () => {
  const endNs = 10e9;

  test('panning against an end does not zoom', () => {
    const window = { fromNs: 1e9, toNs: 2e9 };
    for (const byNs of [-50e9, 50e9]) {
      const limited = clampWindow(panned(window, byNs), endNs);
      near(spanOf(limited), 1e9, 1e9);
      expect(limited.toNs).toBeGreaterThan(0);
      expect(limited.fromNs).toBeLessThan(endNs);
    }
  });

  test('zooming out ends at the whole, zooming in at a microsecond', () => {
    near(spanOf(clampWindow({ fromNs: -1e12, toNs: 1e12 }, endNs)), spanOf(wholeWindow(endNs)), endNs);
    expect(spanOf(clampWindow({ fromNs: 5e9, toNs: 5e9 + 1 }, endNs))).toBe(SHORTEST_WINDOW_NS);
  });

  test('a limited window stays as it is', () => {
    fc.assert(
      fc.property(windows, (window) => {
        const once = clampWindow(window, endNs);
        const twice = clampWindow(once, endNs);
        near(twice.fromNs, once.fromNs, endNs);
        near(twice.toNs, once.toNs, endNs);
      }),
    );
  });

  test('the window of a stretch has it inside', () => {
    expect(windowAround(100e6, 200e6, 0.1)).toEqual({ fromNs: 90e6, toNs: 210e6 });
  });
});

describe('on the way from one window to another', () => {
  const a = { fromNs: 0, toNs: 1e9 };
  const b = { fromNs: 4e8, toNs: 4.1e8 };

  test('it begins and ends exactly where it should', () => {
    expect(between(a, b, 0)).toBe(a);
    expect(between(a, b, 1)).toBe(b);
  });

  test('the length changes by equal ratios', () => {
    const half = between(a, b, 0.5);
    near(spanOf(half) / spanOf(a), spanOf(b) / spanOf(half), 1);
  });

  test('windows of one length move evenly', () => {
    const half = between({ fromNs: 0, toNs: 10 }, { fromNs: 20, toNs: 30 }, 0.5);
    expect(half).toEqual({ fromNs: 10, toNs: 20 });
  });
});
