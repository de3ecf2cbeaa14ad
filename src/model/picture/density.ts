import { Outcome } from '../../protocol/events.ts';
import { timesOf } from '../details/states.ts';
import { TaskState } from '../events/transitions.ts';
import type { Model } from '../model.ts';
import type { Density } from '../view-types.ts';
import { Bins } from './bins.ts';
import type { Blocks, Fold } from './fold.ts';
import { keptBins } from './kept-bins.ts';
import type { Timelines } from './timeline.ts';

/** More are not seen. */
const MOST_BINS = 4096;

/**
 * How many of a fold's tasks were in each state over a window, bin by bin; bins are counted from time zero, so that
 * panning does not draw them differently. Nothing is left out: over a window that holds them all the bins add up to
 * the tasks' times. Blocks of tasks in one bin are added as they are; of the others, what is shorter than a bin costs
 * three additions, anything else a bisection a bin at most. What cannot change any more is added once for all windows with
 * bins as wide.
 */
export function density(
  model: Model,
  timelines: Timelines,
  fold: Fold,
  window: { readonly fromNs: number; readonly toNs: number },
  widestBinNs: number,
): Density {
  const binNs = Math.max(widestBinNs, (window.toNs - window.fromNs) / (MOST_BINS - 1));
  const firstBin = Math.floor(Math.max(0, window.fromNs) / binNs);
  const bins = Math.max(0, Math.floor(Math.min(window.toNs, model.endNs) / binNs) - firstBin + 1);
  const into = new Bins(firstBin, binNs, bins);
  const { blocks } = fold.totals;
  const { groups } = blocks;
  const addGroup = (group: number, bins: Bins): void => addBlocks(model, timelines, blocks, group, bins);
  const kept = keptBins(blocks, binNs, model.endNs);
  const windowNs = window.toNs - window.fromNs;
  for (let group = 0; group <= groups.length; group++) {
    if (kept?.has(group)) continue;
    const [from, to] = groups.blocksOf(group);
    if (from === to || into.isAfter(blocks.fromNs[from]!)) break;
    const isBefore =
      group < groups.length && groups.isSettled[group] === 1 && into.isBefore(groups.toNs[group]!);
    if (!isBefore && !kept?.add(group, windowNs, addGroup)) addGroup(group, into);
  }
  kept?.addTo(into);
  const { fromNs, running, ready, suspended, ended, failed } = into;
  return { fromNs, binNs, running, ready, suspended, ended, failed, peak: into.peak() };
}

/** A group's tasks; of the one after the last group all that are left. */
function addBlocks(model: Model, timelines: Timelines, blocks: Blocks, group: number, into: Bins): void {
  const { groups } = blocks;
  if (group < groups.length && groups.isSettled[group] === 1 && into.has(groups, group)) return;
  const nowNs = model.endNs;
  const [from, to] = groups.blocksOf(group);
  for (let block = from; block < to && !into.isAfter(blocks.fromNs[block]!); block++) {
    if (into.has(blocks, block)) continue;
    for (const task of blocks.tasksOf(block)) addTask(model, timelines, task, nowNs, into);
  }
}

function addTask(model: Model, timelines: Timelines, task: number, nowNs: number, into: Bins): void {
  const { tasks } = model.tables;
  const startNs = tasks.startNs.get(task);
  const endNs = Math.min(tasks.endNs.get(task), nowNs);
  const first = into.binOf(startNs);
  const last = into.binOf(endNs);
  if (first >= into.count || last < 0) return;
  if (tasks.state.get(task) === TaskState.over)
    into.addEnd(last, tasks.outcome.get(task) === Outcome.rejected ? 1 : 0);
  if (endNs - startNs > into.binNs) into.addLine(timelines.get(model, task), endNs);
  else into.addEvenly(first, startNs, endNs, timesOf(model, task));
}
