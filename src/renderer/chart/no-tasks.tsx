import { useUi } from '../store/ui-store.ts';

/** Why the chart is empty, and what to do about it. */
export function NoTasks() {
  const tasks = useUi(({ status }) => status?.tasks ?? 0);
  const phase = useUi((state) => state.phase);
  if (tasks > 0) return null;
  return (
    <p className="chart-empty">
      {phase === 'finished'
        ? 'No task was recorded. The program ended before any of its own files ran.'
        : 'Waiting for the first task…'}
    </p>
  );
}
