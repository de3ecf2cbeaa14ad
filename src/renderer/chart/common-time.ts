import { Camera } from './camera.ts';
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
  readonly camera = new Camera();
  readonly history = new WindowHistory();
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
