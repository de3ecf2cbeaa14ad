import type { Overview } from '../../../model/view-types.ts';
import { ignoreClosed, type SessionClient } from '../../session/session-client.ts';

/** How often the overview of a running program is asked for. */
const EVERY_MS = 250;
/** The width of a bin in CSS pixels. */
const BIN_PX = 2;

/** Keeps the activity of the whole run reasonably up to date. */
export class OverviewFeed {
  shown: Overview | null = null;
  readonly #client: SessionClient;
  readonly #arrived: () => void;
  #bins = 0;
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #timer: number | undefined;

  constructor(client: SessionClient, arrived: () => void) {
    this.#client = client;
    this.#arrived = arrived;
  }

  resize(widthPx: number): void {
    const bins = Math.max(1, Math.round(widthPx / BIN_PX));
    if (bins === this.#bins) return;
    this.#bins = bins;
    this.wanted('soon');
  }

  /** To be called when there is more to show. */
  wanted(when: 'soon' | 'at once'): void {
    if (this.#timer !== undefined || this.#bins === 0) return;
    const waitMs = when === 'at once' ? 0 : Math.max(0, this.#askedAtMs + EVERY_MS - performance.now());
    this.#timer = window.setTimeout(() => {
      this.#timer = undefined;
      void this.refresh();
    }, waitMs);
  }

  async refresh(): Promise<void> {
    if (this.#bins === 0) return;
    this.#askedAtMs = performance.now();
    const answer = await this.#client.query('overview', { bins: this.#bins }).catch(ignoreClosed);
    if (answer === undefined) return;
    this.shown = answer;
    this.#arrived();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
