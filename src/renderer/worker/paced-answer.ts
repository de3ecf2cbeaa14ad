import type { Model } from '../../model/index.ts';
import { Pace } from '../../model/pace.ts';
import type { Work } from '../../model/work.ts';

/** An answer that takes long to compute. It is computed again when the model has changed, but only for a limited part of the time. */
export class PacedAnswer<Request, Answer> {
  readonly #model: Model;
  readonly #work: (request: Request) => Work<Answer>;
  readonly #pace: Pace;
  #last: { readonly key: string; readonly version: number; readonly answer: Answer } | null = null;

  /** After it took the time t, it is not computed again for `pause` times t, unless the question is a different one. */
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
    const work = this.#work(request);
    for (;;) {
      this.#pace.begin();
      const step = work.next();
      if (step.done) {
        this.#pace.done();
        this.#last = { key, version, answer: step.value };
        return step.value;
      }
      // Whatever else the worker does before the next piece is not time that this takes.
      this.#pace.hold();
      yield;
    }
  }
}
