// Console lines with their writers: all of them, or those of one task.

import type { TaskIndex } from '../../protocol/units.ts';
import { firstAtOrAfter } from '../columns/columns.ts';
import type { Model } from '../model.ts';
import type { HeldLine } from '../tables/console/console-lines.ts';
import type { ConsoleLine } from '../view-types.ts';
import { labelOf, threadLabel } from './labels.ts';

/** Lines `from` to `to` (exclusive), in the order of their moments. */
export function consoleLines(model: Model, from: number, to: number): ConsoleLine[] {
  return model.tables.console.slice(from, to).map((line) => lineView(model, line));
}

export const writtenCount = (model: Model, task: number): number => model.tables.console.writtenBy(task);

/** Lines `from` to `to` (exclusive) among those that a task wrote something in. */
export function writtenOf(model: Model, task: number, from: number, to: number): ConsoleLine[] {
  const { console } = model.tables;
  return console
    .linesOf(task)
    .rows.slice(from, to)
    .map((row) => lineView(model, console.line(row)));
}

/** The first few lines that a task began between two moments, and how many there are in all. */
export function writtenWithin(
  model: Model,
  task: number,
  { fromNs, toNs }: { readonly fromNs: number; readonly toNs: number },
  most: number,
): { readonly lines: readonly ConsoleLine[]; readonly count: number } {
  const { atNs } = model.tables.console.linesOf(task);
  const first = firstAtOrAfter(atNs, 0, atNs.length, fromNs);
  const count = firstAtOrAfter(atNs, first, atNs.length, toNs) - first;
  return { lines: writtenOf(model, task, first, first + Math.min(count, most)), count };
}

function lineView(model: Model, { stream, task, ...line }: HeldLine): ConsoleLine {
  if (stream < 0) return { ...line, by: null };
  const { threads } = model.tables;
  const thread = threads.ofStream(stream);
  const where = threadLabel(threads.all[thread]!);
  const label = task < 0 ? where : labelOf(model, task);
  return {
    ...line,
    by: {
      task: task < 0 ? null : (task as TaskIndex),
      label,
      thread: thread === 0 || task < 0 ? '' : where,
    },
  };
}
