export type Axis = 'x' | 'y';

/** What follows within so long belongs to the same gesture: a trackpad sends an event a frame, also of what glides on. */
const GESTURE_MS = 120;
/** So much the other way is meant; the end of a swipe bends by less. */
const TURNED_PX = 8;

/** Along which axis a wheel goes: one swipe along one, however its end bends. */
export class WheelAxis {
  #axis: Axis = 'y';
  #lastMs = Number.NEGATIVE_INFINITY;

  /** Of the next event; deltas in pixels, the moment in milliseconds. */
  next(deltaX: number, deltaY: number, atMs: number): Axis {
    const [x, y] = [Math.abs(deltaX), Math.abs(deltaY)];
    const [along, across] = this.#axis === 'x' ? [x, y] : [y, x];
    const isAnother = atMs - this.#lastMs > GESTURE_MS || (across >= TURNED_PX && across > 2 * along);
    if (isAnother) this.#axis = x > y ? 'x' : 'y';
    this.#lastMs = atMs;
    return this.#axis;
  }
}
