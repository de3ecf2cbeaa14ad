import { TaskKind } from '../../protocol/events.ts';
import type { Model } from '../model.ts';

/**
 * Whether two tasks are parts of one job: somebody who was alive then has started both, or one of them the other. Such a
 * job takes as long as all of its computing takes, whichever part of it comes first.
 */
export function isSameJob(model: Model, one: number, other: number, atNs: number): boolean {
  const above = new Set(aliveAbove(model, one, atNs));
  for (const task of aliveAbove(model, other, atNs)) if (above.has(task)) return true;
  return false;
}

function* aliveAbove(model: Model, task: number, atNs: number): Generator<number> {
  const { tasks } = model.tables;
  for (let at = task; at >= 0; at = tasks.parent.get(at)) {
    const isAlive = tasks.startNs.get(at) <= atNs && tasks.endNs.get(at) > atNs;
    if (isAlive && tasks.kind.get(at) !== TaskKind.callback) yield at;
  }
}
