// Tasks that were given to a function of which no more is known than that a timer ended the wait for it, and they were not
// over: that of a package perhaps, as in `await pTimeout(load(), { milliseconds: 50 })`.

import { AwaitedKind, Combinator } from '../../protocol/events.ts';
import { awaitedLabel } from '../details/awaited.ts';
import { SiteReader } from '../events/site-reader.ts';
import type { Model } from '../model.ts';
import { RunFlag } from '../tables/runs.ts';
import { type GivenUp, isMadeHere, withoutAwaited } from './given-up.ts';

/** Waits that ended so, where one task was made for the call, and nothing else that could be meant. */
export function leftBehindTimers(model: Model): GivenUp[] {
  const { runs, sites } = model.tables;
  if (sites.given.size === 0) return [];
  const found: GivenUp[] = [];
  const reader = new SiteReader(model);
  for (let run = 0; run < runs.length; run++) {
    const isByTimer =
      runs.awaited.get(run) === AwaitedKind.timer && (runs.flags.get(run) & RunFlag.wait) !== 0;
    const atNs = runs.readyNs.get(run);
    if (!isByTimer || atNs === Number.POSITIVE_INFINITY || runs.combination(run) >= 0) continue;
    const site = reader.wait(run);
    const made = (sites.given.get(site)?.names ?? []).filter((name) => name !== null);
    const tasks = made.length === 1 ? madeIn(model, run, made[0]!) : [];
    if (tasks.length !== 1 || model.tables.tasks.endNs.get(tasks[0]!) <= atNs) continue;
    found.push({
      run,
      toldRun: run,
      how: Combinator.race,
      through: sites.names[site]!,
      atNs,
      decider: -1,
      decidedBy: awaitedLabel(model, run),
      byTimer: true,
      wasAnswered: true,
      left: tasks,
      untold: tasks,
    });
  }
  return withoutAwaited(model, found);
}

/** The tasks of a function that a run has begun. */
function madeIn(model: Model, run: number, name: string): number[] {
  const { runs, tasks } = model.tables;
  const made: number[] = [];
  const awaiter = runs.task.get(run);
  for (let task = tasks.firstChild(awaiter); task >= 0; task = tasks.nextSibling(task)) {
    if (tasks.startNs.get(task) > runs.toNs.get(run)) break;
    if (tasks.startNs.get(task) >= runs.fromNs.get(run) && isMadeHere(model, task, awaiter, name))
      made.push(task);
  }
  return made;
}
