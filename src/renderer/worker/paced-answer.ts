import type { Model } from '../../model/index.ts';
import { Pace } from '../../model/pace.ts';
import type { Work } from '../../model/work.ts';

/** An answer that takes long: worked out again when the model changed, which is kept to a part of the time. */
export class PacedAnswer<Request, Answer> {
  readonly #model: Model;
  readonly #work: (request: Request) => Work<Answer>;
  readonly #pace: Pace;
  #last: { readonly key: string; readonly version: number; readonly answer: Answer } | null = null;

  /** After it took t it is not worked out for `pause` times t, unless something else is asked for. */
  constructor(model: Model, pause: number, work: (request: Request) => Work<Answer>) {
    this.#model = model;
    this.#work = work;
    this.#pace = new Pace(pause, () => performance.now());
  }

  *get(request: Request): Work<Answer> {
    const { version, finished } = this.#model;
    const key = JSON.stringify(request);
    const last = this.#last?.key === key ? this.#last : null;
    if (last !== null && (last.version === version || (!finished && this.#pace.waitMs > 0)))
      return last.answer;
    this.#pace.begin();
    const answer = yield* this.#work(request);
    this.#pace.done();
    this.#last = { key, version, answer };
    return answer;
  }
}
