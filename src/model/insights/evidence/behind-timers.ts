// Tasks that were given to an unknown function, perhaps a package's, as in `await pTimeout(load(), { milliseconds: 50 })`. All that is known is
// that a timer ended the wait for that function while the task was not over.

import { AwaitedKind, Combinator } from '../../../protocol/events.ts';
import { countWhile } from '../../columns/columns.ts';
import { awaitedLabel } from '../../details/awaited.ts';
import { siteRow } from '../../details/labels.ts';
import { SiteReader } from '../../events/site-reader.ts';
import { addToList } from '../../lists.ts';
import type { Model } from '../../model.ts';
import { RunFlag } from '../../tables/runs.ts';
import { inPieces, type Work } from '../../work.ts';
import { type GivenUp, isMadeHere, withoutAwaited } from './given-up.ts';

/** A wait that a timer ended, and the function whose task was made for the awaited call. */
interface Ended {
  readonly run: number;
  readonly site: number;
  readonly name: string;
  /** The task; -1 while none is found. */
  task: number;
  count: number;
}

/** Waits that ended so and for which exactly one task was made, so that nothing else can be meant. */
export function* leftBehindTimers(model: Model): Work<GivenUp[]> {
  if (model.tables.sites.given.size === 0) return [];
  const byAwaiter = new Map<number, Ended[]>();
  yield* inPieces(model.tables.runs.length, (from, to) => addEnded(model, byAwaiter, from, to));
  if (byAwaiter.size === 0) return [];
  yield* inPieces(model.tables.tasks.length, (from, to) => addMade(model, byAwaiter, from, to));
  const found = [...byAwaiter.values()].flat().flatMap((ended) => givenUpIn(model, ended));
  return withoutAwaited(model, found);
}

function addEnded(model: Model, byAwaiter: Map<number, Ended[]>, from: number, to: number): void {
  const { runs, sites } = model.tables;
  const reader = new SiteReader(model);
  for (let run = from; run < to; run++) {
    const isWait = (runs.flags.get(run) & RunFlag.wait) !== 0;
    if (runs.awaited.get(run) !== AwaitedKind.timer || !isWait || runs.combination(run) >= 0) continue;
    if (runs.readyNs.get(run) === Number.POSITIVE_INFINITY) continue;
    const site = reader.wait(run);
    const [name, ...others] = (sites.given.get(site)?.names ?? []).filter((each) => each !== null);
    if (name === undefined || others.length > 0) continue;
    addToList(byAwaiter, runs.task.get(run), { run, site, name, task: -1, count: 0 });
  }
}

/** Finds the tasks that were begun in the run before the wait. */
function addMade(model: Model, byAwaiter: ReadonlyMap<number, Ended[]>, from: number, to: number): void {
  const { runs, tasks } = model.tables;
  for (let task = from; task < to; task++) {
    const awaiter = tasks.parent.get(task);
    const all = byAwaiter.get(awaiter);
    if (all === undefined) continue;
    const startNs = tasks.startNs.get(task);
    const ended = all[countWhile(all.length, (at) => runs.toNs.get(all[at]!.run) < startNs)];
    if (ended === undefined || runs.fromNs.get(ended.run) > startNs) continue;
    if (!isMadeHere(model, task, awaiter, ended.name)) continue;
    ended.task = task;
    ended.count++;
  }
}

function givenUpIn(model: Model, { run, site, task, count }: Ended): GivenUp[] {
  const atNs = model.tables.runs.readyNs.get(run);
  if (count !== 1 || model.tables.tasks.endNs.get(task) <= atNs) return [];
  return [
    {
      task: model.tables.runs.task.get(run),
      site: siteRow(model, model.tables.runs.task.get(run), model.tables.runs.site.get(run)),
      how: Combinator.race,
      through: model.tables.sites.names[site]!,
      atNs,
      decider: -1,
      decidedBy: awaitedLabel(model, run),
      byTimer: true,
      wasAnswered: true,
      left: [task],
      untold: [task],
    },
  ];
}
