import type { Model } from '../model.ts';

/** The tasks that nobody started, by start: those of other threads arrive in batches of their own. */
export function rootsOf(model: Model): number[] {
  const { tasks } = model.tables;
  const roots: number[] = [];
  let sorted = true;
  for (let root = tasks.firstRoot; root >= 0; root = tasks.nextSibling(root)) {
    const last = roots[roots.length - 1];
    if (last !== undefined && tasks.startNs.get(last) > tasks.startNs.get(root)) sorted = false;
    roots.push(root);
  }
  if (!sorted) roots.sort((a, b) => tasks.startNs.get(a) - tasks.startNs.get(b) || a - b);
  return roots;
}
