// Observes the inside of the window from outside: the messages of its worker, its frames and its long tasks. The app does not know about
// it.

import type { Page } from 'playwright-core';
import type { FromWorker, LabelledPicture, ToWorker } from '../../src/renderer/worker/contract.ts';

/** A picture that was drawn. Times are in milliseconds of the window's clock. */
export interface DrawnPicture {
  /** When the frame after the one that drew it began: then its pixels had been presented. */
  readonly atMs: number;
  /** The last moment that it contains, in nanoseconds of the program's clock. */
  readonly endNs: number;
  readonly rows: number;
  readonly stretches: number;
}

export interface Answered {
  readonly name: string;
  readonly askedAtMs: number;
  readonly tookMs: number;
}

export interface Seen {
  readonly nowMs: number;
  /** The milliseconds since 1970 at the window's time zero. */
  readonly originMs: number;
  /** When the last key was pressed. */
  readonly pressedAtMs: number;
  readonly pictures: readonly DrawnPicture[];
  readonly answers: readonly Answered[];
  /** When frames began. */
  readonly frames: readonly number[];
  /** The longest time for which the window's thread did one thing; 0 if that was never more than 50 ms. */
  readonly longestTaskMs: number;
}

interface ProbeWindow extends Window {
  __seen?: { -readonly [Name in keyof Seen]: Seen[Name] extends readonly (infer T)[] ? T[] : Seen[Name] };
}

/** To be called before anything is opened. */
export async function installProbe(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = {
      nowMs: 0,
      originMs: performance.timeOrigin,
      pressedAtMs: 0,
      pictures: [] as DrawnPicture[],
      answers: [] as Answered[],
      frames: [] as number[],
      longestTaskMs: 0,
    };
    (window as ProbeWindow).__seen = seen;
    addEventListener('keydown', () => (seen.pressedAtMs = performance.now()), { capture: true });
    const frame = (atMs: number): void => {
      seen.frames.push(atMs);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries())
        seen.longestTaskMs = Math.max(seen.longestTaskMs, duration);
    }).observe({ entryTypes: ['longtask'] });
    const drawn = ({ picture }: LabelledPicture): void => {
      // It is drawn in the next frame, and is on the screen when the frame after that begins.
      requestAnimationFrame(() =>
        requestAnimationFrame((atMs) =>
          seen.pictures.push({
            atMs,
            endNs: picture.endNs,
            rows: picture.rows.length,
            stretches: picture.stretches.length,
          }),
        ),
      );
    };
    window.Worker = class extends Worker {
      readonly #asked = new Map<number, { name: string; atMs: number }>();
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        this.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
          if (data.type !== 'answer') return;
          const asked = this.#asked.get(data.call);
          this.#asked.delete(data.call);
          if (asked === undefined) return;
          seen.answers.push({
            name: asked.name,
            askedAtMs: asked.atMs,
            tookMs: performance.now() - asked.atMs,
          });
          if (asked.name === 'picture') drawn(data.value as LabelledPicture);
        });
      }
      override postMessage(message: ToWorker, transfer?: Transferable[] | StructuredSerializeOptions): void {
        if (message.type === 'query')
          this.#asked.set(message.call, { name: message.name, atMs: performance.now() });
        super.postMessage(message, transfer as Transferable[]);
      }
    };
  });
}

/** Returns what was observed since the last call. */
export function takeSeen(page: Page): Promise<Seen> {
  return page.evaluate(() => {
    const seen = (window as ProbeWindow).__seen;
    if (seen === undefined) throw new Error('no probe');
    const { pictures, answers, frames, longestTaskMs } = seen;
    const taken = {
      ...seen,
      nowMs: performance.now(),
      pictures: pictures.splice(0),
      answers: answers.splice(0),
      frames: frames.splice(0),
    };
    seen.longestTaskMs = 0;
    return { ...taken, longestTaskMs };
  });
}
