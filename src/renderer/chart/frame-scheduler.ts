/** What has to be drawn again. The bits are combined, so that a cheap request never hides an expensive one. */
export const Dirty = {
  /** The time window or the size changed: everything that has a time axis. */
  time: 1,
  bars: 2,
  rows: 4,
  overview: 8,
  pointer: 16,
} as const;

export const EVERYTHING = 31;

/**
 * One frame for the whole chart: every part marks what it has to draw, and everything marked since the last frame is drawn together in the
 * next.
 */
export class FrameScheduler {
  readonly #paint: (bits: number, timeMs: number) => void;
  #bits = 0;
  #request: number | null = null;
  #waiting: (() => void)[] = [];

  constructor(paint: (bits: number, timeMs: number) => void) {
    this.#paint = paint;
  }

  mark(bits: number): void {
    this.#bits |= bits;
    this.#request ??= requestAnimationFrame(this.#frame);
  }

  /** Resolves when everything marked so far has been drawn and is on the screen. */
  painted(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.mark(0);
    });
  }

  stop(): void {
    if (this.#request !== null) cancelAnimationFrame(this.#request);
    this.#request = null;
    this.#bits = 0;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  readonly #frame = (timeMs: number): void => {
    const bits = this.#bits;
    this.#bits = 0;
    this.#request = null;
    if (bits !== 0) this.#paint(bits, timeMs);
    if (this.#waiting.length === 0 || this.#bits !== 0) return;
    const waiting = this.#waiting.splice(0);
    // The next frame begins after this one's pixels have been presented.
    requestAnimationFrame(() => {
      for (const resolve of waiting) resolve();
    });
  };
}
