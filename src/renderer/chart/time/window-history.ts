import type { TaskIndex } from '../../../protocol/units.ts';
import type { Side } from '../../store/ui-store.ts';
import type { TimeWindow } from './time-window.ts';

/** Small steps that follow each other faster are one: of a wheel, a drag, or a key held down. */
const RUN_PAUSE_MS = 500;
const MOST_WINDOWS = 100;

/** What the walk along the chain of cause leads to: a run of a task, of the session on one side. */
export interface PickedRun {
  readonly side: Side;
  readonly task: TaskIndex;
  readonly run: TimeWindow | null;
}

/** A window that somebody was at, and what was picked in it, where that is a place to come back to as well. */
export interface Visit extends TimeWindow {
  readonly pick?: PickedRun;
}

/** The windows of time that a person has been at, to go back and forth among them as in a browser. */
export class WindowHistory {
  readonly #past: Visit[] = [];
  readonly #future: Visit[] = [];
  /** When the run of small steps that may go on last moved. */
  #steppedMs = Number.NEGATIVE_INFINITY;

  /** Tells all windows anew, on another scale. */
  convert(to: (window: TimeWindow) => TimeWindow): void {
    for (const visits of [this.#past, this.#future])
      for (const [at, visit] of visits.entries()) visits[at] = { ...visit, ...to(visit) };
  }

  /** Whether there is a window to go back to (-1), or forth (1). */
  has(direction: 1 | -1): boolean {
    return (direction < 0 ? this.#past : this.#future).length > 0;
  }

  /** By a command that goes somewhere: always a place to come back to. */
  jumped(from: Visit, to: Visit): void {
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

  /**
   * The next window in a direction; null at its end. `from` is the one to come back to from there; `pick` is what is
   * picked in it, and is come back to where the next window has something picked, too.
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
