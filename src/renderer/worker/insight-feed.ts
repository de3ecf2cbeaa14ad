import { type InsightId, type Insights, insightsOf, type Model } from '../../model/index.ts';
import { Pace } from '../../model/pace.ts';

/** A look at a large recording takes long: at most this part of the time is spent on looking. */
const LEAST_PAUSE = 20;

/** The insights of a session's model, looked for again when it changed and enough time has passed. */
export class InsightFeed {
  readonly #model: Model;
  #last: Insights = { found: [], more: {} };
  #version = -1;
  #mutedKey = '';
  readonly #pace = new Pace(LEAST_PAUSE, () => performance.now());

  constructor(model: Model) {
    this.#model = model;
  }

  get(muted: readonly InsightId[]): Insights {
    const key = muted.join();
    const same = key === this.#mutedKey && this.#version === this.#model.version;
    const tooEarly = key === this.#mutedKey && !this.#model.finished && this.#pace.waitMs > 0;
    if (same || tooEarly) return this.#last;
    this.#version = this.#model.version;
    this.#mutedKey = key;
    this.#pace.begin();
    this.#last = insightsOf(this.#model, { muted });
    this.#pace.done();
    return this.#last;
  }
}
