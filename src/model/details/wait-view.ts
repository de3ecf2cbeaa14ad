import type { SiteKind } from '../../protocol/sites.ts';
import type { RunIndex, TaskIndex } from '../../protocol/units.ts';
import { TaskState } from '../events/transitions.ts';
import type { Model } from '../model.ts';
import { RunFlag } from '../tables/runs.ts';
import type { WaitView } from '../view-types.ts';
import { awaitedView } from './awaited.ts';
import { placeOf, siteKindOf, siteRow } from './labels.ts';
import { waitEndNs } from './states.ts';

/** A run's wait. The run must have ended in one. */
export function waitView(model: Model, run: number): WaitView {
  const { runs, sites, tasks } = model.tables;
  const task = runs.task.get(run);
  const site = siteRow(model, task, runs.site.get(run));
  const startNs = runs.toNs.get(run);
  const readyNs = runs.readyNs.get(run);
  const endNs = waitEndNs(model, run);
  const untilNs = Math.min(endNs, model.nowNs);
  const leftBehind =
    runs.next.get(run) < 0 && tasks.state.get(task) === TaskState.over && tasks.outcome.get(task) === 0;
  const waker = wakerOf(model, run);
  return {
    run: run as RunIndex,
    place: placeOf(model, site),
    at: waitSiteKind(model, run),
    expression: site < 0 ? '' : sites.names[site]!,
    on: awaitedView(model, run),
    startNs,
    readyNs: readyNs === Number.POSITIVE_INFINITY ? null : readyNs,
    endNs: leftBehind || endNs === Number.POSITIVE_INFINITY ? null : endNs,
    suspendedNs: Math.max(0, Math.min(readyNs, untilNs) - startNs),
    readyNsTotal: Math.max(0, untilNs - readyNs),
    readyExact: (runs.flags.get(run) & RunFlag.readyExact) !== 0,
    waker: waker < 0 ? null : (waker as TaskIndex),
  };
}

/** The task that made a wait ready, also by a message from another thread; -1 if unknown. */
export function wakerOf(model: Model, run: number): number {
  const waker = model.tables.runs.waker.get(run);
  return waker >= 0 ? waker : (model.tables.messages.thatWoke(run)?.task ?? -1);
}

/** The kind of a wait's site; `await` if the site is unknown. */
export function waitSiteKind(model: Model, run: number): SiteKind {
  const { runs } = model.tables;
  if ((runs.flags.get(run) & RunFlag.yield) !== 0) return 'yield';
  return siteKindOf(model, siteRow(model, runs.task.get(run), runs.site.get(run))) ?? 'await';
}
