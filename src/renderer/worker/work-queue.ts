import type { Work } from '../../model/work.ts';
import { NextTurn } from './next-turn.ts';

/** How long a slice is: another question waits this long at most, plus the piece of work under way. */
const SLICE_MS = 6;

interface Waiting {
  readonly work: Work<unknown>;
  /** Work with a lower number goes first, whichever came first. */
  readonly rank: number;
  done(value: unknown): void;
  failed(error: unknown): void;
}

/** Does pieces of long work one after the other, in slices, so that questions are answered in between. */
export class WorkQueue {
  readonly #waiting: Waiting[] = [];
  readonly #turn = new NextTurn(() => this.#slice());

  /** Begins at once unless something that goes first is under way. So short work is done when this returns. */
  add(waiting: Waiting): void {
    const behind = this.#waiting.findIndex(({ rank }) => rank > waiting.rank);
    const at = behind < 0 ? this.#waiting.length : behind;
    this.#waiting.splice(at, 0, waiting);
    if (at === 0) this.#slice();
  }

  #slice(): void {
    const endMs = performance.now() + SLICE_MS;
    for (;;) {
      const [first] = this.#waiting;
      if (first === undefined) return;
      if (this.#isDone(first)) this.#waiting.shift();
      if (performance.now() >= endMs) break;
    }
    if (this.#waiting.length > 0) this.#turn.schedule();
  }

  #isDone({ work, done, failed }: Waiting): boolean {
    try {
      const step = work.next();
      if (step.done) done(step.value);
      return step.done === true;
    } catch (error) {
      failed(error);
      return true;
    }
  }
}
