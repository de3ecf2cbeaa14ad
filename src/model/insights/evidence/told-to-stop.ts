// Tasks whose signal told them to stop, and that went on as before.

import { Outcome } from '../../../protocol/events.ts';
import type { Model } from '../../model.ts';
import { RunFlag } from '../../tables/runs.ts';
import { wentOnNs } from './given-up.ts';

export interface WentOn {
  readonly task: number;
  /** When it first went on with its signal aborted. */
  readonly fromNs: number;
  readonly ns: number;
  /** Of the waits after that at places where it had waited before: the last one, and how many there were. */
  readonly run: number;
  readonly waits: number;
}

/** One such wait may be the end of what was under way. A task that tidies up does so elsewhere. */
const LEAST_WAITS = 2;

/** A task that waits again and again where it had waited before has not heard of the signal. One that gave up or failed has. */
export function wentOnTold(model: Model, leastNs: number): WentOn[] {
  const { tasks, runs, toldToStop } = model.tables;
  const found: WentOn[] = [];
  for (const [task, told] of toldToStop) {
    const fromNs = runs.fromNs.get(told);
    const ns = wentOnNs(model, task, fromNs);
    if (ns < leastNs || tasks.outcome.get(task) >= Outcome.rejected) continue;
    const before = new Set<number>();
    let waits = 0;
    let last = -1;
    let isAfter = false;
    for (let run = tasks.firstRun.get(task); run >= 0; run = runs.next.get(run)) {
      if (run === told) isAfter = true;
      if ((runs.flags.get(run) & RunFlag.wait) === 0 || (runs.flags.get(run) & RunFlag.yield) !== 0) continue;
      if (!isAfter) before.add(runs.site.get(run));
      else if (before.has(runs.site.get(run))) {
        waits++;
        last = run;
      }
    }
    if (waits >= LEAST_WAITS) found.push({ task, fromNs, ns, run: last, waits });
  }
  return found.sort((a, b) => b.ns - a.ns);
}
