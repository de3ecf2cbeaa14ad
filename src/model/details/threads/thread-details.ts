import type { TaskIndex, ThreadIndex } from '../../../protocol/units.ts';
import type { Model } from '../../model.ts';
import { addUpLoop, type ReportLoop } from '../../totals/loop-totals.ts';
import type { RowView } from '../../view-types.ts';
import type { Work } from '../../work.ts';
import { labelOf } from '../labels.ts';
import { threadState, threadView } from './thread-view.ts';
import type { ThreadView } from './thread-view-types.ts';

/** What the inspector shows of a thread. */
export interface ThreadDetails extends ThreadView {
  readonly state: RowView['state'];
  /** Null if it is not traced. */
  readonly loop: ReportLoop | null;
  /** Its first task, null while it has none. */
  readonly first: { readonly task: TaskIndex; readonly label: string } | null;
  /** The workers and processes that it started. */
  readonly started: readonly ThreadView[];
}

/** Throws a RangeError for a thread that the model does not have. */
export function* threadDetails(model: Model, index: ThreadIndex): Work<ThreadDetails> {
  const { threads } = model.tables;
  const thread = threads.all[index];
  if (thread === undefined) throw new RangeError(`There is no thread ${index}.`);
  const view = threadView(model, index);
  const { stream } = thread;
  const first = stream < 0 ? -1 : model.stream(stream).events.first;
  return {
    ...view,
    state: threadState(model, view),
    loop: stream < 0 ? null : yield* addUpLoop(model, stream),
    first: first < 0 ? null : { task: first as TaskIndex, label: labelOf(model, first) },
    started: threads.all.flatMap(({ startedIn }, at) =>
      stream >= 0 && startedIn === stream ? [threadView(model, at)] : [],
    ),
  };
}
