import { NS_PER_MS } from '../../../protocol/units.ts';

/**
 * Where "now" is on the program's clock. A program that waits sends nothing, yet its bars must grow: between events
 * the edge moves on with the window's own clock. Events can only arrive late, so the earliest arrival of all tells
 * how the two clocks stand to each other.
 */
export class LiveEdge {
  #offsetNs = Number.NEGATIVE_INFINITY;
  #knownNs = 0;
  #over = false;

  /** Events up to `endNs` have arrived at `nowMs` of the window's clock. */
  heard(endNs: number, nowMs: number): void {
    this.#knownNs = Math.max(this.#knownNs, endNs);
    this.#over = false;
    if (endNs > 0) this.#offsetNs = Math.max(this.#offsetNs, endNs - nowMs * NS_PER_MS);
  }

  /** Nothing will come after `endNs`. */
  ended(endNs: number): void {
    this.#knownNs = Math.max(this.#knownNs, endNs);
    this.#over = true;
  }

  /** Never before what is known; exactly that once nothing more will come. */
  at(nowMs: number): number {
    if (this.#over || this.#offsetNs === Number.NEGATIVE_INFINITY) return this.#knownNs;
    return Math.max(this.#knownNs, nowMs * NS_PER_MS + this.#offsetNs);
  }
}
