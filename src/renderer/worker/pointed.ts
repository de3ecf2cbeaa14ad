import { countAtMost, firstAtOrAfter } from '../../model/columns/columns.ts';
import { findWait } from '../../model/details/details.ts';
import { definitionOf, placeOf } from '../../model/details/labels.ts';
import { waitEndNs } from '../../model/details/states.ts';
import { writtenWithin } from '../../model/details/written.ts';
import { labelOf, type Model, type Rows, runAt, StretchKind } from '../../model/index.ts';
import { timelines, waitNumber } from '../../model/picture/timeline.ts';
import { findCounters } from '../../model/tables/counters.ts';
import { RunFlag } from '../../model/tables/runs.ts';
import type { Work } from '../../model/work.ts';
import type { TaskIndex } from '../../protocol/units.ts';
import type { Pointed, PointedFold, QueryAnswer } from './contract.ts';

const orNull = (ns: number): number | null => (Number.isFinite(ns) ? ns : null);

/** A tooltip has room for the first few. */
const MOST_LINES = 3;

/** The run or wait of a task at a moment, with what the task printed in it; null before the task began and after it ended. */
export function* pointedAt(model: Model, task: TaskIndex, atNs: number): Work<Pointed | null> {
  yield* timelines(model).preparing(model, task);
  const pointed = yield* stretchAt(model, task, atNs);
  if (pointed === null) return null;
  const { fromNs, toNs } = pointed;
  const during = { fromNs, toNs: toNs ?? Number.POSITIVE_INFINITY };
  const written = writtenWithin(model, task, during, MOST_LINES);
  return { ...pointed, written: written.count > 0 ? written : null };
}

function* stretchAt(model: Model, task: TaskIndex, atNs: number): Work<Omit<Pointed, 'written'> | null> {
  const { runs, tasks } = model.tables;
  // A task without any length is over the moment it begins, but its run can still be pointed at.
  const atItsEnd =
    atNs === tasks.endNs.get(task) && tasks.endNs.get(task) === runs.fromNs.get(tasks.lastRun.get(task));
  const run = atItsEnd ? tasks.lastRun.get(task) : runAt(model, task, atNs);
  if (run < 0) return null;
  const [fromNs, toNs, readyNs] = [runs.fromNs.get(run), runs.toNs.get(run), runs.readyNs.get(run)];
  const place = placeOf(model, definitionOf(model, task));
  const common = { task, label: labelOf(model, task), place };
  const waits = (runs.flags.get(run) & RunFlag.wait) !== 0;
  if (atNs < toNs || !waits) {
    if (atNs > tasks.endNs.get(task)) return null;
    return { ...common, state: 'running', fromNs, toNs: orNull(toNs), wait: null };
  }
  const endNs = waitEndNs(model, run);
  if (atNs > endNs) return null;
  const wait = yield* findWait(model, run, waitNumber(model, run));
  const waiting = { ...common, place: wait.wait.place ?? place };
  return atNs < readyNs
    ? { ...waiting, state: 'suspended', fromNs: toNs, toNs: orNull(Math.min(readyNs, endNs)), wait }
    : { ...waiting, state: 'ready', fromNs: readyNs, toNs: orNull(endNs), wait };
}

/** How many of a fold's tasks, and of those that it hides, were in each state at a moment. */
export function* pointedFold(model: Model, rows: Rows, id: number, atNs: number): Work<PointedFold | null> {
  const row = rows.rowOf(id);
  if (id >= 0 || row === null) return null;
  const set = -1 - id;
  const isAlone = rows.hiders.hiddenIn(id) === 0;
  const fold = isAlone ? rows.foldOf(set) : rows.hiders.foldOf(id);
  const {
    running,
    ready,
    suspended,
    alive,
    tasks: begun,
  } = yield* findCounters(model, atNs, {
    has: (task) => (isAlone ? rows.isIn(set, task) : rows.hiders.isIn(id, task)),
    begunBy: (ns) => fold.begunBy(ns),
  });
  const first = rows.taskAt(row);
  return {
    label: rows.setLabel(set),
    place: first === null ? null : placeOf(model, definitionOf(model, first)),
    size: rows.sizeOf(set),
    running,
    ready,
    suspended,
    begun,
    over: begun - alive,
  };
}

/** The task's run that begins next after a moment, or last before it; null when there is none on that side. */
export function* runFrom(
  model: Model,
  task: TaskIndex,
  atNs: number,
  step: 1 | -1,
): Work<QueryAnswer<'runFrom'>> {
  const { runs } = model.tables;
  yield* timelines(model).preparing(model, task);
  const line = timelines(model).get(model, task);
  // Every run is there, and comes before its wait.
  let at =
    step < 0
      ? firstAtOrAfter(line.fromNs, 0, line.length, atNs) - 1
      : countAtMost(line.fromNs, line.length, atNs);
  while (step > 0 && at < line.length && line.kind[at] !== StretchKind.running) at++;
  const run = at >= 0 && at < line.length ? line.run[at]! : -1;
  return run < 0 ? null : { fromNs: runs.fromNs.get(run), toNs: orNull(runs.toNs.get(run)) };
}
