import { useUi } from '../store/ui-store.ts';
import { InspectorEmpty } from './inspector-empty.tsx';
import { TaskView } from './task-view.tsx';
import './inspector.css';

/** The right panel: all about the selected task; with none, what there is to look for. */
export function Inspector() {
  const details = useUi((state) => state.details);
  const selected = useUi((state) => state.selectedTask);
  return (
    <section className="inspector" aria-label="Inspector">
      {selected === null ? <InspectorEmpty /> : details && <TaskView details={details} />}
    </section>
  );
}
