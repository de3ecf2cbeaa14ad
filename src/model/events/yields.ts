import { addToList } from '../lists.ts';
import { RunFlag } from '../tables/runs.ts';
import { type SiteIds, YIELD_SITE } from '../tables/sites.ts';
import type { Tables } from '../tables/tables.ts';
import { TaskState } from './transitions.ts';

/** Runs that ended at a place of which it is not known yet whether it is an `await` or a `yield`: the tables of places come after the records. */
export class Yields {
  /** By place. */
  readonly #waitsAt = new Map<number, number[]>();
  readonly #sites: SiteIds;
  readonly #tables: Tables;

  constructor(sites: SiteIds, tables: Tables) {
    this.#sites = sites;
    this.#tables = tables;
  }

  /** Sites `from` to `to` (exclusive) have become known: earlier waits there are corrected. */
  settle(from: number, to: number): void {
    for (let site = from; site < to && this.#waitsAt.size > 0; site++) {
      const waits = this.#waitsAt.get(site) ?? [];
      this.#waitsAt.delete(site);
      if (this.#sites.kindOf(site) === YIELD_SITE) for (const run of waits) this.#wasYield(run);
    }
  }

  /** A run has ended at such a place. */
  waitsSomewhere(site: number, run: number): void {
    addToList(this.#waitsAt, site, run);
  }

  #wasYield(run: number): void {
    const { tasks, runs } = this.#tables;
    const task = runs.task.get(run);
    const flags = runs.flags.get(run);
    runs.changeFlags(run, RunFlag.yield);
    tasks.yieldCount.set(task, tasks.yieldCount.get(task) + 1);
    if ((flags & RunFlag.wasThere) !== 0) this.#wasNotThere(task, run);
  }

  /** Takes back what was assumed when it resumed: what a `yield` waits for can never have happened already. */
  #wasNotThere(task: number, run: number): void {
    const { tasks, runs, activity } = this.#tables;
    const fromNs = runs.toNs.get(run);
    const toNs = runs.fromNs.get(runs.next.get(run));
    runs.changeFlags(run, 0, RunFlag.readyExact | RunFlag.wasThere);
    runs.readyNs.set(run, Number.POSITIVE_INFINITY);
    tasks.readyNs.add(task, fromNs - toNs);
    tasks.suspendedNs.add(task, toNs - fromNs);
    activity.change(TaskState.ready, fromNs, -1);
    activity.change(TaskState.ready, toNs, 1);
    activity.change(TaskState.suspended, fromNs, 1);
    activity.change(TaskState.suspended, toNs, -1);
    this.#tables.rewrites++;
  }
}
