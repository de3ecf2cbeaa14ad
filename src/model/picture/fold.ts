import { Outcome } from '../../protocol/events.ts';
import { countWhile, FIRST_ROWS, grown, NO_FLOAT64, NO_UINT8, NO_UINT16, Table } from '../columns/columns.ts';
import { timesOf } from '../details/states.ts';
import { TaskState } from '../events/transitions.ts';
import type { Model } from '../model.ts';
import type { FoldView } from '../view-types.ts';
import type { Work } from '../work.ts';

/**
 * How many tasks make a block, which takes 44 bytes. In a row with 4,000 tasks a second, most blocks of 16 are shorter than two pixels of
 * a window of 20 s.
 */
const BLOCK = 16;
/** How many settled blocks make a group: zoomed out, a million tasks are 4,000 groups instead of 60,000 blocks. */
const GROUP = 16;

/** How many tasks are summed up before other questions may be answered: 1 to 2 ms. */
const PIECE = 8192;

/** The totals of all of a fold's tasks. */
interface FoldTotals {
  readonly states: FoldView['states'];
  readonly startNs: number;
  /** Null while one of its tasks is alive. */
  readonly endNs: number | null;
  readonly blocks: Blocks;
}

/** The tasks that one row stands for, with their totals. While a program runs, only tasks that are not over are looked at again. */
export class Fold {
  readonly #model: Model;
  readonly #blocks: Blocks;
  #tasks = new Int32Array(FIRST_ROWS);
  #length = 0;
  #totals: FoldTotals | null = null;
  #version = -1;

  constructor(model: Model, members: Int32Array) {
    this.#model = model;
    this.#blocks = new Blocks(model);
    this.add(members);
  }

  /** Its tasks, in order of start. */
  get tasks(): Int32Array {
    return this.#tasks.subarray(0, this.#length);
  }

  /** Adds tasks. */
  add(members: Int32Array): void {
    const from = this.#length;
    this.#length += members.length;
    if (this.#length > this.#tasks.length) this.#tasks = grown(this.#tasks, 2 * this.#length);
    this.#tasks.set(members, from);
    this.#sort(from);
    this.#totals = null;
  }

  /** Sums up what is new in pieces; `totals` would do it at once. */
  *summing(): Work<void> {
    while (this.#blocks.length * BLOCK + PIECE < this.#length) {
      this.#blocks.extend(this.#tasks.subarray(0, this.#blocks.length * BLOCK + PIECE));
      yield;
    }
  }

  /** How many tasks had begun by a time. */
  begunBy(atNs: number): number {
    return this.#begunBy(atNs, this.#length);
  }

  get totals(): FoldTotals {
    if (this.#totals === null || this.#version !== this.#model.version) {
      this.#version = this.#model.version;
      this.#blocks.update(this.tasks);
      this.#totals = totalsOf(this.#blocks);
    }
    return this.#totals;
  }

  #begunBy(atNs: number, length: number): number {
    const { startNs } = this.#model.tables.tasks;
    return countWhile(length, (at) => startNs.get(this.#tasks[at]!) <= atNs);
  }

  /** Sorts the tasks from an index on into the others: those of several threads do not arrive in order. */
  #sort(from: number): void {
    const { startNs } = this.#model.tables.tasks;
    let leastNs = Number.POSITIVE_INFINITY;
    let sorted = true;
    for (let at = from; at < this.#length; at++) {
      const ns = startNs.get(this.#tasks[at]!);
      if (at > 0 && startNs.get(this.#tasks[at - 1]!) > ns) sorted = false;
      if (ns < leastNs) leastNs = ns;
    }
    if (sorted) return;
    const first = this.#begunBy(leastNs, from);
    this.#tasks.subarray(first, this.#length).sort((a, b) => startNs.get(a) - startNs.get(b));
    this.#blocks.cut(Math.floor(first / BLOCK));
  }
}

function totalsOf(blocks: Blocks): FoldTotals {
  const { alive, endings } = blocks;
  const states = {
    running: alive[TaskState.running]!,
    ready: alive[TaskState.ready]!,
    suspended: alive[TaskState.suspended]!,
    pending: endings[Outcome.pending]!,
    fulfilled: endings[Outcome.fulfilled]!,
    rejected: endings[Outcome.rejected]!,
    cancelled: endings[Outcome.cancelled]!,
  };
  const open = states.running + states.ready + states.suspended + states.pending;
  const startNs = blocks.length === 0 ? Number.POSITIVE_INFINITY : blocks.fromNs[0]!;
  return { states, startNs, endNs: open > 0 ? null : blocks.endNs, blocks };
}

/** Sums over neighbouring tasks of a fold, so that tasks outside of a window, or all in one of its bins, need not be looked at one by one. */
export class Blocks extends Table {
  /** The first start and the last end of a block's tasks. */
  fromNs = NO_FLOAT64;
  toNs = NO_FLOAT64;
  runningNs = NO_FLOAT64;
  readyNs = NO_FLOAT64;
  suspendedNs = NO_FLOAT64;
  /** How many tasks had each outcome; `pending` are those that had not ended when the program did. */
  fulfilled = NO_UINT8;
  failed = NO_UINT8;
  cancelled = NO_UINT8;
  left = NO_UINT8;
  /** 1 for a block that cannot change any more: it is full, and all its tasks are over. */
  isSettled = NO_UINT8;
  /** How many tasks are in each state but `over`, by TaskState. */
  readonly alive = new Uint32Array(TaskState.over);
  /** How many tasks had each outcome, by Outcome: of all tasks, and of those in settled blocks. */
  readonly endings = new Uint32Array(Outcome.cancelled + 1);
  readonly #settled = new Uint32Array(Outcome.cancelled + 1);
  readonly #model: Model;
  #tasks: Int32Array = new Int32Array(0);
  /** The blocks that are not settled. */
  #open: number[] = [];
  readonly groups = new Groups(this);
  #rewrites = 0;
  #nowNs = 0;
  #firstCut = Number.POSITIVE_INFINITY;
  /** Changes whenever blocks come to hold other tasks. */
  cuts = 0;

  constructor(model: Model) {
    super();
    this.#model = model;
  }

  /** Sums up what is new or has changed. `tasks` are the same as before, with more at the end. */
  update(tasks: Int32Array): void {
    this.#begin(tasks);
    this.alive.fill(0);
    const open = this.#open;
    this.#open = [];
    for (const block of open) this.#sum(block);
    this.extend(tasks);
    this.endings.set(this.#settled);
    for (const block of this.#open) this.#count(this.endings, block, 1);
    this.groups.update();
  }

  /** Sums up what is new; `update` has to follow. */
  extend(tasks: Int32Array): void {
    this.#begin(tasks);
    while (this.length * BLOCK < tasks.length) this.#sum(this.addRow());
  }

  #begin(tasks: Int32Array): void {
    const { rewrites } = this.#model.tables;
    if (rewrites !== this.#rewrites) this.cut(0);
    this.#rewrites = rewrites;
    this.#tasks = tasks;
    this.#nowNs = this.#model.endNs;
  }

  /** When the last task ended; while one is alive, the last known moment. */
  get endNs(): number {
    let endNs = 0;
    for (let block = 0; block < this.length; block++) endNs = Math.max(endNs, this.toNs[block]!);
    return endNs;
  }

  /** To be called when blocks from this one on hold other tasks. */
  cut(from: number): void {
    this.cuts++;
    for (let block = from; block < this.length; block++)
      if (this.isSettled[block] === 1) this.#count(this.#settled, block, -1);
    this.length = Math.min(this.length, from);
    this.#open = this.#open.filter((one) => one < from);
    const group = Math.floor(from / GROUP);
    this.#firstCut = Math.min(this.#firstCut, group);
    this.groups.cut(group);
  }

  /** The first group that holds other tasks than at the previous call; Infinity if none does. */
  takeFirstCut(): number {
    const group = this.#firstCut;
    this.#firstCut = Number.POSITIVE_INFINITY;
    return group;
  }

  #count(endings: Uint32Array, block: number, by: 1 | -1): void {
    endings[Outcome.pending]! += by * this.left[block]!;
    endings[Outcome.fulfilled]! += by * this.fulfilled[block]!;
    endings[Outcome.rejected]! += by * this.failed[block]!;
    endings[Outcome.cancelled]! += by * this.cancelled[block]!;
  }

  /** How many of a block's tasks are over. */
  overIn(block: number): number {
    return this.left[block]! + this.fulfilled[block]! + this.failed[block]! + this.cancelled[block]!;
  }

  tasksOf(block: number): Int32Array {
    return this.#tasks.subarray(block * BLOCK, (block + 1) * BLOCK);
  }

  #sum(block: number): void {
    const { tasks } = this.#model.tables;
    const members = this.tasksOf(block);
    const outcomes = [0, 0, 0, 0];
    const sums = { runningNs: 0, readyNs: 0, suspendedNs: 0 };
    let toNs = 0;
    let over = 0;
    for (const task of members) {
      const state = tasks.state.get(task);
      if (state === TaskState.over) {
        over++;
        outcomes[tasks.outcome.get(task)]!++;
      } else this.alive[state]!++;
      const endNs = Math.min(tasks.endNs.get(task), this.#nowNs);
      if (endNs > toNs) toNs = endNs;
      const { runningNs, readyNs, suspendedNs } = timesOf(this.#model, task);
      sums.runningNs += runningNs;
      sums.readyNs += readyNs;
      sums.suspendedNs += suspendedNs;
    }
    this.fromNs[block] = tasks.startNs.get(members[0]!);
    this.toNs[block] = toNs;
    this.runningNs[block] = sums.runningNs;
    this.readyNs[block] = sums.readyNs;
    this.suspendedNs[block] = sums.suspendedNs;
    this.left[block] = outcomes[Outcome.pending]!;
    this.fulfilled[block] = outcomes[Outcome.fulfilled]!;
    this.failed[block] = outcomes[Outcome.rejected]!;
    this.cancelled[block] = outcomes[Outcome.cancelled]!;
    this.isSettled[block] = over === BLOCK ? 1 : 0;
    if (over === BLOCK) this.#count(this.#settled, block, 1);
    else this.#open.push(block);
  }
}

/** The same sums over neighbouring settled blocks; for all other blocks ask the blocks themselves. */
export class Groups extends Table {
  fromNs = NO_FLOAT64;
  toNs = NO_FLOAT64;
  runningNs = NO_FLOAT64;
  readyNs = NO_FLOAT64;
  suspendedNs = NO_FLOAT64;
  over = NO_UINT16;
  failed = NO_UINT16;
  /** 1 for a group whose blocks are all settled; only those have sums. */
  isSettled = NO_UINT8;
  readonly #blocks: Blocks;
  #open: number[] = [];

  constructor(blocks: Blocks) {
    super();
    this.#blocks = blocks;
  }

  update(): void {
    while ((this.length + 1) * GROUP <= this.#blocks.length) {
      const group = this.addRow();
      this.isSettled[group] = 0;
      this.#open.push(group);
    }
    this.#open = this.#open.filter((group) => !this.#settle(group));
  }

  cut(from: number): void {
    this.length = Math.min(this.length, from);
    this.#open = this.#open.filter((one) => one < from);
  }

  overIn(group: number): number {
    return this.over[group]!;
  }

  /** A group's blocks (`to` exclusive); for the index after the last group, all blocks that are left. */
  blocksOf(group: number): readonly [from: number, to: number] {
    return [group * GROUP, group < this.length ? (group + 1) * GROUP : this.#blocks.length];
  }

  #settle(group: number): boolean {
    const blocks = this.#blocks;
    const [from, to] = this.blocksOf(group);
    for (let block = from; block < to; block++) if (blocks.isSettled[block] === 0) return false;
    const sums = { toNs: 0, runningNs: 0, readyNs: 0, suspendedNs: 0, over: 0, failed: 0 };
    for (let block = from; block < to; block++) {
      sums.toNs = Math.max(sums.toNs, blocks.toNs[block]!);
      sums.runningNs += blocks.runningNs[block]!;
      sums.readyNs += blocks.readyNs[block]!;
      sums.suspendedNs += blocks.suspendedNs[block]!;
      sums.over += blocks.overIn(block);
      sums.failed += blocks.failed[block]!;
    }
    this.fromNs[group] = blocks.fromNs[from]!;
    this.toNs[group] = sums.toNs;
    this.runningNs[group] = sums.runningNs;
    this.readyNs[group] = sums.readyNs;
    this.suspendedNs[group] = sums.suspendedNs;
    this.over[group] = sums.over;
    this.failed[group] = sums.failed;
    this.isSettled[group] = 1;
    return true;
  }
}
