// The members of a combination, and which of them decided it, also if there are more than a tracer records.

import { AwaitedKind, Combinator, Outcome } from '../../../protocol/events.ts';
import type { Member } from '../../../protocol/sites.ts';
import type { Model } from '../../model.ts';

/** The task of each member, -1 for members that are not tasks. `isMade`: whether a task is a call of the member's function by the waiting task. */
export function membersOf(
  model: Model,
  row: number,
  names: readonly Member[],
  isMade: (task: number, name: string) => boolean,
): number[] {
  const { combinations } = model.tables;
  const { members } = combinations;
  const told: number[] = [];
  for (let at = combinations.firstMember[row]!; at >= 0; at = members.next[at]!)
    told.push(members.kind[at] === AwaitedKind.task ? members.reference[at]! : -1);
  const [name] = names;
  const isMore = combinations.count[row]! > told.length && combinations.how[row] === Combinator.all;
  if (!isMore || names.length > 1 || typeof name !== 'string') return told;
  return allMadeBy(model, row, told, (task) => isMade(task, name)) ?? told;
}

/** If one function makes all members one after the other, the rest are the tasks after the last recorded one. Null if there are not enough. */
function allMadeBy(
  model: Model,
  row: number,
  told: readonly number[],
  isMade: (task: number) => boolean,
): number[] | null {
  const { combinations, runs, tasks } = model.tables;
  const [first = -1] = told;
  if (first < 0) return null;
  const suspendedNs = runs.toNs.get(combinations.run[row]!);
  const all: number[] = [];
  for (let task = first; task >= 0 && tasks.startNs.get(task) <= suspendedNs; task = tasks.nextSibling(task))
    if (isMade(task)) all.push(task);
  const isSame = all.length === combinations.count[row] && told.every((task, at) => task === all[at]);
  return isSame ? all : null;
}

/** Which member settled the whole; -1 if unknown. */
export function deciderOf(model: Model, row: number, members: readonly number[]): number {
  const { combinations, tasks } = model.tables;
  const decided = combinations.decided[row]!;
  if (decided >= 0 || members.length <= combinations.told[row]!) return decided;
  // All members are known, so the first that failed made the whole fail.
  let first = -1;
  for (const [index, task] of members.entries()) {
    if (tasks.outcome.get(task) < Outcome.rejected) continue;
    if (first < 0 || tasks.endNs.get(task) < tasks.endNs.get(members[first]!)) first = index;
  }
  return first;
}
