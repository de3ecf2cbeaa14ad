import { AWAITED_KIND_NAMES, LOOP_PHASE_NAMES, LoopPhase } from '../../protocol/events.ts';
import type { TaskIndex, ThreadIndex } from '../../protocol/units.ts';
import { awaitedLabel, timerDueNs } from '../details/awaited.ts';
import { definitionOf, labelOf, placeOf, siteRow } from '../details/labels.ts';
import { FirstFew } from '../first-few.ts';
import type { Model } from '../model.ts';
import { runBefore } from '../picture/timeline.ts';
import { loopRuns } from '../tables/loop-runs.ts';
import { RunFlag } from '../tables/runs.ts';
import type { PlaceView } from '../view-types.ts';
import { allOf, inPieces, type Work } from '../work.ts';
import { callbacksAt, type PendingCallback } from './callbacks.ts';
import { callbackOf, phaseOf } from './drains.ts';
import type { LoopMoment, QueueEntry, QueueKind, StackEntry } from './moment-types.ts';
import { poolAt } from './pool-moment.ts';

/** How many entries of a queue are listed; its total counts all. */
export const QUEUED_SHOWN = 100;
/** How many callers are listed, those nearest to the running task. */
const CALLERS_SHOWN = 100;

const KINDS: readonly QueueKind[] = ['resuming', 'soon', 'timers', 'io', 'check', 'others'];
const IO = new Set<string>(['network', 'file', 'process']);

/** An entry of a queue: the run before a wait, or the first run of a callback. Entries are sorted by `order`. */
interface Queued {
  readonly queue: QueueKind;
  readonly order: number;
  readonly view: () => QueueEntry;
}

/**
 * What runs and what is queued in one thread's loop at a moment, after everything that happened at that moment. A ready task is known to
 * be among those that go on at once (`resuming`) from the beginning of the turn in which it went on. Before that, what it waits for had
 * happened (a timer was due, a file was perhaps read), but the loop had not reached it yet.
 */
export function* findLoopMoment(model: Model, thread: ThreadIndex, atNs: number): Work<LoopMoment> {
  const stream = model.tables.threads.all[thread]?.stream ?? -1;
  if (stream < 0) throw new RangeError(`Thread ${thread} has no loop that is known.`);
  const { turns, pauses, withheld } = model.stream(stream);
  const turn = turns.fromNs.countAtMost(turns.length, atNs) - 1;
  const stack = stackAt(model, stream, atNs);
  // When the loop became idle is known within a few microseconds, or less precisely while modules are loaded. So the running task decides.
  const idle = turn < 0 || (atNs >= turns.toNs.get(turn) && stack.total === 0);
  const queues = new Map(KINDS.map((kind) => [kind, new FirstFew<Queued>(QUEUED_SHOWN, inOrder)]));
  const add = (queued: Queued): unknown => queues.get(queued.queue)!.add(queued);
  const alive = yield* loopRuns(model, stream).findAlive(atNs);
  yield* inPieces(alive.length, (from, to) => {
    for (let at = from; at < to; at++)
      if (isWaiting(model, alive[at]!, atNs))
        add(queuedWait(model, stream, alive[at]!, idle ? -1 : turn, atNs));
  });
  for (const callback of callbacksAt(model, stream, atNs)) add(queuedCallback(model, callback));
  const sinceNs = turn < 0 ? 0 : idle ? turns.toNs.get(turn) : turns.fromNs.get(turn);
  return {
    atNs,
    phase: idle ? null : (LOOP_PHASE_NAMES[turns.phase.get(turn)] ?? 'other'),
    drained: idle ? null : drainedAt(model, stream, turn, loopRuns(model, stream).runningAt(atNs)),
    sinceNs,
    pausedNs: pauses.between(sinceNs, atNs),
    withheldNs: withheld.between(sinceNs, atNs),
    stack,
    queues: [...queues].map(([kind, { count, few }]) => ({
      kind,
      total: count,
      entries: few.map(({ view }) => view()),
    })),
    pool: poolAt(model, stream, atNs),
  };
}

/** The same, computed at once. */
export const loopMoment = (...of: Parameters<typeof findLoopMoment>): LoopMoment =>
  allOf(findLoopMoment(...of));

const inOrder = (one: Queued, other: Queued): number => one.order - other.order;

/** The part of a turn's drain that a run and its callers belong to; null if they belong to the turn's callback. */
function drainedAt(model: Model, stream: number, turn: number, running: number): LoopMoment['drained'] {
  const { runs, tasks } = model.tables;
  let run = running;
  while (run >= 0 && runs.outer.get(run) >= 0) run = runs.outer.get(run);
  if (run < 0 || model.turnOf(run) !== turn) return null;
  const task = runs.task.get(run);
  if (tasks.firstRun.get(task) === run && callbackOf(model, stream, turn) === task) return null;
  return phaseOf(model, run) === LoopPhase.nextTick ? 'nextTick' : 'microtasks';
}

function stackAt(model: Model, stream: number, atNs: number): LoopMoment['stack'] {
  const { runs } = model.tables;
  const entries: StackEntry[] = [];
  let total = 0;
  for (let run = loopRuns(model, stream).runningAt(atNs); run >= 0; run = runs.outer.get(run)) {
    if (runs.toNs.get(run) <= atNs || ++total > CALLERS_SHOWN) continue;
    const task = runs.task.get(run);
    entries.push({
      task: task as TaskIndex,
      label: labelOf(model, task),
      place: runPlace(model, run),
      fromNs: runs.fromNs.get(run),
    });
  }
  return { total, entries: entries.reverse() };
}

/** Where a run began: the await after which it went on, or the task's definition. */
function runPlace(model: Model, run: number): PlaceView | null {
  const { runs } = model.tables;
  const task = runs.task.get(run);
  const before = runBefore(model, run);
  return placeOf(model, before < 0 ? definitionOf(model, task) : siteRow(model, task, runs.site.get(before)));
}

function isWaiting(model: Model, run: number, atNs: number): boolean {
  const { runs } = model.tables;
  return atNs >= runs.toNs.get(run) && (runs.flags.get(run) & RunFlag.wait) !== 0;
}

/** The entry of a wait that is not over. `turn` is the one that the loop is in, -1 while it is idle. */
function queuedWait(model: Model, stream: number, run: number, turn: number, atNs: number): Queued {
  const { runs } = model.tables;
  const next = runs.next.get(run);
  const kind = AWAITED_KIND_NAMES[runs.awaited.get(run)] ?? 'unknown';
  const readyNs = runs.readyNs.get(run);
  const ready = readyNs <= atNs;
  const outside = kind === 'timer' || IO.has(kind);
  const resumes = next < 0 ? -1 : model.turnOf(next);
  // The loop has reached it if it goes on in the present turn, or if it is unknown when it went on.
  const taken =
    ready && (!outside || (runs.flags.get(run) & RunFlag.wasThere) !== 0 || resumes < 0 || resumes === turn);
  const entry =
    (at: number | null, known: QueueEntry['known'] = 'yes') =>
    (): QueueEntry => ({
      task: runs.task.get(run) as TaskIndex,
      label: labelOf(model, runs.task.get(run)),
      place: placeOf(model, siteRow(model, runs.task.get(run), runs.site.get(run))),
      on: awaitedLabel(model, run),
      atNs: at,
      known,
    });
  if (taken) {
    // In the order in which they went on, then those that never did.
    const order = next < 0 ? Number.MAX_SAFE_INTEGER : next;
    return { queue: 'resuming', order, view: entry(readyNs) };
  }
  if (kind === 'timer') {
    const due = dueNs(model, run);
    const check = resumes >= 0 && model.stream(stream).turns.phase.get(resumes) === LoopPhase.check;
    return { queue: check ? 'check' : 'timers', order: due ?? run, view: entry(due) };
  }
  if (IO.has(kind)) {
    const view = ready ? entry(readyNs, 'perhaps-done') : entry(null);
    return { queue: 'io', order: runs.toNs.get(run), view };
  }
  return { queue: 'others', order: runs.toNs.get(run), view: entry(null) };
}

/** When a wait's timer is due: exact if it fired, otherwise the wait's beginning plus the delay. */
function dueNs(model: Model, run: number): number | null {
  const { runs } = model.tables;
  const readyNs = runs.readyNs.get(run);
  if (readyNs !== Number.POSITIVE_INFINITY) return readyNs;
  return timerDueNs(model, run);
}

function queuedCallback(model: Model, { run, queue, sure }: PendingCallback): Queued {
  const { runs } = model.tables;
  const task = runs.task.get(run);
  return {
    queue,
    order: queue === 'timers' ? runs.fromNs.get(run) : run,
    view: () => ({
      task: task as TaskIndex,
      label: labelOf(model, task),
      place: placeOf(model, definitionOf(model, task)),
      on: '',
      atNs: runs.fromNs.get(run),
      known: sure ? 'yes' : 'perhaps-there',
    }),
  };
}
