import { countAtMost } from './columns.ts';
import type { Model } from './model.ts';
import type { Timelines } from './timeline.ts';
import { TaskState } from './transitions.ts';
import { type Counters, StretchKind } from './view-types.ts';

/** How many tasks are in each state at the last moment known. */
export function countersNow(model: Model): Counters {
  const { now } = model.tables.activity;
  const running = now[TaskState.running]!;
  const ready = now[TaskState.ready]!;
  const suspended = now[TaskState.suspended]!;
  return { running, ready, suspended, alive: running + ready + suspended, tasks: model.tables.tasks.length };
}

/** The same at any time: `tasks` are those started by then. */
export function countersAt(model: Model, atNs: number, timelines: Timelines): Counters {
  if (!model.finished && atNs >= model.endNs) return countersNow(model);
  const { tasks } = model.tables;
  const counts = { running: 0, ready: 0, suspended: 0, alive: 0, tasks: 0 };
  for (let task = 0; task < tasks.length; task++) {
    if (tasks.startNs[task]! > atNs) continue;
    counts.tasks++;
    if (tasks.endNs[task]! <= atNs) continue;
    counts.alive++;
    const line = timelines.get(model, task);
    const kind = line.kind[countAtMost(line.fromNs, line.length, atNs) - 1];
    if (kind === StretchKind.running) counts.running++;
    else if (kind === StretchKind.suspended) counts.suspended++;
    else counts.ready++;
  }
  return counts;
}
