import { useUi } from '../store/ui-store.ts';
import { FoldInspector } from './fold-inspector.tsx';
import { InspectorEmpty } from './inspector-empty.tsx';
import { TaskView } from './task-view.tsx';
import './inspector.css';

/** The right panel: all about the selected task, or row of many tasks; with none, what there is to look for. */
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
  const nothing = useUi(({ selectedTask, selectedFold }) => selectedTask === null && selectedFold === null);
  if (nothing) return <InspectorEmpty />;
  if (fold !== null) return <FoldInspector details={fold} />;
  return details && <TaskView details={details} />;
}
