import type { Model } from '../../model/model.ts';
import { setOf, taskOf, threadOf } from '../../model/rows/row-items.ts';
import { countingMatches } from '../../model/rows/row-work.ts';
import type { Rows } from '../../model/rows/rows.ts';
import type { Work } from '../../model/work.ts';
import { Outcome } from '../../protocol/events.ts';
import type { TaskIndex } from '../../protocol/units.ts';
import type { QueryAnswer, QueryRequest } from './contract.ts';

/** How many tasks are put in order before other questions may be answered: 5 ms. */
const PIECE = 16_384;

/**
 * Goes through the tasks that pass the rows' filter, in the order that the rows would have if everything were open. So it also finds what
 * a fold or a collapsed task hides.
 */
export class TaskSearch {
  readonly #model: Model;
  readonly #rows: Rows;
  #hits: TaskIndex[] = [];
  #layouts = -1;

  constructor(model: Model, rows: Rows) {
    this.#model = model;
    this.#rows = rows;
  }

  *find({ from, step }: QueryRequest<'search'>): Work<QueryAnswer<'search'>> {
    const hits = yield* countingMatches(this.#rows);
    if (hits === 0 || (step === 0 && from === null)) return { hits, at: -1, task: null };
    yield* this.#rows.filter.updating();
    // They are put in order only when one is asked for: for a million tasks that takes longer than finding them.
    const isHit = from !== null && this.#rows.isMatch(from);
    if (step === 0 && !isHit) return { hits, at: -1, task: null };
    yield* this.#update();
    const here = isHit ? this.#hits.indexOf(from) : -1;
    if (step === 0) return { hits, at: here, task: from };
    const start = here < 0 && step < 0 ? 0 : here;
    const { length } = this.#hits;
    const at = (start + step + length) % length;
    // The filter may have changed meanwhile. Then nobody waits for this answer any more.
    return { hits, at, task: this.#hits[at] ?? null };
  }

  /** The next rejected task, with its last run; after the last one, the first. */
  *rejected({ from, step }: QueryRequest<'rejected'>): Work<QueryAnswer<'rejected'>> {
    const { runs, tasks } = this.#model.tables;
    yield* this.#update();
    const all = this.#hits;
    // From a row of many tasks, or a thread, the search starts before its first task.
    const here = from === null ? -1 : all.findIndex((task) => this.#isOf(from, task));
    const isTask = from !== null && taskOf(from) !== null;
    const start = step > 0 && !isTask ? here - 1 : here;
    for (let by = 1; by <= all.length; by++) {
      const task = all[(start + step * by + 2 * all.length) % all.length]!;
      if (tasks.outcome.get(task) !== Outcome.rejected) continue;
      const run = tasks.lastRun.get(task);
      return { task, fromNs: runs.fromNs.get(run), toNs: Math.min(runs.toNs.get(run), this.#model.endNs) };
    }
    return null;
  }

  #isOf(id: number, task: TaskIndex): boolean {
    const [set, thread] = [setOf(id), threadOf(id)];
    if (set !== null) return this.#rows.isIn(set, task);
    const { tasks, threads } = this.#model.tables;
    return thread === null ? task === id : threads.ofStream(tasks.stream.get(task)) === thread;
  }

  *#update(): Work<void> {
    yield* this.#rows.layingOut();
    const { layouts } = this.#rows;
    if (layouts === this.#layouts) return;
    const hits: TaskIndex[] = [];
    for (const task of this.#rows.inOrder()) {
      if (task !== undefined) hits.push(task);
      if (task === undefined || hits.length % PIECE === 0) yield;
    }
    this.#layouts = layouts;
    this.#hits = hits;
  }
}
