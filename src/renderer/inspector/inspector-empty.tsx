import { hasChart, useUi } from '../store/ui-store.ts';
import { PathPart } from './path-part.tsx';

/** Nothing is selected: how to get something to read here. */
export function InspectorEmpty() {
  const phase = useUi((state) => state.phase);
  return (
    <>
      <p className="inspector-none">
        {hasChart(phase)
          ? 'Click a task in the chart to see what it waited for, where, and for how long.'
          : 'What a task waited for, where, and for how long appears here.'}
      </p>
      {hasChart(phase) && <PathPart task={null} />}
    </>
  );
}
