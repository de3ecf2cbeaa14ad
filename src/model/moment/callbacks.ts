// The callbacks that were queued at a moment. A recording only mentions a callback when it runs, so queued ones are found by looking
// ahead. When a callback was queued is known only roughly: during one of the runs of the task that asked for it.

import { LoopPhase, TaskKind } from '../../protocol/events.ts';
import type { Model } from '../model.ts';
import { lastRunBegunBy } from '../picture/timeline.ts';
import { loopRuns } from '../tables/loop-runs.ts';
import type { QueueKind } from './moment-types.ts';

/** How many later runs are looked at, which takes a fraction of a millisecond. */
const LOOKED_AHEAD = 10_000;

const QUEUES: Readonly<Record<number, QueueKind>> = {
  [LoopPhase.timers]: 'timers',
  [LoopPhase.check]: 'check',
  [LoopPhase.nextTick]: 'soon',
  [LoopPhase.microtasks]: 'soon',
};

export interface PendingCallback {
  readonly run: number;
  readonly queue: QueueKind;
  /** Whether it is certain: the task that asked for it had no later run in which it could have asked. */
  readonly sure: boolean;
}

/** The callbacks of a stream that were queued at a time, in the order in which they ran; of those at most `LOOKED_AHEAD` runs later. */
export function callbacksAt(model: Model, stream: number, atNs: number): PendingCallback[] {
  const { runs, tasks } = model.tables;
  const loop = loopRuns(model, stream);
  const { turns } = model.stream(stream);
  const found: PendingCallback[] = [];
  const first = loop.begunBy(atNs);
  const end = Math.min(loop.length, first + LOOKED_AHEAD);
  for (let at = first; at < end; at++) {
    const run = loop.run(at);
    const task = runs.task.get(run);
    // A callback that a task called directly was in no queue.
    if (
      tasks.kind.get(task) !== TaskKind.callback ||
      tasks.firstRun.get(task) !== run ||
      runs.outer.get(run) >= 0
    )
      continue;
    const asked = askedFor(model, task, atNs);
    if (asked === 'no') continue;
    const turn = turns.ofRun(run);
    const begins = at === 0 || loop.run(at - 1) < turns.runsOf(turn).from;
    const phase = turns.phase.get(turn);
    found.push({ run, queue: begins ? (QUEUES[phase] ?? 'io') : 'soon', sure: asked === 'yes' });
  }
  return found;
}

/** Whether a task had asked for a callback by a time. */
function askedFor(model: Model, task: number, atNs: number): 'yes' | 'perhaps' | 'no' {
  const { runs, tasks } = model.tables;
  const parent = tasks.parent.get(task);
  if (parent < 0 || tasks.startNs.get(parent) > atNs) return 'no';
  const last = lastRunBegunBy(model, parent, tasks.startNs.get(task));
  return runs.toNs.get(last) <= atNs ? 'yes' : 'perhaps';
}
