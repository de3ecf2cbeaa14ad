// The same movements in any viewer, one event per frame. They are made inside the page, so that no pipe between this process and the
// browser limits their pace. The length of a frame is the time between two frames' timestamps, a multiple of the display's interval.

import type { Page } from 'playwright-core';
import { frameLengths } from './numbers.ts';

export interface Wheel {
  readonly deltaX?: number;
  readonly deltaY?: number;
  readonly ctrlKey?: boolean;
  readonly shiftKey?: boolean;
}

/**
 * Turns the wheel over an element (null: whatever is in the middle of the page), once per frame. Returns the lengths of the frames in
 * milliseconds.
 */
export async function wheelFrames(
  page: Page,
  selector: string | null,
  wheel: Wheel,
  frames = 120,
): Promise<number[]> {
  const starts = await page.evaluate(
    ({ selector, wheel, frames }) =>
      new Promise<number[]>((resolve) => {
        const element = (
          selector === null
            ? document.elementFromPoint(innerWidth / 2, innerHeight / 2)
            : document.querySelector(selector)
        ) as Element;
        const { left, top, width, height } = element.getBoundingClientRect();
        const at = { clientX: left + width * 0.6, clientY: top + Math.min(height, innerHeight - top) / 2 };
        const starts: number[] = [];
        const frame = (atMs: number): void => {
          starts.push(atMs);
          if (starts.length > frames) resolve(starts);
          else {
            element.dispatchEvent(
              new WheelEvent('wheel', { ...wheel, ...at, bubbles: true, cancelable: true }),
            );
            requestAnimationFrame(frame);
          }
        };
        requestAnimationFrame(frame);
      }),
    { selector, wheel, frames },
  );
  return frameLengths(starts);
}

/** Scrolls an element down by the same distance in each frame. */
export async function scrollFrames(
  page: Page,
  selector: string,
  byPx: number,
  frames = 120,
): Promise<number[]> {
  const starts = await page.evaluate(
    ({ selector, byPx, frames }) =>
      new Promise<number[]>((resolve) => {
        const element = document.querySelector(selector) as Element;
        const starts: number[] = [];
        const frame = (atMs: number): void => {
          starts.push(atMs);
          if (starts.length > frames) resolve(starts);
          else {
            element.scrollTop += byPx;
            requestAnimationFrame(frame);
          }
        };
        requestAnimationFrame(frame);
      }),
    { selector, byPx, frames },
  );
  return frameLengths(starts);
}
