import { OUTCOME_NAMES, Outcome } from '../protocol/events.ts';
import type { Model } from './model.ts';
import { stateOf, timesOf } from './states.ts';
import { TaskState } from './transitions.ts';
import type { FoldView } from './view-types.ts';

/** Tasks a block: at 908,743 of them over 121 s, most blocks of 64 are shorter than two pixels of the whole. */
const BLOCK = 64;

/** What a fold's tasks come to, whatever is looked at of them. */
interface FoldTotals {
  readonly states: FoldView['states'];
  readonly startNs: number;
  /** Null while one of them is not over. */
  readonly endNs: number | null;
  readonly blocks: Blocks;
}

/** The tasks that one row stands for, and what they come to: worked out once a version of the model. */
export class Fold {
  /** In order of start. */
  readonly tasks: Int32Array;
  readonly #model: Model;
  #totals: FoldTotals | null = null;
  #version = -1;

  constructor(model: Model, members: Int32Array) {
    this.#model = model;
    this.tasks = inOrderOfStart(model, members);
  }

  /** How many of them had begun at a time. */
  begunBy(atNs: number): number {
    const { startNs } = this.#model.tables.tasks;
    let low = 0;
    let high = this.tasks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (startNs[this.tasks[middle]!]! <= atNs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  get totals(): FoldTotals {
    if (this.#totals === null || this.#version !== this.#model.version) {
      this.#version = this.#model.version;
      this.#totals = this.#add();
    }
    return this.#totals;
  }

  #add(): FoldTotals {
    const model = this.#model;
    const states = {
      running: 0,
      ready: 0,
      suspended: 0,
      pending: 0,
      fulfilled: 0,
      rejected: 0,
      cancelled: 0,
    };
    const { tasks } = model.tables;
    const blocks = new Blocks(model, this.tasks);
    const outcomes = new Uint32Array(OUTCOME_NAMES.length);
    let endNs = 0;
    for (let at = 0; at < this.tasks.length; at++) {
      const task = this.tasks[at]!;
      // Words cost more than all else here: nearly every task is over.
      if (tasks.state[task] === TaskState.over) outcomes[tasks.outcome[task]!]!++;
      else states[stateOf(model, task)]++;
      blocks.add(at, task);
      if (tasks.endNs[task]! > endNs) endNs = tasks.endNs[task]!;
    }
    for (const [outcome, name] of OUTCOME_NAMES.entries()) states[name] += outcomes[outcome]!;
    const open = states.running + states.ready + states.suspended + states.pending;
    const startNs = blocks.length === 0 ? Number.POSITIVE_INFINITY : blocks.fromNs[0]!;
    return { states, startNs, endNs: open > 0 ? null : endNs, blocks };
  }
}

/** Sums over neighbouring tasks of a fold, so that what lies outside a window, or in one bin of it, is not looked at. */
export class Blocks {
  readonly length: number;
  /** The first start and the last end. */
  readonly fromNs: Float64Array;
  readonly toNs: Float64Array;
  readonly runningNs: Float64Array;
  readonly readyNs: Float64Array;
  readonly suspendedNs: Float64Array;
  readonly failed: Uint8Array;
  readonly #model: Model;
  readonly #tasks: Int32Array;
  readonly #endNs: number;

  constructor(model: Model, tasks: Int32Array) {
    this.#model = model;
    this.#tasks = tasks;
    this.#endNs = model.endNs;
    this.length = Math.ceil(tasks.length / BLOCK);
    this.fromNs = new Float64Array(this.length);
    this.toNs = new Float64Array(this.length);
    this.runningNs = new Float64Array(this.length);
    this.readyNs = new Float64Array(this.length);
    this.suspendedNs = new Float64Array(this.length);
    this.failed = new Uint8Array(this.length);
  }

  add(at: number, task: number): void {
    const { tasks } = this.#model.tables;
    const block = Math.floor(at / BLOCK);
    if (at % BLOCK === 0) this.fromNs[block] = tasks.startNs[task]!;
    const endNs = Math.min(tasks.endNs[task]!, this.#endNs);
    if (endNs > this.toNs[block]!) this.toNs[block] = endNs;
    const { runningNs, readyNs, suspendedNs } = timesOf(this.#model, task);
    this.runningNs[block]! += runningNs;
    this.readyNs[block]! += readyNs;
    this.suspendedNs[block]! += suspendedNs;
    if (tasks.outcome[task] === Outcome.rejected) this.failed[block]!++;
  }

  tasksOf(block: number): Int32Array {
    return this.#tasks.subarray(block * BLOCK, (block + 1) * BLOCK);
  }
}

/** Tasks of several threads arrive in another order. */
function inOrderOfStart(model: Model, members: Int32Array): Int32Array {
  const { startNs } = model.tables.tasks;
  for (let at = 1; at < members.length; at++) {
    if (startNs[members[at - 1]!]! > startNs[members[at]!]!)
      return members.sort((a, b) => startNs[a]! - startNs[b]!);
  }
  return members;
}
