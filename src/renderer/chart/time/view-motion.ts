import { between } from './spaces.ts';
import type { TimeWindow } from './time-window.ts';

const DURATION_MS = 180;

/** An animation from one window to another. A new target during the animation starts from the present position. */
export class ViewMotion {
  #from: TimeWindow | null = null;
  #to: TimeWindow | null = null;
  #startMs = 0;

  get target(): TimeWindow | null {
    return this.#to;
  }

  start(from: TimeWindow, to: TimeWindow, nowMs: number): void {
    this.#from = from;
    this.#to = to;
    this.#startMs = nowMs;
  }

  stop(): void {
    this.#from = null;
    this.#to = null;
  }

  /** The window at a moment; null while nothing moves. The last window is exactly the target. */
  at(nowMs: number): TimeWindow | null {
    if (this.#from === null || this.#to === null) return null;
    const part = Math.min(1, Math.max(0, (nowMs - this.#startMs) / DURATION_MS));
    const eased = 1 - (1 - part) ** 3;
    const window = between(this.#from, this.#to, eased);
    if (part >= 1) this.stop();
    return window;
  }
}

export const prefersReducedMotion = (): boolean =>
  window.matchMedia('(prefers-reduced-motion: reduce)').matches;
