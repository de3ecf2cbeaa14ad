import type { Model } from '../model.ts';
import { rowTreeOf } from './row-tree.ts';

/** The tasks that stand below no other one, sorted by start: tasks of several threads do not arrive in that order. */
export function rootsOf(model: Model): number[] {
  const { startNs } = model.tables.tasks;
  const roots = rowTreeOf(model).below(-1);
  const sorted = roots.every((root, at) => at === 0 || startNs.get(roots[at - 1]!) <= startNs.get(root));
  if (!sorted) roots.sort((a, b) => startNs.get(a) - startNs.get(b) || a - b);
  return roots;
}
