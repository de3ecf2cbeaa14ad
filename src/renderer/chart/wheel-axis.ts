export type Axis = 'x' | 'y';

/** An event within this time belongs to the same gesture: a trackpad sends an event per frame, also while it glides on. */
const GESTURE_MS = 120;
/** From this much on, movement along the other axis is intended. The end of a swipe bends by less. */
const TURNED_PX = 8;

/** Decides along which axis a wheel goes. One swipe keeps one axis, even if its end bends. */
export class WheelAxis {
  #axis: Axis = 'y';
  #lastMs = Number.NEGATIVE_INFINITY;

  /** The axis of the next event. Deltas are in pixels, the moment in milliseconds. */
  next(deltaX: number, deltaY: number, atMs: number): Axis {
    const [x, y] = [Math.abs(deltaX), Math.abs(deltaY)];
    const [along, across] = this.#axis === 'x' ? [x, y] : [y, x];
    const isAnother = atMs - this.#lastMs > GESTURE_MS || (across >= TURNED_PX && across > 2 * along);
    if (isAnother) this.#axis = x > y ? 'x' : 'y';
    this.#lastMs = atMs;
    return this.#axis;
  }
}
