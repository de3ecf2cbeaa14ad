import type { Model } from './model.ts';
import { endOf, stateOf, timesOf } from './states.ts';
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
    const blocks = new Blocks(model, this.tasks);
    let endNs: number | null = 0;
    for (let at = 0; at < this.tasks.length; at++) {
      const task = this.tasks[at]!;
      const state = stateOf(model, task);
      states[state]++;
      blocks.add(at, task, state === 'rejected');
      const taskEndNs = endOf(model, task);
      endNs = endNs === null || taskEndNs === null ? null : Math.max(endNs, taskEndNs);
    }
    const startNs = blocks.length === 0 ? Number.POSITIVE_INFINITY : blocks.fromNs[0]!;
    return { states, startNs, endNs, blocks };
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

  constructor(model: Model, tasks: Int32Array) {
    this.#model = model;
    this.#tasks = tasks;
    this.length = Math.ceil(tasks.length / BLOCK);
    this.fromNs = new Float64Array(this.length);
    this.toNs = new Float64Array(this.length);
    this.runningNs = new Float64Array(this.length);
    this.readyNs = new Float64Array(this.length);
    this.suspendedNs = new Float64Array(this.length);
    this.failed = new Uint8Array(this.length);
  }

  add(at: number, task: number, failed: boolean): void {
    const { tasks } = this.#model.tables;
    const block = Math.floor(at / BLOCK);
    if (at % BLOCK === 0) this.fromNs[block] = tasks.startNs[task]!;
    this.toNs[block] = Math.max(this.toNs[block]!, Math.min(tasks.endNs[task]!, this.#model.endNs));
    const { runningNs, readyNs, suspendedNs } = timesOf(this.#model, task);
    this.runningNs[block]! += runningNs;
    this.readyNs[block]! += readyNs;
    this.suspendedNs[block]! += suspendedNs;
    if (failed) this.failed[block]!++;
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
