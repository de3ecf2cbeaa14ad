import { Outcome } from '../protocol/events.ts';
import type { Model } from './model.ts';
import type { TaskSets } from './task-sets.ts';

/** By set, how many of the tasks that count were rejected and started, directly or not, by one of its members. */
export function failuresBelow(model: Model, sets: TaskSets, counts: (task: number) => boolean): Uint32Array {
  const { parent, outcome } = model.tables.tasks;
  const { set, length } = sets.members;
  const below = new Uint32Array(length);
  const bySet = new Uint32Array(sets.length);
  // Whoever starts a task came before it: all that a task started has been seen when its turn comes.
  for (let task = length - 1; task >= 0; task--) {
    const failures = below[task]!;
    bySet[set[task]!]! += failures;
    const failed = outcome[task] === Outcome.rejected && counts(task) ? 1 : 0;
    if (parent[task]! >= 0) below[parent[task]!]! += failures + failed;
  }
  return bySet;
}
