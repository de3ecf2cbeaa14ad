import { AWAITED_KIND_NAMES, type AwaitedKindName } from '../../protocol/events.ts';
import { definitionOf, nameOf, placeOf } from '../details/labels.ts';
import { type Times, waitEndNs } from '../details/states.ts';
import type { Model } from '../model.ts';
import { Shown } from '../rows/row-filter.ts';
import { Functions } from '../tables/functions.ts';
import { RunFlag } from '../tables/runs.ts';
import type { PlaceView } from '../view-types.ts';
import { inPieces, type Work } from '../work.ts';

/** How many functions are listed, those with the most time. */
const FUNCTIONS_SHOWN = 500;

/** What the calls of one function did in a range. */
export interface FunctionTotals extends Times {
  readonly name: string;
  readonly place: PlaceView | null;
  readonly tasks: number;
}

/** Waits of one kind in a range, counting every wait that overlaps it. */
export interface AwaitedTotals {
  readonly kind: AwaitedKindName;
  readonly waits: number;
  readonly suspendedNs: number;
  readonly readyNs: number;
}

export interface RangeTotals extends Times {
  readonly tasks: number;
  readonly functionCount: number;
  /** The most time first. */
  readonly functions: readonly FunctionTotals[];
  readonly awaited: readonly AwaitedTotals[];
}

type Sums = { -readonly [Name in keyof FunctionTotals]: FunctionTotals[Name] };

/**
 * How much time tasks spent in each state between two moments: all tasks, or those that a filter shows (`Shown` by task). Looks at every
 * run once. Changes during the computation may be missing.
 */
export function* rangeTotals(
  model: Model,
  fromNs: number,
  toNs: number,
  shown: Uint8Array | null = null,
): Work<RangeTotals> {
  const { tasks, runs } = model.tables;
  const sums = new RangeSums(model, fromNs, toNs, shown);
  // Read together, so that every run that is looked at belongs to a task that is looked at.
  const [taskCount, runCount] = [tasks.length, runs.length];
  yield* inPieces(taskCount, (from, to) => {
    for (let task = from; task < to; task++) sums.addTask(task);
  });
  yield* inPieces(runCount, (from, to) => {
    for (let run = from; run < to; run++) sums.addRun(run);
  });
  return sums.totals();
}

/** Adds up the parts of tasks and runs that lie in the range. */
class RangeSums {
  readonly #model: Model;
  readonly #fromNs: number;
  readonly #toNs: number;
  /** Tasks and runs that have not ended count up to here. */
  readonly #untilNs: number;
  readonly #shown: Uint8Array | null;
  readonly #total = { tasks: 0, runningNs: 0, readyNs: 0, suspendedNs: 0 };
  readonly #functions: FunctionSums;
  readonly #awaited = new Map<number, { waits: number; suspendedNs: number; readyNs: number }>();

  constructor(model: Model, fromNs: number, toNs: number, shown: Uint8Array | null) {
    this.#model = model;
    this.#fromNs = fromNs;
    this.#toNs = toNs;
    this.#untilNs = Math.min(toNs, model.endNs);
    this.#shown = shown;
    this.#functions = new FunctionSums(model);
  }

  addTask(task: number): void {
    const { startNs, endNs } = this.#model.tables.tasks;
    if (startNs.get(task) > this.#toNs || endNs.get(task) < this.#fromNs || !this.#isWanted(task)) return;
    this.#total.tasks++;
    this.#functions.of(task).tasks++;
  }

  /** Adds a run, and the wait or the `yield` after it. */
  addRun(run: number): void {
    const { runs } = this.#model.tables;
    const task = runs.task.get(run);
    if (runs.fromNs.get(run) > this.#toNs || !this.#isWanted(task)) return;
    const endNs = waitEndNs(this.#model, run);
    if (endNs < this.#fromNs) return;
    const runToNs = Math.min(runs.toNs.get(run), endNs);
    const sums = this.#functions.of(task);
    const runningNs = this.#within(runs.fromNs.get(run), runToNs);
    this.#total.runningNs += runningNs;
    sums.runningNs += runningNs;
    if ((runs.flags.get(run) & (RunFlag.wait | RunFlag.yield)) === 0 || runToNs > this.#toNs) return;
    const readyFromNs = Math.min(runs.readyNs.get(run), endNs);
    const suspendedNs = this.#within(runToNs, readyFromNs);
    const readyNs = this.#within(readyFromNs, endNs);
    this.#total.suspendedNs += suspendedNs;
    this.#total.readyNs += readyNs;
    sums.suspendedNs += suspendedNs;
    sums.readyNs += readyNs;
    if ((runs.flags.get(run) & RunFlag.yield) === 0)
      this.#addWait(runs.awaited.get(run), suspendedNs, readyNs);
  }

  totals(): RangeTotals {
    const { all } = this.#functions;
    return {
      ...this.#total,
      functionCount: all.length,
      functions: all.sort((a, b) => spent(b) - spent(a)).slice(0, FUNCTIONS_SHOWN),
      awaited: [...this.#awaited]
        .map(([kind, sums]) => ({ kind: AWAITED_KIND_NAMES[kind] ?? 'unknown', ...sums }))
        .sort((a, b) => b.suspendedNs - a.suspendedNs),
    };
  }

  #addWait(kind: number, suspendedNs: number, readyNs: number): void {
    const sums = this.#awaited.get(kind) ?? { waits: 0, suspendedNs: 0, readyNs: 0 };
    this.#awaited.set(kind, sums);
    sums.waits++;
    sums.suspendedNs += suspendedNs;
    sums.readyNs += readyNs;
  }

  #isWanted(task: number): boolean {
    return this.#shown === null || this.#shown[task] === Shown.match;
  }

  /** How much of a stretch lies in the range. */
  #within(fromNs: number, toNs: number): number {
    return Math.max(0, Math.min(toNs, this.#untilNs) - Math.max(fromNs, this.#fromNs));
  }
}

const spent = ({ runningNs, readyNs, suspendedNs }: Times): number => runningNs + readyNs + suspendedNs;

/** The sums of each function. */
class FunctionSums {
  readonly all: Sums[] = [];
  readonly #model: Model;
  readonly #functions: Functions;

  constructor(model: Model) {
    this.#model = model;
    this.#functions = new Functions(model);
  }

  of(task: number): Sums {
    const index = this.#functions.of(task);
    this.all[index] ??= {
      name: nameOf(this.#model, task),
      place: placeOf(this.#model, definitionOf(this.#model, task)),
      tasks: 0,
      runningNs: 0,
      readyNs: 0,
      suspendedNs: 0,
    };
    return this.all[index];
  }
}
