// Members of a combination that go on although nobody waits for them any more, because another member failed or won the race. Only members
// whose promise nobody but the combination has, so that nobody else can wait for them later.

import {
  AwaitedKind,
  COMBINATOR_NAMES,
  Combinator,
  type CombinatorName,
  Outcome,
  TaskKind,
} from '../../../protocol/events.ts';
import type { Member } from '../../../protocol/sites.ts';
import { combinationView, kindWords, memberLabel } from '../../details/awaited.ts';
import { definitionOf, labelOf, placeOf, siteRow } from '../../details/labels.ts';
import { suspensionsOf } from '../../details/states.ts';
import type { Model } from '../../model.ts';
import { RunFlag } from '../../tables/runs.ts';
import { allOf } from '../../work.ts';
import { awaitedTasks } from './awaited-tasks.ts';
import { deciderOf, membersOf } from './combined-tasks.ts';
import { inBrackets, isOver, placed } from './places.ts';

export interface GivenUp {
  /** The task that waits for the combination, or that made it if no task waits; -1 if unknown. */
  readonly task: number;
  /** The row of the place to tell: of the wait (that of the caller, if a function combines what it is given), or of the combination. */
  readonly site: number;
  readonly how: Combinator;
  /** The call of an unknown function that was awaited instead of a combination; null for a known one. */
  readonly through: string | null;
  readonly atNs: number;
  /** The task that decided it; -1 if that was not a task. */
  readonly decider: number;
  readonly decidedBy: string;
  /** A timer decided it, and not a task. */
  readonly byTimer: boolean;
  /** The deciding member brought an answer. */
  readonly wasAnswered: boolean;
  /** The other members that were not over. */
  readonly left: readonly number[];
  /** The other members that are not recorded as such. */
  readonly untold: readonly number[];
}

/** Combinations of these kinds that were decided while other members went on, or failed later. */
export function givenUp(model: Model, hows: readonly Combinator[]): GivenUp[] {
  const { combinations, runs } = model.tables;
  const { members, combining } = model.tables.sites;
  if (members.size + combining.size === 0) return [];
  const found: GivenUp[] = [];
  const callers = new Callers(model);
  for (let row = 0; row < combinations.length; row++) {
    const run = combinations.run[row]!;
    const how = combinations.how[row]! as Combinator;
    if (!hows.includes(how) || (run >= 0 && runs.readyNs.get(run) === Number.POSITIVE_INFINITY)) continue;
    const one = whoWasLeft(model, row, callers);
    if (one !== null) found.push(one);
  }
  return withoutAwaited(model, found);
}

function whoWasLeft(model: Model, row: number, callers: Callers): GivenUp | null {
  const { combinations, tasks, runs } = model.tables;
  const how = combinations.how[row]! as Combinator;
  const { run, task, atNs, site } = whereOf(model, row);
  let told = site;
  const names = namesOf(model, site);
  if (names === undefined || names.length === 0) return null;
  const members = membersOf(model, row, names, (member, name) => isMadeHere(model, member, task, name));
  const decided = deciderOf(model, row, members);
  if (decided < 0) return null;
  const left: number[] = [];
  const untold: number[] = [];
  let decider = -1;
  for (const [index, member] of members.entries()) {
    if (member < 0) continue;
    if (index === decided) decider = member;
    else if (goesOn(model, member, how, atNs)) {
      const whose = names[Math.min(index, names.length - 1)] ?? null;
      const caller = typeof whose === 'number' ? callers.waitFor(task) : run;
      const name = typeof whose === 'number' ? callers.given(caller, task, whose) : whose;
      if (typeof whose === 'number' && caller < 0) continue;
      if (!isMadeHere(model, member, caller < 0 ? task : runs.task.get(caller), name)) continue;
      if (typeof whose === 'number') told = siteRow(model, runs.task.get(caller), runs.site.get(caller));
      left.push(member);
      if (index >= combinations.told[row]!) untold.push(member);
    }
  }
  if (left.length === 0) return null;
  const view = combinationView(model, row).members[decided];
  if (decider < 0 && view === undefined) return null;
  const label = decider < 0 ? memberLabel(model, view!) : labelOf(model, decider);
  const decidedBy = label === kindWords('promise') ? 'another promise' : label;
  const isClocks = decider >= 0 && isGuard(model, decider) && !left.every((task) => isGuard(model, task));
  const wasAnswered = decider >= 0 && tasks.outcome.get(decider) === Outcome.fulfilled && !isClocks;
  const byTimer = decider < 0 && view?.kind === 'timer';
  return {
    task,
    site: told,
    how,
    through: null,
    atNs,
    decider,
    decidedBy,
    byTimer,
    wasAnswered,
    left,
    untold,
  };
}

/** A decided combination: the run that ended in the wait for it (-1 for none), its task, when it was decided, and the row of its place. */
function whereOf(
  model: Model,
  row: number,
): { readonly run: number; readonly task: number; readonly atNs: number; readonly site: number } {
  const { combinations, runs } = model.tables;
  const unawaited = combinations.unawaited.get(row);
  if (unawaited !== undefined) {
    const { stream, task, atNs, site } = unawaited;
    return { run: -1, task, atNs, site: model.stream(stream).events.sites.find(site) };
  }
  const run = combinations.run[row]!;
  const task = runs.task.get(run);
  return { run, task, atNs: runs.readyNs.get(run), site: siteRow(model, task, runs.site.get(run)) };
}

/** The functions whose promises a wait's combination takes, also if a function of another file combines them. */
function namesOf({ tables: { sites } }: Model, site: number): readonly Member[] | undefined {
  const given = sites.given.get(site);
  const combining = given === undefined ? null : sites.combining.get(given.to);
  if (given === undefined || combining == null) return sites.members.get(site);
  return combining.map((index) => (index === null ? null : (given.names[index] ?? null)));
}

/** The task that waits for a task which combines what it was given. */
class Callers {
  readonly #model: Model;
  #waits: Map<number, number> | null = null;

  constructor(model: Model) {
    this.#model = model;
  }

  /** The run of its caller that ended in the wait for it; -1 for none. */
  waitFor(task: number): number {
    const { runs, tasks } = this.#model.tables;
    if (this.#waits === null) {
      this.#waits = new Map();
      for (let run = 0; run < runs.length; run++) {
        const awaited = runs.awaited.get(run) === AwaitedKind.task ? runs.reference.get(run) : -1;
        if (awaited >= 0 && tasks.parent.get(awaited) === runs.task.get(run)) this.#waits.set(awaited, run);
      }
    }
    return this.#waits.get(task) ?? -1;
  }

  /** If a run waits for a call: the function whose call stands as an argument of that. */
  given(run: number, task: number, index: number): string | null {
    const { runs, sites } = this.#model.tables;
    const call =
      run < 0 ? undefined : sites.given.get(siteRow(this.#model, runs.task.get(run), runs.site.get(run)));
    return call !== undefined && isCalled(this.#model, task, call.to) ? (call.names[index] ?? null) : null;
  }
}

/** If two members fail in one turn, the second may be over before the first has made the whole fail. */
const goesOn = (model: Model, member: number, how: Combinator, atNs: number): boolean =>
  model.tables.tasks.endNs.get(member) > atNs ||
  (how === Combinator.all && model.tables.tasks.outcome.get(member) === Outcome.rejected);

/** Whether a task is the member that the text describes: a call of that function by the waiting task. */
export function isMadeHere(model: Model, member: number, awaiter: number, name: string | null): boolean {
  const { tasks } = model.tables;
  const isOwn = tasks.kind.get(member) === TaskKind.async && tasks.parent.get(member) === awaiter;
  return name !== null && isOwn && isCalled(model, member, name);
}

/** Whether a task's function has that name, alone or as a method. */
function isCalled(model: Model, task: number, name: string): boolean {
  const definition = definitionOf(model, task);
  if (definition < 0) return false;
  const full = model.tables.sites.names[definition]!;
  return full === name || full.slice(full.search(/[\p{ID_Continue}$]+$/u)) === name;
}

/** Leaves out members that somebody else waits for after all: those were not given up. */
export function withoutAwaited(model: Model, found: readonly GivenUp[]): GivenUp[] {
  if (found.length === 0) return [];
  const times = new Map<number, number>();
  for (const { left, untold } of found) {
    for (const task of left) times.set(task, 0);
    for (const task of untold) times.set(task, 1);
  }
  const awaited = awaitedTasks(model, (task) => {
    const before = times.get(task);
    if (before !== undefined) times.set(task, before + 1);
  });
  allOf(awaited);
  return found
    .map((one) => ({ ...one, left: one.left.filter((task) => times.get(task) === 1) }))
    .filter(({ left }) => left.length > 0);
}

/**
 * Whether a member is the clock of a race against the clock. If another clock decided the race, this one only looks like a clock, and is work;
 * unless it failed when its time was over, and the member that decided brought an answer.
 */
export function isClock(model: Model, { decider, byTimer }: GivenUp, task: number): boolean {
  if (!isGuard(model, task) || byTimer) return false;
  if (decider < 0 || !isGuard(model, decider)) return true;
  const { outcome } = model.tables.tasks;
  const hasAnswered = outcome.get(decider) === Outcome.fulfilled && outcome.get(task) === Outcome.rejected;
  return hasAnswered || definitionOf(model, decider) === definitionOf(model, task);
}

/** Whether a task does nothing but wait for a timer. */
function isGuard(model: Model, task: number): boolean {
  const { tasks, runs } = model.tables;
  const first = tasks.firstRun.get(task);
  const next = runs.next.get(first);
  const waitsOnce = suspensionsOf(model, task) === 1 && (next < 0 || runs.next.get(next) < 0);
  return waitsOnce && tasks.childCount.get(task) === 0 && runs.awaited.get(first) === AwaitedKind.timer;
}

/**
 * For how long a task went on after a moment, up to the last time that it, or whoever works for it, did anything; 0 if nobody did anything
 * more. Time that the machine withheld does not count.
 */
export function wentOnNs(model: Model, of: number, atNs: number): number {
  const { tasks, runs } = model.tables;
  const task = atWork(model, of, atNs);
  const last = tasks.lastRun.get(task);
  const ended = isOver(model, task) && tasks.outcome.get(task) !== Outcome.pending;
  const toNs = ended ? tasks.endNs.get(task) : Math.min(runs.toNs.get(last), model.endNs);
  if (toNs <= atNs || (!ended && runs.fromNs.get(last) <= atNs)) return 0;
  return model.streamOf(task).withheld.leastGiven(atNs, toNs);
}

/** Who works for a task that only waits for it from a moment on, as `return withRetries(ask)` does: the innermost one. */
function atWork(model: Model, of: number, atNs: number): number {
  const { tasks, runs } = model.tables;
  let task = of;
  for (;;) {
    const last = tasks.lastRun.get(task);
    const awaited = runs.awaited.get(last) === AwaitedKind.task ? runs.reference.get(last) : -1;
    if (runs.fromNs.get(last) > atNs || awaited < 0 || tasks.parent.get(awaited) !== task) return task;
    task = awaited;
  }
}

/** Whether after that moment it, or whoever works for it, began to wait for something else, or started other tasks. */
export function beganMore(model: Model, of: number, atNs: number): boolean {
  const { tasks, runs } = model.tables;
  const task = atWork(model, of, atNs);
  for (let run = tasks.firstRun.get(task); run >= 0; run = runs.next.get(run)) {
    if (runs.fromNs.get(run) > atNs && (runs.flags.get(run) & RunFlag.wait) !== 0) return true;
  }
  const child = tasks.lastChild.get(task);
  return child >= 0 && tasks.startNs.get(child) > atNs;
}

const combinatorText = (model: Model, how: Combinator): string =>
  model.language.combinators[COMBINATOR_NAMES[how] as CombinatorName];

/** `the Promise.all of main() (app.mjs:12)`. */
export const combinationName = (model: Model, { task, site, how }: GivenUp): string => {
  const place = placeOf(model, site);
  const whose = task < 0 ? inBrackets(place) : ` of ${placed(labelOf(model, task), place)}`;
  return `the ${combinatorText(model, how)}${whose}`;
};
