import type { TaskIndex } from '../protocol/units.ts';
import { labelOf, nameOf } from './details/labels.ts';
import type { Model } from './model.ts';

/**
 * Finds a task by its number in reports (`3`), by its label (`order("tea")`) or by its name (`order`); of several the one that took
 * longest. Null when there is none.
 */
export function findTask(model: Model, text: string): TaskIndex | null {
  const { tasks } = model.tables;
  if (/^\d+$/.test(text)) {
    const task = Number(text) - 1;
    return task >= 0 && task < tasks.length ? (task as TaskIndex) : null;
  }
  let longest: TaskIndex | null = null;
  let longestNs = -1;
  for (let task = 0; task < tasks.length; task++) {
    const ns = Math.min(tasks.endNs.get(task), model.endNs) - tasks.startNs.get(task);
    if (ns <= longestNs || (nameOf(model, task) !== text && labelOf(model, task) !== text)) continue;
    longest = task as TaskIndex;
    longestNs = ns;
  }
  return longest;
}
