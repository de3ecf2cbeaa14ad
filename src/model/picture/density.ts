import { Outcome } from '../../protocol/events.ts';
import { timesOf, timesUntil } from '../details/states.ts';
import { TaskState } from '../events/transitions.ts';
import type { Model } from '../model.ts';
import type { Density } from '../view-types.ts';
import { allOf, type Work } from '../work.ts';
import { Bins } from './bins.ts';
import type { Blocks, Fold } from './fold.ts';
import { type KeptBins, keptBins } from './kept-bins.ts';
import type { Timelines } from './timeline.ts';

/** More bins could not be told apart. */
const MOST_BINS = 4096;
/** How many tasks and bins are looked at before other questions may be answered: 4 to 8 ms. */
const PIECE = 16_384;

interface Window {
  readonly fromNs: number;
  readonly toNs: number;
}

/**
 * How many of a fold's tasks were in each state over a window of time, bin by bin. Bins are counted from time zero, so that panning does
 * not change how they are drawn. Nothing is left out: over a window that contains all tasks, the bins add up to the tasks' times. A block
 * that lies in one bin is added as a whole. Of the other tasks, one that lies in one bin costs three additions, one in two bins a look
 * at each of its runs, any other at most a bisection per bin or stretch. What cannot change any more is added only once for all windows with bins of the same width.
 */
export function* addingUp(
  model: Model,
  timelines: Timelines,
  fold: Fold,
  window: Window,
  widestBinNs: number,
): Work<Density> {
  const into = binsOf(model, window, widestBinNs);
  const { blocks } = fold.totals;
  const kept = keptBins(blocks, into.binNs, model.endNs);
  const { cuts } = blocks;
  const windowNs = window.toNs - window.fromNs;
  let left = PIECE;
  for (const group of groupsIn(blocks, into, kept)) {
    for (const task of longIn(model, timelines, blocks, group)) yield* timelines.preparing(model, task);
    const addGroup = (bins: Bins): void => {
      const { looks } = bins;
      addBlocks(model, timelines, blocks, group, bins);
      left -= 1 + bins.looks - looks;
    };
    if (!kept?.add(group, windowNs, addGroup)) addGroup(into);
    if (left > 0) continue;
    left = PIECE;
    yield;
    // The groups that were added hold other tasks now, because another thread has reported tasks later that belong in between.
    if (blocks.cuts !== cuts) return density(model, timelines, fold, window, widestBinNs);
  }
  kept?.addTo(into);
  into.finish();
  const { binNs, fromNs, running, ready, suspended, ended, failed } = into;
  return { fromNs, binNs, running, ready, suspended, ended, failed, peak: into.peak() };
}

/** The same, computed at once. */
export const density = (...of: Parameters<typeof addingUp>): Density => allOf(addingUp(...of));

/** A group's tasks with so many stretches that they are laid out in pieces. */
function* longIn(model: Model, timelines: Timelines, blocks: Blocks, group: number): Generator<number> {
  const [from, to] = blocks.groups.blocksOf(group);
  for (let block = from; block < to; block++)
    for (const task of blocks.tasksOf(block)) if (!timelines.isShort(model, task)) yield task;
}

function binsOf(model: Model, { fromNs, toNs }: Window, widestBinNs: number): Bins {
  const binNs = Math.max(widestBinNs, (toNs - fromNs) / (MOST_BINS - 1));
  const firstBin = Math.floor(Math.max(0, fromNs) / binNs);
  const bins = Math.max(0, Math.floor(Math.min(toNs, model.endNs) / binNs) - firstBin + 1);
  return new Bins(firstBin, binNs, bins);
}

/** The groups that lie in the bins, or may, except those that are kept already. */
function* groupsIn(blocks: Blocks, into: Bins, kept: KeptBins | null): Generator<number> {
  const { groups } = blocks;
  // Tasks that arrive meanwhile are left for the next time.
  const last = groups.length;
  for (let group = 0; group <= last; group++) {
    if (kept?.has(group)) continue;
    const [from, to] = groups.blocksOf(group);
    if (from === to || into.isAfter(blocks.fromNs[from]!)) return;
    const isBefore =
      group < groups.length && groups.isSettled[group] === 1 && into.isBefore(groups.toNs[group]!);
    if (!isBefore) yield group;
  }
}

/** Adds a group's tasks; for the index after the last group, all tasks that are left. */
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
  into.looks++;
  const startNs = tasks.startNs.get(task);
  const endNs = Math.min(tasks.endNs.get(task), nowNs);
  const first = into.binOf(startNs);
  const last = into.binOf(endNs);
  if (first >= into.count || last < 0) return;
  if (tasks.state.get(task) === TaskState.over)
    into.addEnd(last, tasks.outcome.get(task) === Outcome.rejected ? 1 : 0);
  if (first === last) into.add(first, timesOf(model, task));
  else if (last === first + 1 && timelines.isShort(model, task)) addAcross(model, task, first, into);
  else into.addLine(timelines.get(model, task), endNs);
}

/** Adds a task that lies in two bins: a third of what its timeline would cost. */
function addAcross(model: Model, task: number, first: number, into: Bins): void {
  const before = timesUntil(model, task, into.edgeNs(first + 1));
  const { runningNs, readyNs, suspendedNs } = timesOf(model, task);
  into.add(first, before);
  into.add(first + 1, {
    runningNs: runningNs - before.runningNs,
    readyNs: readyNs - before.readyNs,
    suspendedNs: suspendedNs - before.suspendedNs,
  });
}
