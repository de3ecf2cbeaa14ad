import { selectedRow } from '../store/selection.ts';
import { useUi } from '../store/ui-store.ts';
import { FoldInspector } from './fold/fold-inspector.tsx';
import { InspectorEmpty } from './inspector-empty.tsx';
import { TaskView } from './task/task-view.tsx';
import { ThreadView } from './thread/thread-view.tsx';
import './inspector.css';

/** The right panel: everything about the selected task, thread or row of many tasks; without a selection, what to look for. */
export function Inspector() {
  return (
    <section className="inspector" aria-label="Inspector">
      <Selected />
    </section>
  );
}

function Selected() {
  const details = useUi((state) => state.details);
  const fold = useUi((state) => state.foldDetails);
  const thread = useUi((state) => state.threadDetails);
  const nothing = useUi((state) => selectedRow(state) === null);
  if (nothing) return <InspectorEmpty />;
  if (fold !== null) return <FoldInspector details={fold} />;
  if (thread !== null) return <ThreadView details={thread} />;
  return details && <TaskView details={details} />;
}
