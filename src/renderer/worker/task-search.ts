import { definitionOf, labelOf, placeOf } from '../../model/labels.ts';
import type { Model } from '../../model/model.ts';
import type { TaskIndex } from '../../protocol/units.ts';
import type { QueryAnswer, QueryRequest } from './contract.ts';

/**
 * Finds tasks by a part of their label or file. The hits are remembered in the order of the tree (who started whom, depth
 * first), the order rows have when nothing is collapsed.
 */
export class TaskSearch {
  readonly #model: Model;
  #text = '';
  #hits: TaskIndex[] = [];
  #searchedTasks = -1;

  constructor(model: Model) {
    this.#model = model;
  }

  find({ text, from, step }: QueryRequest<'search'>): QueryAnswer<'search'> {
    this.#update(text.trim().toLowerCase());
    const count = this.#hits.length;
    if (count === 0) return { hits: 0, at: -1, task: null };
    const here = from === null ? -1 : this.#hits.indexOf(from);
    if (step === 0) return { hits: count, at: here, task: here < 0 ? null : (from as TaskIndex) };
    const start = here < 0 && step < 0 ? 0 : here;
    const at = (start + step + count) % count;
    return { hits: count, at, task: this.#hits[at] as TaskIndex };
  }

  #update(text: string): void {
    const { tasks } = this.#model.tables;
    if (text === this.#text && tasks.length === this.#searchedTasks) return;
    this.#text = text;
    this.#searchedTasks = tasks.length;
    this.#hits = [];
    if (text === '') return;
    for (const task of treeOrder(this.#model)) {
      if (this.#matches(task, text)) this.#hits.push(task);
    }
  }

  // The same as what the rows' filter looks at.
  #matches(task: TaskIndex, text: string): boolean {
    if (labelOf(this.#model, task).toLowerCase().includes(text)) return true;
    const file = placeOf(this.#model, definitionOf(this.#model, task))?.file ?? '';
    return file.toLowerCase().includes(text);
  }
}

function* treeOrder(model: Model): Generator<TaskIndex> {
  const { tasks } = model.tables;
  const waiting: number[] = [];
  const push = (first: number) => {
    const siblings: number[] = [];
    for (let task = first; task >= 0; task = tasks.nextSibling[task] as number) siblings.push(task);
    for (const task of siblings.reverse()) waiting.push(task);
  };
  push(tasks.firstRoot);
  for (let task = waiting.pop(); task !== undefined; task = waiting.pop()) {
    yield task as TaskIndex;
    push(tasks.firstChild[task] as number);
  }
}
