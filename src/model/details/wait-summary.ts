import { TaskState } from '../events/transitions.ts';
import type { Model } from '../model.ts';
import { RunFlag } from '../tables/runs.ts';
import { SITE_KINDS, siteKindNumber } from '../tables/sites.ts';
import type { Work } from '../work.ts';
import { waitEndNs } from './states.ts';

/** Totals of a task's awaits that are over. Yields, the wait for a returned promise, and a wait that is not over are counted apart. */
export interface WaitSummary {
  readonly count: number;
  /** From suspension to resumption. */
  readonly totalNs: number;
  /** The part of it from readiness to resumption, and the longest single such time. */
  readonly readyNs: number;
  readonly longestReadyNs: number;
  /** The run that ended in the wait with that longest time, -1 for none. */
  readonly longestReady: number;
  /** False where some of it is only an upper bound. */
  readonly readyExact: boolean;
  /** How many different places in the source they have. */
  readonly places: number;
  /** Whether all were for the same kind of thing, and whether all were for the very same thing. */
  readonly sameKind: boolean;
  readonly sameReference: boolean;
  /** The run that ended in the longest of them, -1 for none. */
  readonly longest: number;
  /** The tracer's ids of the sites of all its waits, including yields and returned promises. */
  readonly sites: ReadonlySet<number>;
  readonly yields: number;
  /** The run that ended with `return promise`, -1 for none. */
  readonly returned: number;
  /** The run whose wait was not over at the last known moment, -1 for none. */
  readonly open: number;
}

/** Runs looked at before other questions may be answered: 1 to 2 ms. */
const PIECE = 16_384;

const RETURN_SITE = siteKindNumber(SITE_KINDS[SITE_KINDS.indexOf('return')]!);

export function* summariseWaits(model: Model, task: number): Work<WaitSummary> {
  const { tasks, runs } = model.tables;
  const { sites } = model.streamOf(task).events;
  const places = new Set<number>();
  const allSites = new Set<number>();
  let count = 0;
  let totalNs = 0;
  let readyNs = 0;
  let longestReadyNs = 0;
  let longestReady = -1;
  let readyExact = true;
  let longestNs = -1;
  let longest = -1;
  let first = -1;
  let sameKind = true;
  let sameReference = true;
  let returned = -1;
  const open = openWait(model, task);
  let looked = 0;
  for (let run = tasks.firstRun.get(task); run >= 0; run = runs.next.get(run)) {
    if (++looked % PIECE === 0) yield;
    const flags = runs.flags.get(run);
    if ((flags & RunFlag.wait) === 0) continue;
    allSites.add(runs.site.get(run));
    if ((flags & RunFlag.yield) !== 0) continue;
    if (sites.kindOf(runs.site.get(run)) === RETURN_SITE) {
      returned = run;
      continue;
    }
    if (run === open) continue;
    const endNs = waitEndNs(model, run);
    const lengthNs = endNs - runs.toNs.get(run);
    const lateNs = Math.max(0, endNs - runs.readyNs.get(run));
    count++;
    totalNs += lengthNs;
    readyNs += lateNs;
    if (lateNs > 0 && (flags & RunFlag.readyExact) === 0) readyExact = false;
    if (lateNs > longestReadyNs) [longestReadyNs, longestReady] = [lateNs, run];
    if (lengthNs > longestNs) [longestNs, longest] = [lengthNs, run];
    places.add(runs.site.get(run));
    if (first < 0) first = run;
    sameKind &&= runs.awaited.get(run) === runs.awaited.get(first);
    sameReference &&= runs.reference.get(run) === runs.reference.get(first);
  }
  return {
    count,
    totalNs,
    readyNs,
    longestReadyNs,
    longestReady,
    readyExact,
    places: places.size,
    sameKind,
    sameReference: sameKind && sameReference,
    longest,
    sites: allSites,
    yields: tasks.yieldCount.get(task),
    returned,
    open,
  };
}

/** The run whose wait is not over, or was not when the program ended; -1 for none. */
function openWait(model: Model, task: number): number {
  const { tasks, runs } = model.tables;
  const run = tasks.lastRun.get(task);
  if ((runs.flags.get(run) & RunFlag.wait) === 0) return -1;
  return tasks.state.get(task) !== TaskState.over || tasks.outcome.get(task) === 0 ? run : -1;
}
