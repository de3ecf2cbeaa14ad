import { Outcome } from '../../protocol/events.ts';
import { type Times, timesOf } from '../details/states.ts';
import { TaskState } from '../events/transitions.ts';
import type { Model } from '../model.ts';
import { countAtMost } from '../tables/columns.ts';
import { type Density, StretchKind } from '../view-types.ts';
import type { Blocks, Fold, Groups } from './fold.ts';
import type { Timeline, Timelines } from './timeline.ts';

/** More are not seen. */
const MOST_BINS = 4096;

/**
 * How many of a fold's tasks were in each state over a window, bin by bin; bins are counted from time zero, so that
 * panning does not draw them differently. Nothing is left out: over a window that holds them all the bins add up to
 * the tasks' times. Blocks of tasks in one bin are added as they are; of the others, what is shorter than a bin costs
 * three additions, anything else a bisection a bin at most.
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
  const nowNs = model.endNs;
  const { groups } = blocks;
  for (let group = 0; group <= groups.length; group++) {
    if (group < groups.length && groups.isSettled[group] === 1 && into.has(groups, group)) continue;
    const [from, to] = groups.blocksOf(group);
    if (from === to || into.isAfter(blocks.fromNs[from]!)) break;
    for (let block = from; block < to && !into.isAfter(blocks.fromNs[block]!); block++) {
      if (into.has(blocks, block)) continue;
      for (const task of blocks.tasksOf(block)) addTask(model, timelines, task, nowNs, into);
    }
  }
  const { fromNs, running, ready, suspended, ended, failed } = into;
  return { fromNs, binNs, running, ready, suspended, ended, failed, peak: into.peak() };
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

class Bins {
  readonly #firstBin: number;
  readonly count: number;
  readonly fromNs: number;
  readonly binNs: number;
  readonly running: Float32Array;
  readonly ready: Float32Array;
  readonly suspended: Float32Array;
  readonly ended: Uint32Array;
  readonly failed: Uint32Array;

  constructor(firstBin: number, binNs: number, count: number) {
    this.#firstBin = firstBin;
    this.count = count;
    this.fromNs = firstBin * binNs;
    this.binNs = binNs;
    this.running = new Float32Array(count);
    this.ready = new Float32Array(count);
    this.suspended = new Float32Array(count);
    this.ended = new Uint32Array(count);
    this.failed = new Uint32Array(count);
  }

  /** Counted from time zero, so that rounding is the same in every window. */
  binOf(atNs: number): number {
    return Math.floor(atNs / this.binNs) - this.#firstBin;
  }

  /** By the bins, not by their edges, which rounding may put beyond what lies in them. */
  isAfter(atNs: number): boolean {
    return this.binOf(atNs) >= this.count;
  }

  addEnd(bin: number, failed: 0 | 1): void {
    if (bin < 0 || bin >= this.count) return;
    this.ended[bin]!++;
    this.failed[bin]! += failed;
  }

  /** Whether all of a sum is in, or outside: else it lies in several bins. */
  has(sums: Blocks | Groups, at: number): boolean {
    const bin = this.binOf(sums.fromNs[at]!);
    const last = this.binOf(sums.toNs[at]!);
    if (last < 0) return true;
    if (bin < 0 || bin !== last || bin >= this.count) return false;
    this.running[bin]! += sums.runningNs[at]! / this.binNs;
    this.ready[bin]! += sums.readyNs[at]! / this.binNs;
    this.suspended[bin]! += sums.suspendedNs[at]! / this.binNs;
    this.ended[bin]! += sums.overIn(at);
    this.failed[bin]! += sums.failed[at]!;
    return true;
  }

  /** A task's time in each state, spread over its whole life: in one bin, in which it begins, or two. */
  addEvenly(bin: number, fromNs: number, toNs: number, times: Times): void {
    const edgeNs = (this.#firstBin + bin + 1) * this.binNs;
    if (toNs <= edgeNs) this.#addTo(bin, times, 1);
    else {
      const part = (edgeNs - fromNs) / (toNs - fromNs);
      this.#addTo(bin, times, part);
      this.#addTo(bin + 1, times, 1 - part);
    }
  }

  #addTo(bin: number, { runningNs, readyNs, suspendedNs }: Times, part: number): void {
    if (bin < 0 || bin >= this.count) return;
    const share = part / this.binNs;
    this.running[bin]! += runningNs * share;
    this.ready[bin]! += readyNs * share;
    this.suspended[bin]! += suspendedNs * share;
  }

  /** A task's stretches, bin by bin by their running sums. */
  addLine(line: Timeline, endNs: number): void {
    const startNs = line.fromNs[0]!;
    const first = Math.max(0, this.binOf(startNs));
    const last = Math.min(this.running.length - 1, this.binOf(endNs));
    let fromNs = Math.max(startNs, this.fromNs + first * this.binNs);
    let at = Math.max(0, countAtMost(line.fromNs, line.length, fromNs) - 1);
    let before = sumsAt(line, at, fromNs);
    for (let bin = first; bin <= last; bin++) {
      const toNs = Math.min(endNs, this.fromNs + (bin + 1) * this.binNs);
      at = lastAtMost(line, at, toNs);
      const until = sumsAt(line, at, toNs);
      const running = until.running - before.running;
      const ready = until.ready - before.ready;
      this.running[bin]! += running / this.binNs;
      this.ready[bin]! += ready / this.binNs;
      this.suspended[bin]! += Math.max(0, toNs - fromNs - running - ready) / this.binNs;
      fromNs = toNs;
      before = until;
    }
  }

  peak(): number {
    let peak = 0;
    for (let bin = 0; bin < this.running.length; bin++)
      peak = Math.max(peak, this.running[bin]! + this.ready[bin]! + this.suspended[bin]!);
    return peak;
  }
}

/** Time running and ready from the task's start to a moment in stretch `at`. */
function sumsAt(line: Timeline, at: number, ns: number): { running: number; ready: number } {
  const part = ns - line.fromNs[at]!;
  const kind = line.kind[at];
  const isReady = kind === StretchKind.ready || kind === StretchKind.readyAtMost;
  return {
    running: line.runningBefore[at]! + (kind === StretchKind.running ? part : 0),
    ready: line.readyBefore[at]! + line.atMostBefore[at]! + (isReady ? part : 0),
  };
}

/** The last stretch that begins at or before a time, looked for near `from` first. */
function lastAtMost(line: Timeline, from: number, ns: number): number {
  let step = 1;
  let low = from;
  let high = from + 1;
  while (high < line.length && line.fromNs[high]! <= ns) {
    low = high;
    high = Math.min(line.length, high + step);
    step *= 2;
  }
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if (line.fromNs[middle]! <= ns) low = middle;
    else high = middle;
  }
  return low;
}
