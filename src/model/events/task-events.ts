import { AwaitedKind, Combinator, Outcome, RecordType, TaskKind, TICK_TASK } from '../../protocol/events.ts';
import { NS_PER_MS, NS_PER_US } from '../../protocol/units.ts';
import { RunFlag } from '../tables/runs.ts';
import { SiteIds, YIELD_SITE } from '../tables/sites.ts';
import type { Tables } from '../tables/tables.ts';
import type { TurnTable } from '../tables/turns.ts';
import { RunningStack } from './running-stack.ts';
import { TaskIds } from './task-ids.ts';
import { isLegal, TaskState } from './transitions.ts';
import { Yields } from './yields.ts';

const SITE_BITS = 20;
const SITE_MASK = (1 << SITE_BITS) - 1;
const EXACT_BIT = 1 << 19;
/** The argument of the `ready` record that an `end` record may stand for as well. */
export const READY_WITH_END = EXACT_BIT;
const MEMBER_MASK = EXACT_BIT - 1;
const KIND_MASK = TICK_TASK - 1;

/**
 * Applies one stream's task events to the tables. This is the hot path: it takes a few hundred nanoseconds per event at most and
 * allocates nothing. An event that its task's state does not allow is counted as illegal. Then a suspended task that was never resumed
 * is resumed first; any other such event is ignored.
 */
export class TaskEvents {
  readonly ids = new TaskIds();
  readonly sites = new SiteIds();
  /** From the tracer's numbers of texts to their index in the tables. */
  readonly #abouts = new Map<number, number>();
  /** The run that was suspended last, and the combination it waits for; -1 for none. */
  #suspended = -1;
  #combination = -1;
  /** The wait of which `timer` told the delay, and that delay; -1 for none. */
  readonly #timer = { run: -1, delayMs: -1 };
  /** The message that caused what the loop runs now, -1 for none. */
  message = -1;
  readonly yields: Yields;
  readonly #tables: Tables;
  readonly #turns: TurnTable;
  readonly #stack: RunningStack;
  readonly #stream: number;
  /** The stream's first task, and how many of its tasks have not ended. */
  #first = -1;
  #alive = 0;
  /** How many tasks entered. */
  count = 0;

  constructor(stream: number, tables: Tables, turns: TurnTable) {
    this.#stream = stream;
    this.#tables = tables;
    this.#turns = turns;
    this.yields = new Yields(this.sites, tables);
    this.#stack = new RunningStack(tables.tasks);
  }

  /** The stream's first task, -1 while there is none. */
  get first(): number {
    return this.#first;
  }

  get someRunning(): boolean {
    return this.#stack.depth > 0;
  }

  /** Counts a record about a task that never entered. */
  countUnknown(id: number): void {
    if (id === 0 || id > this.ids.over) this.#tables.illegal++;
  }

  /** The new task's index, -1 when the id is taken. */
  enter(argument: number, id: number, parentId: number, now: number): number {
    const tables = this.#tables;
    const { tasks, activity } = tables;
    if (id === 0 || this.ids.find(id) >= 0) {
      tables.illegal++;
      return -1;
    }
    const parent = this.ids.find(parentId);
    const kind = argument >>> SITE_BITS;
    const task = tasks.add(this.#stream, id, kind & KIND_MASK, argument & SITE_MASK, parent, now);
    if ((kind & TICK_TASK) !== 0) tasks.isTick.set(task, 1);
    this.ids.set(id, task);
    if (this.#first < 0) this.#first = task;
    this.#alive++;
    if (++tables.alive > tables.mostAlive) tables.mostAlive = tables.alive;
    this.count++;
    activity.change(TaskState.running, now, 1);
    const isCalled = this.#stack.depth > 0;
    this.#beginRun(task, now);
    if (this.message >= 0 && !isCalled) tables.messages.began(tasks.firstRun.get(task), this.message);
    return task;
  }

  suspend(argument: number, id: number, reference: number, now: number): void {
    const { tasks, runs, activity } = this.#tables;
    const task = this.ids.find(id);
    if (task < 0) {
      this.countUnknown(id);
      return;
    }
    const state = tasks.state.get(task);
    if (!isLegal(state, RecordType.suspend)) {
      this.#tables.illegal++;
      if (state === TaskState.over) return;
      this.#resume(task, now);
    }
    const run = tasks.lastRun.get(task);
    const kind = argument >>> SITE_BITS;
    const site = argument & SITE_MASK;
    this.#endRun(task, run, now);
    if (kind === AwaitedKind.task) runs.reference.set(run, this.ids.find(reference));
    else if (kind === AwaitedKind.timer) runs.reference.set(run, reference);
    const siteKind = this.sites.kindOf(site);
    if (siteKind === YIELD_SITE) {
      runs.setWait(run, site, kind, RunFlag.wait | RunFlag.yield);
      tasks.yieldCount.set(task, tasks.yieldCount.get(task) + 1);
    } else {
      runs.setWait(run, site, kind, RunFlag.wait);
      if (siteKind === 0 && site !== 0) this.yields.waitsSomewhere(site, run);
    }
    this.#suspended = run;
    this.#combination = -1;
    tasks.state.set(task, TaskState.suspended);
    activity.change(TaskState.running, now, -1);
    activity.change(TaskState.suspended, now, 1);
  }

  /** A text to which later records refer by its number. */
  aboutText(id: number, text: Uint8Array): void {
    this.#abouts.set(id, this.#tables.texts.add(text));
  }

  /** Names what a task waits for. `text`: the number of the text, 0 for a name that turned out to be wrong. */
  about(id: number, text: number): void {
    const { tasks, runs } = this.#tables;
    const task = this.ids.find(id);
    const known = text === 0 ? -1 : this.#abouts.get(text);
    if (task < 0) this.countUnknown(id);
    else if (!this.#waits(task) || known === undefined) this.#tables.illegal++;
    else if (runs.about.get(tasks.lastRun.get(task)) >= -1) runs.about.set(tasks.lastRun.get(task), known);
  }

  /** The next `ready` of a task will be for a timer of this delay, which the present turn does not tell. */
  timer(id: number, delayMs: number): void {
    const task = this.ids.find(id);
    if (task < 0) this.countUnknown(id);
    else if (!this.#waits(task)) this.#tables.illegal++;
    else {
      this.#timer.run = this.#tables.tasks.lastRun.get(task);
      this.#timer.delayMs = delayMs;
    }
  }

  #waits(task: number): boolean {
    const state = this.#tables.tasks.state.get(task);
    return state === TaskState.suspended || state === TaskState.ready;
  }

  /** One member of what the most recently suspended task waits for. */
  member(argument: number, reference: number, count: number): void {
    const { combinations, runs } = this.#tables;
    const how = argument & SITE_MASK;
    const kind = argument >>> SITE_BITS;
    const isOfSome = this.#suspended >= 0 || this.#combination >= 0;
    if (!isOfSome || how < Combinator.all || how > Combinator.allSettled) {
      this.#tables.illegal++;
      return;
    }
    if (this.#combination < 0) {
      this.#combination = combinations.add(this.#suspended, how, count);
      runs.setCombination(this.#suspended, this.#combination);
    }
    if (count === 0) return;
    let known = reference;
    if (kind === AwaitedKind.task) known = this.ids.find(reference);
    else if (kind !== AwaitedKind.timer) known = this.#abouts.get(reference) ?? -1;
    combinations.addMember(this.#combination, kind, known, count);
  }

  /** Something else than its timer or its file has settled a member of what a task waits for. `member` counts from 1. */
  guard(id: number, member: number): void {
    const { tasks, runs, combinations } = this.#tables;
    const task = this.ids.find(id);
    if (task < 0) this.countUnknown(id);
    else if (!combinations.toPromise(runs.combination(tasks.lastRun.get(task)), member))
      this.#tables.illegal++;
  }

  /** A promise that is made of several members has settled, and no task waits for it. Its members follow. */
  combination(argument: number, id: number, decided: number, now: number): void {
    const { combinations } = this.#tables;
    const [how, site] = [argument >>> SITE_BITS, argument & SITE_MASK];
    this.#suspended = -1;
    this.#combination = combinations.add(-1, how, 0);
    combinations.decided[this.#combination] = decided - 1;
    const unawaited = { stream: this.#stream, task: this.ids.find(id), site, atNs: now };
    combinations.unawaited.set(this.#combination, unawaited);
  }

  ready(argument: number, id: number, operand: number, now: number): void {
    const { tasks, runs, activity } = this.#tables;
    const task = this.ids.find(id);
    if (task < 0 || !isLegal(tasks.state.get(task), RecordType.ready)) {
      if (task < 0) this.countUnknown(id);
      else this.#tables.illegal++;
      return;
    }
    const run = tasks.lastRun.get(task);
    if (tasks.state.get(task) === TaskState.ready) {
      // An earlier `ready` did not count: the awaited thing happens only now.
      activity.change(TaskState.suspended, runs.readyNs.get(run), 1);
      activity.change(TaskState.ready, runs.readyNs.get(run), -1);
    }
    const kind = argument >>> SITE_BITS;
    if (kind !== AwaitedKind.unknown) {
      const isToldAnew = kind !== runs.awaited.get(run) || this.#isOtherTimer(kind, run, now);
      if (isToldAnew) runs.reference.set(run, this.#referenceAtTheEnd(kind, run, operand));
      runs.awaited.set(run, kind);
      this.#timer.run = -1;
    }
    const combination = runs.combination(run);
    if (combination >= 0) this.#tables.combinations.decided[combination] = (argument & MEMBER_MASK) - 1;
    let readyNs = now;
    if (kind === AwaitedKind.timer) {
      readyNs = now - operand * NS_PER_US;
      runs.waker.set(run, -1);
    } else {
      const waker = this.ids.find(operand);
      runs.waker.set(run, waker);
      if (this.message >= 0 && waker < 0) this.#tables.messages.woke(run, this.message);
    }
    if ((argument & EXACT_BIT) !== 0) {
      runs.changeFlags(run, RunFlag.readyExact);
    } else {
      // It was completed some time before the loop asked for it.
      runs.changeFlags(run, 0, RunFlag.readyExact);
      readyNs = Math.min(readyNs, this.#turns.happenedSinceNs);
    }
    const suspendedAt = runs.toNs.get(run);
    readyNs = Math.max(readyNs, suspendedAt);
    runs.readyNs.set(run, readyNs);
    tasks.state.set(task, TaskState.ready);
    activity.change(TaskState.suspended, readyNs, -1);
    activity.change(TaskState.ready, readyNs, 1);
  }

  /** Corrects what a wait was for, now that it is known: a task, or the timer that the loop is calling. */
  #referenceAtTheEnd(kind: number, run: number, operand: number): number {
    if (kind === AwaitedKind.task) return this.ids.find(operand);
    return kind === AwaitedKind.timer ? this.#calledMs(run) : -1;
  }

  /** The delay of the timer that ended a wait, -1 if unknown. */
  #calledMs(run: number): number {
    return this.#timer.run === run ? this.#timer.delayMs : this.#turns.timerMs;
  }

  /** Whether a wait for a timer was ended by another one: one with a longer delay, or one that came before that timer can have been due. */
  #isOtherTimer(kind: number, run: number, now: number): boolean {
    if (kind !== AwaitedKind.timer) return false;
    const { runs } = this.#tables;
    const [told, called] = [runs.reference.get(run), this.#calledMs(run)];
    if (called < 0 || called === told) return false;
    // The loop's clock has whole milliseconds.
    return called > told || now - runs.toNs.get(run) < (told - 1) * NS_PER_MS;
  }

  resume(id: number, now: number): void {
    const { tasks } = this.#tables;
    const task = this.ids.find(id);
    if (task < 0 || !isLegal(tasks.state.get(task), RecordType.resume)) {
      if (task < 0) this.countUnknown(id);
      else this.#tables.illegal++;
      return;
    }
    this.#resume(task, now);
  }

  end(outcome: number, id: number, now: number): void {
    const { tasks } = this.#tables;
    const task = this.ids.find(id);
    if (task < 0 || !isLegal(tasks.state.get(task), RecordType.end)) {
      if (task < 0) this.countUnknown(id);
      else this.#tables.illegal++;
      return;
    }
    this.#close(task, outcome > Outcome.cancelled ? Outcome.cancelled : outcome, now);
  }

  /** A call left a task's promise alone: nobody takes it. */
  leftAlone(site: number, id: number): void {
    const task = this.ids.find(id);
    if (task < 0) this.countUnknown(id);
    else this.#tables.tasks.leftAt.set(task, site);
  }

  /** The thread has ended, so tasks that are still alive become `pending`. */
  closeAll(now: number): void {
    const { tasks } = this.#tables;
    for (let task = Math.max(0, this.#first); this.#alive > 0 && task < tasks.length; task++) {
      if (tasks.stream.get(task) === this.#stream && tasks.state.get(task) !== TaskState.over) {
        this.#close(task, Outcome.pending, now);
      }
    }
  }

  #beginRun(task: number, now: number): void {
    const { tasks, runs } = this.#tables;
    const run = runs.add(task, now, this.#stack.topRun, tasks.length);
    const last = tasks.lastRun.get(task);
    if (last < 0) tasks.firstRun.set(task, run);
    else runs.next.set(last, run);
    tasks.lastRun.set(task, run);
    tasks.runCount.increment(task);
    // A span lasts while tasks run, and computes nothing itself.
    if (tasks.kind.get(task) !== TaskKind.span) this.#stack.push(task, now);
  }

  #endRun(task: number, run: number, now: number): void {
    const { runs } = this.#tables;
    const fromNs = runs.fromNs.get(run);
    runs.toNs.set(run, now, fromNs);
    this.#stack.remove(task, now);
  }

  #resume(task: number, now: number): void {
    const { tasks, activity } = this.#tables;
    this.#endWait(task, now, 'resumed');
    tasks.state.set(task, TaskState.running);
    activity.change(TaskState.running, now, 1);
    this.#beginRun(task, now);
  }

  /** Adds up a wait. When a task runs again, what it waited for has happened, whether or not that was recorded. */
  #endWait(task: number, now: number, then: 'resumed' | 'over'): void {
    const { tasks, runs, activity } = this.#tables;
    const run = tasks.lastRun.get(task);
    const suspendedAt = runs.toNs.get(run);
    if (tasks.state.get(task) === TaskState.suspended) {
      const wasThere = then === 'resumed' && (runs.flags.get(run) & RunFlag.yield) === 0;
      if (wasThere) {
        runs.readyNs.set(run, suspendedAt);
        runs.changeFlags(run, RunFlag.readyExact | RunFlag.wasThere);
        tasks.readyNs.add(task, now - suspendedAt);
        activity.change(TaskState.suspended, suspendedAt, -1);
        activity.change(TaskState.ready, suspendedAt, 1);
        activity.change(TaskState.ready, now, -1);
      } else {
        tasks.suspendedNs.add(task, now - suspendedAt);
        activity.change(TaskState.suspended, now, -1);
      }
      return;
    }
    const readyNs = runs.readyNs.get(run);
    tasks.suspendedNs.add(task, readyNs - suspendedAt);
    tasks.readyNs.add(task, now - readyNs);
    activity.change(TaskState.ready, now, -1);
  }

  #close(task: number, outcome: number, now: number): void {
    const { tasks, activity } = this.#tables;
    if (tasks.state.get(task) === TaskState.running) {
      this.#endRun(task, tasks.lastRun.get(task), now);
      activity.change(TaskState.running, now, -1);
    } else {
      this.#endWait(task, now, 'over');
    }
    this.#alive--;
    this.#tables.alive--;
    tasks.state.set(task, TaskState.over);
    tasks.outcome.set(task, outcome);
    tasks.endNs.set(task, now);
    if (outcome === Outcome.rejected) this.#tables.rejected.push(task);
  }
}
