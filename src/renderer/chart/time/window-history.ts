import type { TaskIndex } from '../../../protocol/units.ts';
import type { Side } from '../../store/ui-store.ts';
import type { TimeWindow } from './time-window.ts';

/** Small steps (of a wheel, a drag, a key held down) that follow each other faster than this are one step. */
const RUN_PAUSE_MS = 500;
const MOST_WINDOWS = 100;

/** A run of a task in the session on one side, as the walk along the chain of cause and effect picks it. */
export interface PickedRun {
  readonly side: Side;
  readonly task: TaskIndex;
  readonly run: TimeWindow | null;
}

/** A window of the history, with what was picked in it, if going back should pick that again. */
export interface Visit extends TimeWindow {
  readonly pick?: PickedRun;
}

/** The history of windows, in which the user goes back and forward as in a browser. */
export class WindowHistory {
  readonly #past: Visit[] = [];
  readonly #future: Visit[] = [];
  /** When the last of a series of small steps was made. */
  #steppedMs = Number.NEGATIVE_INFINITY;

  /** Converts all windows to another scale. */
  convert(to: (window: TimeWindow) => TimeWindow): void {
    for (const visits of [this.#past, this.#future])
      for (const [at, visit] of visits.entries()) visits[at] = { ...visit, ...to(visit) };
  }

  /** Whether there is a window to go back to (-1), or forth (1). */
  has(direction: 1 | -1): boolean {
    return (direction < 0 ? this.#past : this.#future).length > 0;
  }

  /** A command went somewhere: always an entry of the history. */
  jumped(from: Visit, to: Visit): void {
    if (same(from, to)) return;
    this.#steppedMs = Number.NEGATIVE_INFINITY;
    this.#future.length = 0;
    this.#past.push(from);
    if (this.#past.length > MOST_WINDOWS) this.#past.shift();
  }

  /** One of many small steps was made: only the beginning of a series is an entry of the history. */
  stepped(from: TimeWindow, to: TimeWindow, nowMs: number): void {
    if (same(from, to)) return;
    if (nowMs - this.#steppedMs >= RUN_PAUSE_MS) this.jumped(from, to);
    this.#steppedMs = nowMs;
  }

  /**
   * The next window in a direction; null if there is none. `from` is the present window, to which the opposite direction leads from there.
   * `pick` is what is picked in it, which is remembered if the next window has something picked too.
   */
  go(direction: 1 | -1, from: TimeWindow, pick?: PickedRun): Visit | null {
    const [ahead, behind] = direction < 0 ? [this.#past, this.#future] : [this.#future, this.#past];
    const to = ahead.pop();
    if (to === undefined) return null;
    behind.push(to.pick === undefined || pick === undefined ? from : { ...from, pick });
    this.#steppedMs = Number.NEGATIVE_INFINITY;
    return to;
  }
}

const same = (a: Visit, b: Visit): boolean => a.fromNs === b.fromNs && a.toNs === b.toNs && a.pick === b.pick;
