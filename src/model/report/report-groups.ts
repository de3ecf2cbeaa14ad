import { definitionOf, labelOf, nameOf } from '../details/labels.ts';
import type { Model } from '../model.ts';
import { rootsOf } from '../rows/roots.ts';

/** A line of the report: one task, or many siblings that are alike. */
export interface ReportGroup {
  readonly depth: number;
  readonly label: string;
  readonly tasks: readonly number[];
  /** Tasks further down that the line stands for as well. */
  readonly below: number;
}

/** More siblings of one definition than this become one line. */
const ALIKE_SHOWN = 20;

/** The tree of tasks as lines, depth first, at most `limit`; alike siblings folded: `leaf ×2,000`. */
export function reportGroups(model: Model, limit: number): ReportGroup[] {
  const { tasks } = model.tables;
  const groups: ReportGroup[] = [];
  /** What is still to be drawn, the next on top. */
  const open: ReportGroup[] = siblings(model, rootsOf(model), 0).reverse();
  for (let next = open.pop(); next !== undefined && groups.length < limit; next = open.pop()) {
    groups.push(next);
    if (next.tasks.length > 1) continue;
    const children = chain(model, tasks.firstChild(next.tasks[0]!));
    open.push(...siblings(model, children, next.depth + 1).reverse());
  }
  return groups;
}

function chain(model: Model, first: number): number[] {
  const { tasks } = model.tables;
  const all: number[] = [];
  for (let task = first; task >= 0; task = tasks.nextSibling(task)) all.push(task);
  return all;
}

function siblings(model: Model, tasks: readonly number[], depth: number): ReportGroup[] {
  const alike = new Map<string, number[]>();
  for (const task of tasks) {
    const key = `${definitionOf(model, task)} ${nameOf(model, task)}`;
    const group = alike.get(key);
    if (group === undefined) alike.set(key, [task]);
    else group.push(task);
  }
  const groups: ReportGroup[] = [];
  for (const group of alike.values()) {
    if (group.length > ALIKE_SHOWN) {
      const below = group.reduce((sum, task) => sum + descendants(model, task), 0);
      groups.push({ depth, label: nameOf(model, group[0]!), tasks: group, below });
    } else {
      for (const task of group) groups.push({ depth, label: labelOf(model, task), tasks: [task], below: 0 });
    }
  }
  return groups.sort((a, b) => a.tasks[0]! - b.tasks[0]!);
}

function descendants(model: Model, task: number): number {
  const { tasks } = model.tables;
  let count = 0;
  for (let at = tasks.firstChild(task); at >= 0; ) {
    count++;
    if (tasks.firstChild(at) >= 0) {
      at = tasks.firstChild(at);
      continue;
    }
    while (at !== task && tasks.nextSibling(at) < 0) at = tasks.parent.get(at);
    if (at === task) break;
    at = tasks.nextSibling(at);
  }
  return count;
}
