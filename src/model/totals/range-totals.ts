import { AWAITED_KIND_NAMES, type AwaitedKindName } from '../../protocol/events.ts';
import { definitionOf, nameOf, placeOf } from '../details/labels.ts';
import { type Times, waitEndNs } from '../details/states.ts';
import type { Model } from '../model.ts';
import { Shown } from '../rows/row-filter.ts';
import { Functions } from '../tables/functions.ts';
import { RunFlag } from '../tables/runs.ts';
import type { PlaceView } from '../view-types.ts';
import { inPieces, type Work } from '../work.ts';

/** Those with the most time are told of; a window shows no more. */
const FUNCTIONS_SHOWN = 500;

/** What the calls of one function did in a range. */
export interface FunctionTotals extends Times {
  readonly name: string;
  readonly place: PlaceView | null;
  readonly tasks: number;
}

/** What was waited for in a range; its waits are those that touch it. */
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
 * How much time tasks spent in which state between two moments: of all tasks, or of those that a filter shows (a
 * `Shown` by task). Looks at every run once; what changes meanwhile may be told as it was.
 */
export function* rangeTotals(
  model: Model,
  fromNs: number,
  toNs: number,
  shown: Uint8Array | null = null,
): Work<RangeTotals> {
  const { tasks, runs } = model.tables;
  const total = { tasks: 0, runningNs: 0, readyNs: 0, suspendedNs: 0 };
  const functions = new FunctionSums(model);
  const awaited = new Map<number, { waits: number; suspendedNs: number; readyNs: number }>();
  const untilNs = Math.min(toNs, model.endNs);
  const within = (a: number, b: number): number => Math.max(0, Math.min(b, untilNs) - Math.max(a, fromNs));
  const isWanted = (task: number): boolean => shown === null || shown[task] === Shown.match;

  const addTask = (task: number): void => {
    if (tasks.startNs.get(task) > toNs || tasks.endNs.get(task) < fromNs || !isWanted(task)) return;
    total.tasks++;
    functions.of(task).tasks++;
  };
  const addRun = (run: number): void => {
    const task = runs.task.get(run);
    if (runs.fromNs.get(run) > toNs || !isWanted(task)) return;
    const endNs = waitEndNs(model, run);
    if (endNs < fromNs) return;
    const runToNs = Math.min(runs.toNs.get(run), endNs);
    const sums = functions.of(task);
    const runningNs = within(runs.fromNs.get(run), runToNs);
    total.runningNs += runningNs;
    sums.runningNs += runningNs;
    if ((runs.flags.get(run) & (RunFlag.wait | RunFlag.yield)) === 0 || runToNs > toNs) return;
    const readyFromNs = Math.min(runs.readyNs.get(run), endNs);
    const suspendedNs = within(runToNs, readyFromNs);
    const readyNs = within(readyFromNs, endNs);
    total.suspendedNs += suspendedNs;
    total.readyNs += readyNs;
    sums.suspendedNs += suspendedNs;
    sums.readyNs += readyNs;
    if ((runs.flags.get(run) & RunFlag.yield) !== 0) return;
    const kind = awaited.get(runs.awaited.get(run)) ?? { waits: 0, suspendedNs: 0, readyNs: 0 };
    awaited.set(runs.awaited.get(run), kind);
    kind.waits++;
    kind.suspendedNs += suspendedNs;
    kind.readyNs += readyNs;
  };
  // As many as there are now: a run that is looked at belongs to a task that is known.
  const counts = [tasks.length, runs.length] as const;
  yield* inPieces(counts[0], (from, to) => {
    for (let task = from; task < to; task++) addTask(task);
  });
  yield* inPieces(counts[1], (from, to) => {
    for (let run = from; run < to; run++) addRun(run);
  });
  return {
    ...total,
    functionCount: functions.all.length,
    functions: functions.all.sort((a, b) => spent(b) - spent(a)).slice(0, FUNCTIONS_SHOWN),
    awaited: [...awaited]
      .map(([kind, sums]) => ({ kind: AWAITED_KIND_NAMES[kind] ?? 'unknown', ...sums }))
      .sort((a, b) => b.suspendedNs - a.suspendedNs),
  };
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
