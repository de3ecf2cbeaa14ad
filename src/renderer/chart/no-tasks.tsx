import { NO_FILTER } from '../../model/rows/row-filter.ts';
import { Button } from '../controls/button.tsx';
import { arrange, usePassing } from '../store/arrangement.ts';
import { useLanguage } from '../store/language.ts';
import { useSide } from '../store/sides.ts';
import { NO_SEARCH } from '../store/ui-store.ts';

/** Why the chart is empty, and what to do about it. */
export function NoTasks() {
  const tasks = useSide(({ status }) => status?.tasks ?? 0);
  const phase = useSide((state) => state.phase);
  const isDamaged = useSide(({ ending }) => ending !== null && ending.damage !== null);
  const passing = usePassing();
  const { noTask } = useLanguage();
  if (passing === 0) return <NonePass />;
  if (tasks > 0) return null;
  return (
    <p className="chart-empty">
      {phase === 'finished'
        ? isDamaged
          ? 'Of its tasks nothing could be read. Open another recording, or run the program again.'
          : `No task was recorded. ${noTask}`
        : 'Waiting for the first task…'}
    </p>
  );
}

function NonePass() {
  return (
    <div className="chart-empty">
      <p>No task passes the filter and the search.</p>
      <Button look="outlined" onClick={() => arrange({ filter: NO_FILTER, search: NO_SEARCH })}>
        Show all tasks
      </Button>
    </div>
  );
}
