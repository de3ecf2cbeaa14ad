import { NS_PER_MS } from '../protocol/units.ts';

/**
 * Where "now" is on the program's clock. A waiting program sends nothing, but its bars must grow, so between events the edge moves on with
 * the window's clock. Events can arrive late but never early, so the one with the shortest delay gives the difference of the two clocks.
 */
export class LiveEdge {
  #offsetNs = Number.NEGATIVE_INFINITY;
  #knownNs = 0;
  #over = false;

  /** Events up to `endNs` had arrived at `nowMs` on the window's clock. */
  heard(endNs: number, nowMs: number): void {
    this.reached(endNs);
    this.#over = false;
    if (endNs > 0) this.#offsetNs = Math.max(this.#offsetNs, endNs - nowMs * NS_PER_MS);
  }

  /** Events up to `endNs` have come: a picture may have some that nobody has reported yet. */
  reached(endNs: number): void {
    this.#knownNs = Math.max(this.#knownNs, endNs);
  }

  /** Nothing will come after `endNs`. */
  ended(endNs: number): void {
    this.reached(endNs);
    this.#over = true;
  }

  /** The live edge: never before the last known moment, and exactly that once nothing more will come. */
  at(nowMs: number): number {
    if (this.#over || this.#offsetNs === Number.NEGATIVE_INFINITY) return this.#knownNs;
    return Math.max(this.#knownNs, nowMs * NS_PER_MS + this.#offsetNs);
  }
}
