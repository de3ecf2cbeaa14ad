import { liveWindow, visiblyDifferent } from './follow.ts';
import { clampWindow, EMPTY_WINDOW } from './spaces.ts';
import { spanOf, type TimeWindow } from './time-window.ts';
import { prefersReducedMotion, ViewMotion } from './view-motion.ts';

/** The window of time that the chart shows, and its movement to another one. */
export class Camera {
  window: TimeWindow = EMPTY_WINDOW;
  readonly #motion = new ViewMotion();

  /** The window to which it is moving, or at which it stands. */
  get target(): TimeWindow {
    return this.#motion.target ?? this.window;
  }

  get moving(): boolean {
    return this.#motion.target !== null;
  }

  /** Moves at once, as when the user drags. */
  place(to: TimeWindow): void {
    this.#motion.stop();
    this.window = to;
  }

  placeWithin(to: TimeWindow, endNs: number): void {
    this.place(clampWindow(to, endNs));
  }

  glide(to: TimeWindow): void {
    if (prefersReducedMotion()) this.place(to);
    else this.#motion.start(this.window, to, performance.now());
  }

  glideWithin(to: TimeWindow, endNs: number): void {
    this.glide(clampWindow(to, endNs));
  }

  /** Keeps the newest moment in view. Sliding needs no animation; a change of length does. */
  follow(edgeNs: number, widthPx: number): void {
    const to = liveWindow(edgeNs);
    if (!visiblyDifferent(this.target, to, widthPx)) return;
    const slides = Math.abs(spanOf(to) - spanOf(this.window)) < spanOf(to) * 1e-6;
    if (slides && this.#motion.target === null) this.window = to;
    else this.glide(to);
  }

  /** Advances by a frame; false when it stands still. */
  advance(timeMs: number): boolean {
    const next = this.#motion.at(timeMs);
    if (next === null) return false;
    this.window = next;
    return true;
  }
}
