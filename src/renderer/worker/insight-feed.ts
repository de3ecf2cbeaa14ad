import { type Insights, insightsOf, type Model } from '../../model/index.ts';
import { Pace } from '../../model/pace.ts';
import type { InsightSettings } from '../../protocol/insights.ts';

/** A look at a large recording takes long: at most this part of the time is spent on looking. */
const LEAST_PAUSE = 20;

/** The insights of a session's model, looked for again when it changed and enough time has passed. */
export class InsightFeed {
  readonly #model: Model;
  #last: Insights = { found: [], more: {}, muted: 0 };
  #version = -1;
  #settingsKey = '';
  readonly #pace = new Pace(LEAST_PAUSE, () => performance.now());

  constructor(model: Model) {
    this.#model = model;
  }

  get(settings: InsightSettings): Insights {
    const key = JSON.stringify(settings);
    const same = key === this.#settingsKey && this.#version === this.#model.version;
    const tooEarly = key === this.#settingsKey && !this.#model.finished && this.#pace.waitMs > 0;
    if (same || tooEarly) return this.#last;
    this.#version = this.#model.version;
    this.#settingsKey = key;
    this.#pace.begin();
    this.#last = insightsOf(this.#model, settings);
    this.#pace.done();
    return this.#last;
  }
}
