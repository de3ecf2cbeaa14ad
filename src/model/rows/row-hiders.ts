import type { RowIndex } from '../../protocol/units.ts';
import type { Model } from '../model.ts';
import { setItem, threadItem } from './row-items.ts';
import type { RowList } from './row-list.ts';
import { rowTreeOf } from './row-tree.ts';
import type { TaskSets } from './task-sets.ts';

/** So many tasks up it is remembered which row hides one: of tasks nested ever deeper not each is looked for up to the root. */
const STEPS_UP = 64;

/** In which row a task is that may have none of its own: the nearest that stands for it, or for who started it. */
export class RowHiders {
  readonly #model: Model;
  readonly #list: RowList;
  /** Null where no task up there has a row. */
  readonly #known = new Map<number, RowIndex | null>();

  constructor(model: Model, list: RowList) {
    this.#model = model;
    this.#list = list;
  }

  /** Rows were laid out anew. */
  forget(): void {
    this.#known.clear();
  }

  /** Null where none shows it. */
  of(task: number, { members, grouping }: TaskSets): RowIndex | null {
    const { tasks, threads } = this.#model.tables;
    const tree = rowTreeOf(this.#model);
    const passed: number[] = [];
    let row: RowIndex | null | undefined;
    let steps = 0;
    for (let hidden = task; hidden >= 0 && row === undefined; ) {
      const set = hidden < members.length ? this.#list.find(setItem(members.set.get(hidden))) : null;
      row = this.#list.find(hidden) ?? set ?? this.#known.get(hidden);
      if (++steps % STEPS_UP === 0) passed.push(hidden);
      hidden = grouping === 'tree' ? tree.above(hidden) : -1;
    }
    for (const hidden of passed) this.#known.set(hidden, row ?? null);
    return row ?? this.#list.find(threadItem(threads.ofStream(tasks.stream.get(task))));
  }
}
