import { Camera } from './camera.ts';
import { ElasticTime } from './elastic-time.ts';
import type { TimeWindow } from './time-window.ts';
import { WindowHistory } from './window-history.ts';

export interface TimeMember {
  /** The newest moment that it shows. */
  edgeNs(): number;
  /** The moment that stays in place during a zoom; null while the pointer is elsewhere. */
  anchorNs(): number | null;
  /** The window has moved, or is about to. */
  moved(): void;
}

/** The window of time that one chart shows, or several together. They all begin at 0, and the longest one determines the end. */
export class CommonTime {
  /** The camera's window, and those of the history, are in elastic time. */
  readonly camera = new Camera();
  readonly history = new WindowHistory();
  elastic = ElasticTime.plain;
  /** The user has moved the window: a recording that is still being read leaves it there. */
  held = false;
  readonly #members = new Set<TimeMember>();

  join(member: TimeMember): void {
    this.#members.add(member);
  }

  leave(member: TimeMember): void {
    this.#members.delete(member);
  }

  /** The newest moment that any of the charts shows. */
  endNs(): number {
    return Math.max(0, ...[...this.#members].map((member) => member.edgeNs()));
  }

  /** Folds other stretches. The present window and those of the history still show the same moments. */
  fold(folds: readonly TimeWindow[]): void {
    const before = this.elastic;
    const now = new ElasticTime(folds, this.endNs());
    const same = (window: TimeWindow): TimeWindow => now.elasticWindow(before.traceWindow(window));
    this.elastic = now;
    this.camera.place(same(this.camera.target));
    this.history.convert(same);
    this.moved();
  }

  anchorNs(): number | null {
    for (const member of this.#members) {
      const at = member.anchorNs();
      if (at !== null) return at;
    }
    return null;
  }

  moved(): void {
    for (const member of this.#members) member.moved();
  }
}
