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
    const hits = this.#rows.matchCount;
    // In order they are put only when somebody asks for one: of a million that takes longer than finding them.
    const isHit = from !== null && this.#rows.isMatch(from);
    if (hits === 0 || (step === 0 && !isHit)) return { hits, at: -1, task: null };
    this.#update();
    const here = isHit ? this.#hits.indexOf(from) : -1;
    if (step === 0) return { hits, at: here, task: from };
    const start = here < 0 && step < 0 ? 0 : here;
    const at = (start + step + hits) % hits;
    return { hits, at, task: this.#hits[at] as TaskIndex };
  }

  #update(): void {
    const { layouts } = this.#rows;
    if (layouts === this.#layouts) return;
    this.#layouts = layouts;
    this.#hits = [...this.#rows.inOrder()];
  }
}
