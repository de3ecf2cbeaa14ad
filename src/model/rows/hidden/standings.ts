import { FewColumn, NearRowColumn } from '../../columns/near-columns.ts';
import type { Model } from '../../model.ts';
import { Fold } from '../../picture/fold.ts';
import type { Work } from '../../work.ts';
import { GOLDEN } from '../row-list.ts';

/** How many tasks are gathered before other questions may be answered: 1 ms. */
const PIECE = 8192;

/** For a task whose item has not been asked for yet. */
export const UNKNOWN = -(2 ** 31);

/** What one row stands for besides itself. */
interface Standing {
  /** How many tasks it stands for that are not members of its own set. */
  hidden: number;
  /** How many tasks it stands for, and a checksum of them that tells whether they are still the same. */
  count: number;
  sum: number;
  /** The tasks are chained in order of arrival. */
  first: number;
  last: number;
  /** The tasks of it that have been gathered, how many those are, and the last of them. */
  fold: Fold | null;
  lastGathered: number;
}

/** Which item stands for each task, and which tasks each item stands for. Takes four bytes per task. */
export class Standings {
  readonly items = new Items();
  /** How many of the first tasks have been added. */
  taken = 0;
  readonly #model: Model;
  readonly #next = new NearRowColumn();
  #room = 0;
  readonly #byItem = new Map<number, Standing>();
  /** Sums from before, of items that may still stand for the same tasks. */
  readonly #before = new Map<number, Standing>();
  /** The item to which the last task was added: tasks of one row often come one after the other. */
  #item = UNKNOWN;
  #standing: Standing | null = null;

  constructor(model: Model, before: Standings | null) {
    this.#model = model;
    for (const [item, standing] of before === null ? [] : before.#byItem)
      if (standing.fold?.tasks.length === standing.count) this.#before.set(item, standing);
  }

  get(item: number): Standing | undefined {
    return this.#byItem.get(item);
  }

  /** To be called in order of the tasks. */
  add(item: number, task: number, isMember: boolean): void {
    if (item !== this.#item || this.#standing === null) {
      this.#item = item;
      this.#standing = this.#of(item);
    }
    const standing = this.#standing;
    standing.count++;
    standing.sum = (standing.sum + Math.imul(task + 1, GOLDEN)) | 0;
    if (!isMember) standing.hidden++;
    if (standing.first < 0) standing.first = task;
    else {
      this.#makeRoom(task);
      this.#next.set(standing.last, task);
    }
    standing.last = task;
  }

  /** To be called after all tasks were added: gathers and sums up, in pieces, what an item stands for if that is more than its own tasks. */
  *gathering(item: number): Work<void> {
    const standing = this.#byItem.get(item);
    if (standing === undefined || standing.hidden === 0) return;
    standing.fold ??= this.#foldOf(item, standing);
    while (this.#gather(standing, standing.fold)) yield;
    yield* standing.fold.summing();
  }

  #foldOf(item: number, standing: Standing): Fold {
    const before = this.#before.get(item);
    this.#before.delete(item);
    if (before?.fold == null || before.count !== standing.count || before.sum !== standing.sum)
      return new Fold(this.#model, new Int32Array(0));
    standing.lastGathered = standing.last;
    return before.fold;
  }

  /** Gathers some more tasks; returns whether there are still more. */
  #gather(standing: Standing, fold: Fold): boolean {
    const left = standing.count - fold.tasks.length;
    if (left === 0) return false;
    const more = new Int32Array(Math.min(PIECE, left));
    let task = standing.lastGathered < 0 ? standing.first : this.#next.get(standing.lastGathered);
    for (let at = 0; at < more.length; at++, task = this.#next.get(task)) more[at] = task;
    standing.lastGathered = more[more.length - 1]!;
    fold.add(more);
    return left > more.length;
  }

  #of(item: number): Standing {
    const known = this.#byItem.get(item);
    if (known !== undefined) return known;
    const standing = { hidden: 0, count: 0, sum: 0, first: -1, last: -1, fold: null, lastGathered: -1 };
    this.#byItem.set(item, standing);
    return standing;
  }

  #makeRoom(task: number): void {
    if (task < this.#room) return;
    this.#room = 2 * task;
    this.#next.grow(this.#room);
  }
}

/** Marks a task that stands only for itself. Few rows stand for others. */
const ITSELF = UNKNOWN + 1;

/** `UNKNOWN` where nothing was set. */
class Items {
  readonly #column = new FewColumn();
  #room = 0;

  get(task: number): number {
    const item = this.#column.get(task) ^ UNKNOWN;
    return item === ITSELF ? task : item;
  }

  set(task: number, item: number): void {
    if (task >= this.#room) {
      this.#room = 2 * task + 1;
      this.#column.grow(this.#room);
    }
    this.#column.set(task, (item === task ? ITSELF : item) ^ UNKNOWN);
  }
}
