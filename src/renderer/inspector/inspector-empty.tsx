import { hasChart, useUi } from '../store/ui-store.ts';
import { ProgramPath } from './path-part.tsx';

/** Shown while nothing is selected: what can be selected, and how. */
export function InspectorEmpty() {
  const phase = useUi((state) => state.phase);
  return (
    <>
      <p className="inspector-none">
        {hasChart(phase)
          ? 'Click a task in the chart to see what it waited for, where, and for how long.'
          : 'Run the script, then click a task to see what it waited for, where, and for how long.'}
      </p>
      {hasChart(phase) && <ProgramPath />}
    </>
  );
}
