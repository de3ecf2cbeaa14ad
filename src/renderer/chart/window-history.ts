import type { TimeWindow } from './spaces.ts';

/** Small steps that follow each other faster are one: of a wheel, a drag, or a key held down. */
const RUN_PAUSE_MS = 500;
const MOST_WINDOWS = 100;

/** The windows of time that a person has been at, to go back and forth among them as in a browser. */
export class WindowHistory {
  readonly #past: TimeWindow[] = [];
  readonly #future: TimeWindow[] = [];
  /** When the run of small steps that may go on last moved. */
  #steppedMs = Number.NEGATIVE_INFINITY;

  /** Whether there is a window to go back to (-1), or forth (1). */
  has(direction: 1 | -1): boolean {
    return (direction < 0 ? this.#past : this.#future).length > 0;
  }

  /** By a command that goes somewhere: always a place to come back to. */
  jumped(from: TimeWindow, to: TimeWindow): void {
    if (same(from, to)) return;
    this.#steppedMs = Number.NEGATIVE_INFINITY;
    this.#future.length = 0;
    this.#past.push(from);
    if (this.#past.length > MOST_WINDOWS) this.#past.shift();
  }

  /** By one of many small steps: only where the run of them began is a place to come back to. */
  stepped(from: TimeWindow, to: TimeWindow, nowMs: number): void {
    if (same(from, to)) return;
    if (nowMs - this.#steppedMs >= RUN_PAUSE_MS) this.jumped(from, to);
    this.#steppedMs = nowMs;
  }

  /** The next window in a direction; null at its end. `from` is the one to come back to from there. */
  go(direction: 1 | -1, from: TimeWindow): TimeWindow | null {
    const [ahead, behind] = direction < 0 ? [this.#past, this.#future] : [this.#future, this.#past];
    const to = ahead.pop();
    if (to === undefined) return null;
    behind.push(from);
    this.#steppedMs = Number.NEGATIVE_INFINITY;
    return to;
  }
}

const same = (a: TimeWindow, b: TimeWindow): boolean => a.fromNs === b.fromNs && a.toNs === b.toNs;
