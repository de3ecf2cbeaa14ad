import { describe, expect, test } from 'vitest';
import {
  followsEnd,
  placeAt,
  RowHeights,
  scrolledHeight,
  scrolledTo,
} from '../../../src/renderer/controls/long-list.ts';

describe('the heights of rows', () => {
  test('rows stand below one another, the higher ones too', () => {
    const heights = new RowHeights(20);
    expect(heights.measured(3, 50)).toBe(30);
    expect(heights.measured(1, 40)).toBe(20);
    expect(heights.measured(2, 20)).toBe(0);
    expect([0, 1, 2, 3, 4, 5].map((row) => heights.topPx(row))).toEqual([0, 20, 60, 80, 130, 150]);
    expect([0, 19, 20, 59, 60, 129, 130, 9999].map((px) => heights.rowAt(px, 5))).toEqual([
      0, 0, 1, 1, 2, 3, 4, 4,
    ]);
    expect(heights.measured(3, 20)).toBe(-30);
    expect(heights.topPx(5)).toBe(120);
  });

  test('the row at a place in an empty list is the first', () => {
    expect(new RowHeights(20).rowAt(100, 0)).toBe(0);
  });
});

describe('a list that a browser can show as it is', () => {
  const extent = { listPx: 1000, viewPx: 100 };

  test('is scrolled pixel by pixel, however far', () => {
    expect(scrolledTo({ listPx: 10, scrolledPx: 10 }, 800, extent)).toEqual({ listPx: 800, scrolledPx: 800 });
    expect(placeAt(700, extent)).toEqual({ listPx: 700, scrolledPx: 700 });
  });

  test('ends where it ends', () => {
    expect(placeAt(5000, extent)).toEqual({ listPx: 900, scrolledPx: 900 });
    expect(placeAt(-5, extent)).toEqual({ listPx: 0, scrolledPx: 0 });
    expect(placeAt(50, { listPx: 40, viewPx: 100 })).toEqual({ listPx: 0, scrolledPx: 0 });
  });
});

describe('a list that is longer than an element can be high', () => {
  const extent = { listPx: 100_000_000, viewPx: 100 };
  const mostScrolledPx = scrolledHeight(extent.listPx) - extent.viewPx;

  test('is as high as an element can be', () => {
    expect(scrolledHeight(extent.listPx)).toBeLessThan(2 ** 25);
  });

  test('moves by as much as is scrolled with a wheel', () => {
    const middle = placeAt(50_000_000, extent);
    const next = scrolledTo(middle, middle.scrolledPx + 60, extent);
    expect(next.listPx).toBe(50_000_060);
    expect(scrolledTo(next, middle.scrolledPx, extent).listPx).toBe(50_000_000);
  });

  test('moves in proportion when the scrollbar is dragged', () => {
    const to = scrolledTo({ listPx: 0, scrolledPx: 0 }, mostScrolledPx / 4, extent);
    expect(to.listPx).toBeCloseTo((extent.listPx - extent.viewPx) / 4);
  });

  test('has its first and its last row at the ends of the scrollbar', () => {
    const near = placeAt(99_999_000, extent);
    expect(scrolledTo(near, mostScrolledPx, extent).listPx).toBe(99_999_900);
    expect(scrolledTo(placeAt(50, extent), 0, extent).listPx).toBe(0);
    expect(placeAt(extent.listPx, extent).scrolledPx).toBe(mostScrolledPx);
  });
});

describe('a list that shows its end', () => {
  test('is left by the user with any step up, and shows its end again after a step down that is close to it', () => {
    expect(followsEnd(true, -3, 3)).toBe(false);
    expect(followsEnd(false, -3, 15)).toBe(false);
    expect(followsEnd(false, 100, 200)).toBe(false);
    expect(followsEnd(false, 100, 15)).toBe(true);
  });

  test('is not left where the browser scrolls up because there is nothing more below, nor by a step down', () => {
    expect(followsEnd(true, -300, 0)).toBe(true);
    expect(followsEnd(true, 300, 500)).toBe(true);
  });
});
