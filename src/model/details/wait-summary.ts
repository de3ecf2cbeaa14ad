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
  const waits = new OverWaits(model);
  const allSites = new Set<number>();
  let returned = -1;
  const open = openWait(model, task);
  let looked = 0;
  for (let run = tasks.firstRun.get(task); run >= 0; run = runs.next.get(run)) {
    if (++looked % PIECE === 0) yield;
    const flags = runs.flags.get(run);
    if ((flags & RunFlag.wait) === 0) continue;
    allSites.add(runs.site.get(run));
    if ((flags & RunFlag.yield) !== 0) continue;
    if (sites.kindOf(runs.site.get(run)) === RETURN_SITE) returned = run;
    else if (run !== open) waits.add(run);
  }
  return { ...waits.totals(), sites: allSites, yields: tasks.yieldCount.get(task), returned, open };
}

/** Adds up the awaits that are over, in order. */
class OverWaits {
  readonly #model: Model;
  readonly #places = new Set<number>();
  #count = 0;
  #totalNs = 0;
  #readyNs = 0;
  #longestReadyNs = 0;
  #longestReady = -1;
  #readyExact = true;
  #longestNs = -1;
  #longest = -1;
  #first = -1;
  #sameKind = true;
  #sameReference = true;

  constructor(model: Model) {
    this.#model = model;
  }

  /** `run`: the one that ended in the wait. */
  add(run: number): void {
    const { runs } = this.#model.tables;
    const endNs = waitEndNs(this.#model, run);
    const lengthNs = endNs - runs.toNs.get(run);
    const lateNs = Math.max(0, endNs - runs.readyNs.get(run));
    this.#count++;
    this.#totalNs += lengthNs;
    this.#readyNs += lateNs;
    if (lateNs > 0 && (runs.flags.get(run) & RunFlag.readyExact) === 0) this.#readyExact = false;
    if (lateNs > this.#longestReadyNs) [this.#longestReadyNs, this.#longestReady] = [lateNs, run];
    if (lengthNs > this.#longestNs) [this.#longestNs, this.#longest] = [lengthNs, run];
    this.#places.add(runs.site.get(run));
    if (this.#first < 0) this.#first = run;
    this.#sameKind &&= runs.awaited.get(run) === runs.awaited.get(this.#first);
    this.#sameReference &&= runs.reference.get(run) === runs.reference.get(this.#first);
  }

  totals(): Omit<WaitSummary, 'sites' | 'yields' | 'returned' | 'open'> {
    return {
      count: this.#count,
      totalNs: this.#totalNs,
      readyNs: this.#readyNs,
      longestReadyNs: this.#longestReadyNs,
      longestReady: this.#longestReady,
      readyExact: this.#readyExact,
      places: this.#places.size,
      sameKind: this.#sameKind,
      sameReference: this.#sameKind && this.#sameReference,
      longest: this.#longest,
    };
  }
}

/** The run whose wait is not over, or was not when the program ended; -1 for none. */
function openWait(model: Model, task: number): number {
  const { tasks, runs } = model.tables;
  const run = tasks.lastRun.get(task);
  if ((runs.flags.get(run) & RunFlag.wait) === 0) return -1;
  return tasks.state.get(task) !== TaskState.over || tasks.outcome.get(task) === 0 ? run : -1;
}
