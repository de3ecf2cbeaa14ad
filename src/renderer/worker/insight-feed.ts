import { type InsightId, type Insights, insightsOf, type Model } from '../../model/index.ts';

/** A look at a large recording takes long: at most this part of the time is spent on looking. */
const LEAST_PAUSE = 20;

/** The insights of a session's model, looked for again when it changed and enough time has passed. */
export class InsightFeed {
  readonly #model: Model;
  #last: Insights = { found: [], more: {} };
  #version = -1;
  #mutedKey = '';
  #notBeforeMs = 0;

  constructor(model: Model) {
    this.#model = model;
  }

  get(muted: readonly InsightId[]): Insights {
    const key = muted.join();
    const startMs = performance.now();
    const same = key === this.#mutedKey && this.#version === this.#model.version;
    const tooEarly = key === this.#mutedKey && !this.#model.finished && startMs < this.#notBeforeMs;
    if (same || tooEarly) return this.#last;
    this.#version = this.#model.version;
    this.#mutedKey = key;
    this.#last = insightsOf(this.#model, { muted });
    const endMs = performance.now();
    this.#notBeforeMs = endMs + (endMs - startMs) * LEAST_PAUSE;
    return this.#last;
  }
}
