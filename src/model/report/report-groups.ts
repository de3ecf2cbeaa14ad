import { definitionOf, labelOf, nameOf } from '../details/labels.ts';
import { addToList } from '../lists.ts';
import type { Model } from '../model.ts';
import { rootsOf } from '../rows/roots.ts';
import { rowTreeOf } from '../rows/row-tree.ts';

/** A line of the report: one task, or many similar siblings. */
export interface ReportGroup {
  readonly depth: number;
  readonly label: string;
  readonly tasks: readonly number[];
  /** How many tasks below them the line stands for as well. */
  readonly below: number;
}

/** From more than this many siblings with one definition, the report makes a single line. */
const ALIKE_SHOWN = 20;

/** The tree of tasks as at most `limit` lines, depth first, with similar siblings folded: `leaf ×2,000`. */
export function reportGroups(model: Model, limit: number): ReportGroup[] {
  const groups: ReportGroup[] = [];
  /** Groups still to be added, the next one last. */
  const open: ReportGroup[] = siblings(model, rootsOf(model), 0).reverse();
  for (let next = open.pop(); next !== undefined && groups.length < limit; next = open.pop()) {
    groups.push(next);
    if (next.tasks.length > 1) continue;
    const children = rowTreeOf(model).below(next.tasks[0]!);
    open.push(...siblings(model, children, next.depth + 1).reverse());
  }
  return groups;
}

function siblings(model: Model, tasks: readonly number[], depth: number): ReportGroup[] {
  const alike = new Map<string, number[]>();
  for (const task of tasks) {
    const key = `${definitionOf(model, task)} ${nameOf(model, task)}`;
    addToList(alike, key, task);
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
  const tree = rowTreeOf(model);
  let count = 0;
  const open = tree.below(task);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    count++;
    for (const below of tree.below(at)) open.push(below);
  }
  return count;
}
