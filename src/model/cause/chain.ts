// The chain of cause and effect, run by run: what caused a run, and what it caused.

import { Outcome } from '../../protocol/events.ts';
import type { RunIndex, TaskIndex } from '../../protocol/units.ts';
import { awaitedLabel } from '../details/awaited.ts';
import { labelOf, starterOf, threadLabel, threadOf } from '../details/labels.ts';
import { TaskState } from '../events/transitions.ts';
import type { Model } from '../model.ts';
import { lastRunBegunBy, runAt, runBefore, timelines } from '../picture/timeline.ts';
import { loopRuns } from '../tables/loop-runs.ts';
import { RunFlag } from '../tables/runs.ts';
import type { SentMessage } from '../tables/threads/messages.ts';
import { inPieces, type Work } from '../work.ts';

/**
 * How one run caused another: its task `started` the other one's task, or `woke` it by making it ready. Or both belong to the same task,
 * which `waited` in between for something that no task caused, such as a timer.
 */
type CauseKind = 'started' | 'woke' | 'waited';

export interface Cause {
  readonly run: number;
  readonly kind: CauseKind;
}

/** What caused a run, in words with names between backticks; '' if no cause is known. */
export function causeWords(model: Model, run: number): string {
  const cause = causeOf(model, run);
  return cause === null ? '' : wordsFor(model, cause.kind, cause.run, run);
}

/** One step along the chain. */
export interface ChainStep {
  /** The run that it leads from, and the one that it leads to. */
  readonly from: RunIndex;
  readonly run: RunIndex;
  readonly task: TaskIndex;
  readonly fromNs: number;
  /** Null while it goes on. */
  readonly toNs: number | null;
  /** From the task that caused the later of the two runs to the task of that run, and when. */
  readonly arrow: { readonly from: TaskIndex; readonly to: TaskIndex; readonly atNs: number };
  /** How one caused the other, in words with names between backticks. */
  readonly words: string;
}

/** Why there is no step, in words with names between backticks. */
export interface ChainEnd {
  readonly run: null;
  readonly words: string;
}

/** Which step is asked for. */
export interface ChainRequest {
  readonly task: TaskIndex;
  /** Where it begins: at a run of the task or the wait after it, at whatever the task does at a moment, or (null) at its last run. */
  readonly at: { readonly run: RunIndex; readonly wait: boolean } | { readonly atNs: number } | null;
  /** Back to the cause, or forward to an effect. */
  readonly step: -1 | 1;
  /** Which effect to go to if there are several. */
  readonly towards: RunIndex | null;
}

/** How many tasks in a row are followed that only return another one's promise. */
const MOST_PASSED = 100;
/** How many runs to look at before other questions may be answered: 4 ms. */
const EFFECTS_AT_ONCE = 8192;

/** What caused a run, always an earlier run; null if no cause is known. */
export function causeOf(model: Model, run: number): Cause | null {
  const { runs, tasks } = model.tables;
  const task = runs.task.get(run);
  const before = runBefore(model, run);
  if (before < 0) {
    const sender = senderOf(model, model.tables.messages.thatBegan(run));
    if (sender >= 0) return { run: sender, kind: 'started' };
    const starter = starterOf(model, task);
    const found = starter < 0 ? -1 : begunBy(model, starter, tasks.startNs.get(task));
    return found < 0 || found === run ? null : { run: found, kind: 'started' };
  }
  return wokenBy(model, before) ?? { run: before, kind: 'waited' };
}

/**
 * What made a wait ready; null if no other task did, or it is not ready. If the awaited task returned a promise, it ended with that
 * promise without running again: then the cause is whatever settled the promise.
 */
function wokenBy(model: Model, wait: number): Cause | null {
  const { runs } = model.tables;
  let found: Cause | null = null;
  let at = wait;
  for (let passed = 0; passed < MOST_PASSED; passed++) {
    const run = wokenDirectly(model, at);
    if (run < 0) return found;
    found = { run, kind: 'woke' };
    if (passedOnBy(model, run) > runs.readyNs.get(at)) return found;
    at = run;
  }
  return found;
}

/** The run of the task that made a wait ready (its last one, if it did so by ending); -1 if no other task did. */
export function wokenDirectly(model: Model, wait: number): number {
  const { runs } = model.tables;
  const waker = runs.waker.get(wait);
  if (waker < 0) return senderOf(model, model.tables.messages.thatWoke(wait));
  // A task's promise is settled a moment after the task ended, so its last run counts although it is over.
  return waker === runs.task.get(wait) ? -1 : begunBy(model, waker, runs.readyNs.get(wait));
}

/** When a task ended together with a promise that its last run returned; Infinity if it did not. */
export function passedOnBy(model: Model, run: number): number {
  const { runs, tasks } = model.tables;
  const task = runs.task.get(run);
  const waits = (runs.flags.get(run) & RunFlag.wait) !== 0;
  const isOver = tasks.state.get(task) === TaskState.over && tasks.outcome.get(task) !== Outcome.pending;
  return waits && runs.next.get(run) < 0 && isOver ? tasks.endNs.get(task) : Number.POSITIVE_INFINITY;
}

/** The run in which a message was sent; -1 if unknown. */
const senderOf = (model: Model, message: SentMessage | null): number =>
  message === null ? -1 : begunBy(model, message.task, message.atNs);

function begunBy(model: Model, task: number, atNs: number): number {
  const run = lastRunBegunBy(model, task, atNs);
  return model.tables.runs.fromNs.get(run) <= atNs ? run : -1;
}

/** All runs that a run caused: those that it woke, the first runs of the tasks that it started, and its task's next run. */
export function* findEffects(model: Model, run: number): Work<Cause[]> {
  const { runs, tasks, threads, messages } = model.tables;
  const task = runs.task.get(run);
  const fromNs = runs.fromNs.get(run);
  // A callback that it asked for runs later, and tasks that await its task become ready a moment after its end.
  const untilNs = runs.next.get(run) < 0 ? Number.POSITIVE_INFINITY : runs.fromNs.get(runs.next.get(run));
  const found: Cause[] = [];
  const consider = (effect: number, kind: CauseKind): void => {
    const cause = effect < 0 ? null : causeOf(model, effect);
    if (cause?.run === run && cause.kind === kind) found.push({ run: effect, kind });
  };
  let looked = 0;
  for (const woken of yield* wokenFrom(model, task, fromNs, untilNs)) {
    consider(woken, 'woke');
    if (++looked % EFFECTS_AT_ONCE === 0) yield;
  }
  for (let child = tasks.firstChild(task); child >= 0; child = tasks.nextSibling(child)) {
    if (tasks.startNs.get(child) > untilNs) break;
    if (tasks.startNs.get(child) >= fromNs) consider(tasks.firstRun.get(child), 'started');
    if (++looked % EFFECTS_AT_ONCE === 0) yield;
  }
  for (const { starter, stream } of threads.all) {
    const loop = starter === task && stream >= 0 ? loopRuns(model, stream) : null;
    if (loop !== null && loop.length > 0) consider(loop.run(0), 'started');
  }
  for (const { run: other, began } of messages.cameOf(task)) {
    consider(began ? other : runs.next.get(other), began ? 'started' : 'woke');
    if (++looked % EFFECTS_AT_ONCE === 0) yield;
  }
  consider(runs.next.get(run), 'waited');
  return found;
}

/** When a task can have woken others. */
interface Awake {
  readonly fromNs: number;
  readonly untilNs: number;
}

/** The runs that a task may have woken between two moments, directly or through tasks that returned its promise. */
function* wokenFrom(model: Model, task: number, fromNs: number, untilNs: number): Work<Set<number>> {
  const { runs } = model.tables;
  const woken = new Set<number>();
  const known = new Set([task]);
  let wakers = new Map<number, Awake>([[task, { fromNs, untilNs }]]);
  for (let passed = 0; wakers.size > 0 && passed < MOST_PASSED; passed++) {
    const passers = new Map<number, Awake>();
    // Asked for too rarely to keep a list. All that return one promise are looked for at once: a thousand may.
    yield* inPieces(runs.length, (from, to) => {
      for (let wait = from; wait < to; wait++) {
        const waker = runs.waker.get(wait);
        const awake = waker < 0 ? undefined : wakers.get(waker);
        if (awake === undefined) continue;
        const readyNs = runs.readyNs.get(wait);
        if (readyNs < awake.fromNs || readyNs > awake.untilNs) continue;
        if (runs.next.get(wait) >= 0) woken.add(runs.next.get(wait));
        const endNs = passedOnBy(model, wait);
        const passer = runs.task.get(wait);
        if (!Number.isFinite(endNs) || known.has(passer)) continue;
        known.add(passer);
        passers.set(passer, { fromNs: endNs, untilNs: Number.POSITIVE_INFINITY });
      }
    });
    wakers = passers;
  }
  return woken;
}

/** From a moment of a task to the run that caused it, or to one that it caused. */
export function* chainStep(
  model: Model,
  { task, at, step, towards }: ChainRequest,
): Work<ChainStep | ChainEnd> {
  const { runs } = model.tables;
  const { run: there, wait } = momentOf(model, task, at);
  // A wait stands for the run that follows it.
  const run = wait ? runs.next.get(there) : there;
  if (step < 0) return back(model, run, there);
  if (run < 0) return { run: null, words: `\`${labelOf(model, task)}\` has not gone on from here.` };
  const effects = yield* findEffects(model, run);
  const effect = effects.find((one) => one.run === towards) ?? effects[0];
  if (effect === undefined) return { run: null, words: 'Nothing is known to have come of this run.' };
  const words = wordsFor(model, effect.kind, run, effect.run);
  const others = effects.length - 1;
  const arrow = arrowOf(model, effect.kind, run, effect.run);
  return stepTo(model, run, effect.run, arrow, others === 0 ? words : `${words} (and ${others} more)`);
}

function momentOf(model: Model, task: TaskIndex, at: ChainRequest['at']): { run: number; wait: boolean } {
  const { runs, tasks } = model.tables;
  const last = { run: tasks.lastRun.get(task), wait: false };
  if (at === null) return last;
  if ('run' in at) return at;
  const run = runAt(model, timelines(model), task, at.atNs);
  return run < 0 ? last : { run, wait: at.atNs > runs.toNs.get(run) };
}

/** `run` is -1 if the wait after `before` is not over. */
function back(model: Model, run: number, before: number): ChainStep | ChainEnd {
  const task = model.tables.runs.task.get(before);
  if (run >= 0) {
    const cause = causeOf(model, run);
    if (cause === null)
      return { run: null, words: `No task started \`${labelOf(model, task)}\`: the chain begins here.` };
    const arrow = arrowOf(model, cause.kind, cause.run, run);
    return stepTo(model, run, cause.run, arrow, wordsFor(model, cause.kind, cause.run, run));
  }
  const waker = wokenBy(model, before);
  if (waker === null) {
    const what = awaitedLabel(model, before);
    return { run: null, words: `\`${labelOf(model, task)}\` still waits for ${what}.` };
  }
  const { runs } = model.tables;
  const arrow = { from: runs.task.get(waker.run), to: task, atNs: runs.readyNs.get(before) };
  return stepTo(model, before, waker.run, arrow, wakingWords(model, waker.run, before));
}

/** Leads from the earlier of two runs to the later one. */
function arrowOf(model: Model, kind: CauseKind, earlier: number, later: number): Arrow {
  const { runs } = model.tables;
  const atNs = kind === 'started' ? runs.fromNs.get(later) : runs.readyNs.get(runBefore(model, later));
  return { from: runs.task.get(earlier), to: runs.task.get(later), atNs };
}

interface Arrow {
  readonly from: number;
  readonly to: number;
  readonly atNs: number;
}

function stepTo(model: Model, from: number, to: number, arrow: Arrow, words: string): ChainStep {
  const { runs } = model.tables;
  const toNs = runs.toNs.get(to);
  return {
    from: from as RunIndex,
    run: to as RunIndex,
    task: runs.task.get(to) as TaskIndex,
    fromNs: runs.fromNs.get(to),
    toNs: Number.isFinite(toNs) ? toNs : null,
    arrow: { from: arrow.from as TaskIndex, to: arrow.to as TaskIndex, atNs: arrow.atNs },
    words,
  };
}

/** `order()` started `driver()`; `driver()` made `order()` ready; `order()` went on after a timer of 20 ms. */
function wordsFor(model: Model, kind: CauseKind, earlier: number, later: number): string {
  const { runs } = model.tables;
  const task = runs.task.get(later);
  const name = labelOf(model, task);
  const before = runBefore(model, later);
  if (kind === 'started') {
    const starter = labelOf(model, runs.task.get(earlier));
    return model.tables.messages.thatBegan(later) === null
      ? `\`${starter}\` started \`${name}\`.`
      : `\`${starter}\`${inThread(model, earlier, later)} sent the message that \`${name}\` began with.`;
  }
  if (kind === 'woke') return wakingWords(model, earlier, before);
  const asked = (runs.flags.get(earlier) & RunFlag.yield) !== 0;
  return asked
    ? `\`${name}\` was asked for its next value.`
    : `\`${name}\` went on after ${awaitedLabel(model, earlier)}.`;
}

/** `wait`: the run before the wait. */
function wakingWords(model: Model, waker: number, wait: number): string {
  const { runs, messages } = model.tables;
  const name = labelOf(model, runs.task.get(waker));
  const woken = labelOf(model, runs.task.get(wait));
  return runs.waker.get(wait) >= 0 || messages.thatWoke(wait) === null
    ? `\`${name}\` made \`${woken}\` ready.`
    : `\`${name}\`${inThread(model, waker, wait)} sent the message that made \`${woken}\` ready.`;
}

/** ` in worker resize.mjs #1` if the two runs are in different threads, else ''. */
function inThread(model: Model, run: number, other: number): string {
  const { runs } = model.tables;
  const thread = threadOf(model, runs.task.get(run));
  return thread === threadOf(model, runs.task.get(other)) ? '' : ` in ${threadLabel(thread)}`;
}
