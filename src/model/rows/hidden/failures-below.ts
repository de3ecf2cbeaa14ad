import { Outcome } from '../../../protocol/events.ts';
import { grown } from '../../columns/columns.ts';
import type { Model } from '../../model.ts';
import { rowTreeOf } from '../row-tree.ts';

/** Which set each task belongs to. */
interface SetsOfTasks {
  /** How many sets there are. */
  readonly length: number;
  readonly members: { readonly length: number; readonly set: { get(task: number): number } };
}

/** For each set, how many of the tasks that count were rejected and were started, directly or not, by one of its members. */
export function failuresBelow(
  model: Model,
  sets: SetsOfTasks,
  counts: (task: number) => boolean,
): Uint32Array {
  const { outcome } = model.tables.tasks;
  const tree = rowTreeOf(model);
  const { set, length } = sets.members;
  const below = new Uint32Array(length);
  const bySet = new Uint32Array(sets.length);
  // A task has a higher index than its starter, so counting down every task comes after all that it started.
  for (let task = length - 1; task >= 0; task--) {
    const failures = below[task]!;
    bySet[set.get(task)]! += failures;
    const failed = outcome.get(task) === Outcome.rejected && counts(task) ? 1 : 0;
    const above = tree.above(task);
    if (above >= 0) below[above]! += failures + failed;
  }
  return bySet;
}

/** The same for one set, counting only what its members that have rows of their own started. */
export function failuresBelowApart(
  model: Model,
  sets: SetsOfTasks & { isApart(task: number): boolean },
  set: number,
  counts: (task: number) => boolean,
): number {
  const tree = rowTreeOf(model);
  let failed = 0;
  for (const task of model.tables.rejected) {
    if (task >= sets.members.length || !counts(task)) continue;
    for (let above = tree.above(task); above >= 0; above = tree.above(above))
      if (sets.members.set.get(above) === set && sets.isApart(above)) failed++;
  }
  return failed;
}

/** How many of all tasks were rejected below each set. Kept up to date as tasks fail, because every picture of a running program asks for it. */
export class FailuresBelow {
  readonly #model: Model;
  readonly #sets: SetsOfTasks;
  #bySet = new Uint32Array(0);
  #seen = 0;
  /** Failed tasks that the sets do not contain yet. */
  #held: number[] = [];

  constructor(model: Model, sets: SetsOfTasks) {
    this.#model = model;
    this.#sets = sets;
  }

  of(set: number): number {
    this.#update();
    return this.#bySet[set]!;
  }

  #update(): void {
    const { rejected, tasks } = this.#model.tables;
    const { members } = this.#sets;
    if (this.#bySet.length < this.#sets.length) this.#bySet = grown(this.#bySet, 2 * this.#sets.length);
    const failed = [...this.#held, ...rejected.slice(this.#seen)];
    this.#seen = rejected.length;
    this.#held = failed.filter((task) => task >= members.length);
    // In a chain of a million tasks that fail one after the other, climbing from each costs more than one pass over all tasks.
    let stepsLeft = tasks.length;
    const tree = rowTreeOf(this.#model);
    for (const task of failed) {
      if (task >= members.length) continue;
      for (let above = tree.above(task); above >= 0; above = tree.above(above)) {
        this.#bySet[members.set.get(above)]!++;
        stepsLeft--;
      }
      if (stepsLeft >= 0) continue;
      this.#bySet.set(failuresBelow(this.#model, this.#sets, () => true));
      return;
    }
  }
}
