import type { Rows } from '../../model/rows.ts';
import type { TaskIndex } from '../../protocol/units.ts';
import type { QueryAnswer, QueryRequest } from './contract.ts';

/**
 * Walks through the tasks that pass the rows' filter, in the order of the rows as if everything were open: what a fold
 * or a collapsed task hides is found, too.
 */
export class TaskSearch {
  readonly #rows: Rows;
  #hits: TaskIndex[] = [];
  #layouts = -1;

  constructor(rows: Rows) {
    this.#rows = rows;
  }

  find({ from, step }: QueryRequest<'search'>): QueryAnswer<'search'> {
    this.#update();
    const count = this.#hits.length;
    if (count === 0) return { hits: 0, at: -1, task: null };
    const here = from === null ? -1 : this.#hits.indexOf(from);
    if (step === 0) return { hits: count, at: here, task: here < 0 ? null : from };
    const start = here < 0 && step < 0 ? 0 : here;
    const at = (start + step + count) % count;
    return { hits: count, at, task: this.#hits[at] as TaskIndex };
  }

  #update(): void {
    const { layouts } = this.#rows;
    if (layouts === this.#layouts) return;
    this.#layouts = layouts;
    this.#hits = [...this.#rows.inOrder()];
  }
}
