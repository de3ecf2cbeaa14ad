import type { TaskIndex, ThreadIndex } from '../protocol/units.ts';
import { labelOf, threadLabel } from './labels.ts';
import type { Model } from './model.ts';
import type { ThreadView } from './view-types.ts';

/** All that views show of a thread. Ask only for those that the model has. */
export function threadView(model: Model, index: number): ThreadView {
  const thread = model.tables.threads.all[index]!;
  const { kind, pid, stream, starter, startNs, endNs, exitCode, signal } = thread;
  return {
    thread: index as ThreadIndex,
    kind,
    label: threadLabel(thread),
    pid,
    starter: starter < 0 ? null : { task: starter as TaskIndex, label: labelOf(model, starter) },
    startNs,
    endNs: endNs === Number.POSITIVE_INFINITY ? null : endNs,
    exitCode,
    signal,
    tasks: stream < 0 ? null : model.stream(stream).events.count,
  };
}
