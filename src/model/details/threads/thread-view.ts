import { EndCause } from '../../../protocol/events.ts';
import type { TaskIndex, ThreadIndex } from '../../../protocol/units.ts';
import type { Model } from '../../model.ts';
import type { RowView } from '../../view-types.ts';
import { labelOf, threadLabel } from '../labels.ts';
import type { ThreadView } from './thread-view-types.ts';

/** What views show of a thread. `index` must be one of the model's threads. */
export function threadView(model: Model, index: number): ThreadView {
  const thread = model.tables.threads.all[index]!;
  const { kind, name, role, command, pid, stream, starter, startNs, endNs } = thread;
  // The recorder knows best how the program itself ended.
  const { exitCode, signal } = kind === 'main' ? model : thread;
  return {
    thread: index as ThreadIndex,
    kind,
    name,
    role,
    command,
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

/**
 * A thread's state, named like a task's. `cancelled`: it was ended from outside, or together with its starter. A worker's exit code is
 * then 1, the same as when it fails, so only an uncaught error tells the two apart.
 */
export function threadState(
  model: Model,
  { thread, kind, endNs, exitCode, signal }: ThreadView,
): RowView['state'] {
  if (endNs === null) return model.finished ? 'pending' : 'running';
  if (exitCode === 0) return 'fulfilled';
  if (signal !== null || exitCode === null) return 'cancelled';
  if (kind !== 'worker' || exitCode !== 1) return 'rejected';
  const { stream } = model.tables.threads.all[thread]!;
  return stream >= 0 && model.stream(stream).endCause === EndCause.uncaught ? 'rejected' : 'cancelled';
}
