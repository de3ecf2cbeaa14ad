import { useEffect, useMemo, useRef, useState } from 'react';
import type { PathView } from '../../model/cause/path-view.ts';
import type { FoldDetails } from '../../model/details/folds/fold-details-types.ts';
import type { ThreadDetails } from '../../model/details/threads/thread-details.ts';
import type { TaskDetails } from '../../model/view-types.ts';
import { useLooked } from '../session/use-looked.ts';
import { selectedRow } from '../store/selection.ts';
import { useUi } from '../store/ui-store.ts';
import type { TaskContext } from '../worker/contract.ts';

/** What the inspector says of a task. The context is null until it has been found, the path also while it is not asked for. */
export interface InspectedTask {
  readonly kind: 'task';
  readonly details: TaskDetails;
  readonly context: TaskContext | null;
  readonly path: PathView | null;
}

export type Inspected =
  | { readonly kind: 'nothing' }
  | InspectedTask
  | { readonly kind: 'fold'; readonly details: FoldDetails }
  | { readonly kind: 'thread'; readonly details: ThreadDetails };

/** How long the previous selection stays while something about the next one is missing. */
const TOGETHER_MS = 200;

/**
 * What the inspector shows. The answers about a task come one after the other and are shown together, because each would move what stands
 * below it. Null while nothing about a selection is known.
 */
export function useInspected(): Inspected | null {
  const row = useUi(selectedRow);
  const fold = useUi((state) => state.foldDetails);
  const thread = useUi((state) => state.threadDetails);
  const task = useInspectedTask();
  const found: Inspected | null =
    row === null
      ? { kind: 'nothing' }
      : fold !== null
        ? { kind: 'fold', details: fold }
        : thread !== null
          ? { kind: 'thread', details: thread }
          : task;
  const showsPath = useUi((state) => state.showsPath);
  const isWhole =
    found !== null &&
    (found.kind !== 'task' || (found.context !== null && (found.path !== null || !showsPath)));
  const isLate = useIsLate(!isWhole, `${row} ${showsPath}`);
  const last = useRef(found);
  if (isWhole || isLate) last.current = found;
  return last.current;
}

function useInspectedTask(): InspectedTask | null {
  const task = useUi((state) => state.selectedTask);
  const details = useUi((state) => state.details);
  const showsPath = useUi((state) => state.showsPath);
  const request = useMemo(() => (task === null ? null : { task }), [task]);
  const context = useLooked('taskContext', request);
  const path = useLooked('criticalPath', showsPath ? request : null);
  if (details === null) return null;
  return {
    kind: 'task',
    details,
    context: context?.request === request ? context.answer : null,
    path: path?.request === request ? path.answer : null,
  };
}

/** Whether something has been missing for too long. It is another thing with another key. */
function useIsLate(isMissing: boolean, key: string): boolean {
  const [lateKey, setLateKey] = useState<string | null>(null);
  useEffect(() => {
    if (!isMissing) return;
    const timer = setTimeout(() => setLateKey(key), TOGETHER_MS);
    return () => {
      clearTimeout(timer);
      setLateKey(null);
    };
  }, [isMissing, key]);
  return isMissing && lateKey === key;
}
