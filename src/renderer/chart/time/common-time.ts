import { Camera } from './camera.ts';
import { ElasticTime } from './elastic-time.ts';
import type { TimeWindow } from './time-window.ts';
import { WindowHistory } from './window-history.ts';

export interface TimeMember {
  /** The newest moment it shows. */
  edgeNs(): number;
  /** The moment that a zoom keeps in its place; null where the pointer is elsewhere. */
  anchorNs(): number | null;
  /** The window has moved, or is about to. */
  moved(): void;
}

/** The stretch of time that a chart shows, or that several show together: they start at the same moment and end at the latest one. */
export class CommonTime {
  /** Its window, and those of the history, are in elastic time. */
  readonly camera = new Camera();
  readonly history = new WindowHistory();
  elastic = ElasticTime.plain;
  /** A person has put the window where it is: what is still being read leaves it there. */
  held = false;
  readonly #members = new Set<TimeMember>();

  join(member: TimeMember): void {
    this.#members.add(member);
  }

  leave(member: TimeMember): void {
    this.#members.delete(member);
  }

  /** The newest moment that any of them shows. */
  endNs(): number {
    return Math.max(0, ...[...this.#members].map((member) => member.edgeNs()));
  }

  /** Folds other stretches: what is shown, and what was, stays where it is. */
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
