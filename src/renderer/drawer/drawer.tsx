import { Copy } from 'lucide-react';
import { type KeyboardEvent, useEffect } from 'react';
import { thousands } from '../../model/words.ts';
import { CommandButton } from '../commands/command-button.tsx';
import { commandOf } from '../commands/commands.ts';
import { DifferencesView } from '../compare/differences-view.tsx';
import { useKeptFocus } from '../controls/kept-focus.ts';
import { Keys } from '../controls/keys.tsx';
import { Steady } from '../controls/steady.tsx';
import { MarksView } from '../marks/marks-view.tsx';
import { usePassing } from '../store/arrangement.ts';
import { useReadableStatus } from '../store/live-status.ts';
import { hasInput } from '../store/program-input.ts';
import { useInsightSettings } from '../store/settings/insight-settings.ts';
import { type DrawerTab, hasChart, useUi } from '../store/ui-store.ts';
import { ConsoleSearch } from './console/console-search.tsx';
import { ConsoleView } from './console/console-view.tsx';
import { InsightsView } from './insights/insights-view.tsx';
import { useInsights } from './insights/use-insights.ts';
import { QueuesView } from './queues/queues-view.tsx';
import { RangeView } from './range/range-view.tsx';
import { SourceView } from './source/source-view.tsx';
import { COPIED_TABS } from './table-copy.ts';
import { TasksTable } from './tasks/tasks-table.tsx';
import './drawer.css';

/** `shows` completes “run the script to see …”. */
const TABS = [
  { id: 'differences', label: 'Differences', view: DifferencesView, shows: 'how it differs' },
  { id: 'insights', label: 'Insights', view: InsightsView, shows: 'what Loopscope finds in it' },
  { id: 'console', label: 'Console', view: ConsoleView, shows: 'what it prints' },
  { id: 'source', label: 'Source', view: SourceView, shows: 'on which lines it waits, and for how long' },
  { id: 'tasks', label: 'Tasks', view: TasksTable, shows: 'all its tasks in a table' },
  { id: 'queues', label: 'Queues', view: QueuesView, shows: 'what is queued at any moment' },
  { id: 'range', label: 'Range', view: RangeView, shows: 'what its time goes into' },
  { id: 'marks', label: 'Marks', view: MarksView, shows: 'the moments that you mark' },
] as const;

/** The tabs below the chart: findings, console, source, all tasks in a table, queues. */
export function Drawer() {
  const tab = useUi((state) => state.drawerTab);
  const shown = useUi((state) => hasChart(state.phase) && state.connected);
  const sessionId = useUi((state) => state.session?.id);
  const looked = useInsights(useInsightSettings());
  const copied = useUi((state) => state.copied);
  // biome-ignore lint/correctness/useExhaustiveDependencies: said of one tab, of one session.
  useEffect(() => useUi.setState({ copied: null }), [tab, sessionId]);
  const keptFocus = useKeptFocus(() => document.getElementById(`tab-${tab}`));
  const isReady = useUi(({ phase }) => phase === 'script');
  const { view: View, shows } = TABS.find(({ id }) => id === tab) ?? TABS[2];
  return (
    <section className="drawer" aria-label="Console, source and tasks">
      <div className="drawer-head">
        <Tabs tab={tab} hasCounts={shown} found={looked?.insights.found.length ?? 0} />
        <output className="drawer-said">{copied}</output>
        {shown && tab === 'console' && <ConsoleSearch />}
        {COPIED_TABS.includes(tab) && (
          <CommandButton id="copy-table" icon={Copy} aria-label="Copy the table">
            Copy
          </CommandButton>
        )}
      </div>
      <div
        className="drawer-body"
        id="drawer-panel"
        role="tabpanel"
        aria-labelledby={`tab-${tab}`}
        {...keptFocus}
      >
        {shown ? (
          <View key={tab === 'differences' ? tab : sessionId} looked={looked} />
        ) : (
          isReady && (
            <p className="drawer-none">
              Nothing has run yet. Run the script with <Keys keys={commandOf('run').keys[0] ?? ''} /> to see{' '}
              {shows}.
            </p>
          )
        )}
      </div>
    </section>
  );
}

/** One tab per view, each with a count of its contents. `found` is the number of findings. */
function Tabs({
  tab,
  hasCounts,
  found,
}: {
  readonly tab: DrawerTab;
  readonly hasCounts: boolean;
  readonly found: number;
}) {
  const comparing = useUi(({ comparison }) => comparison !== null);
  const tabs = TABS.filter(({ id }) => id !== 'differences' || comparing);
  const counts = useCounts(found);
  const reads = useUi((state) => hasInput(state) && state.status?.readsInput === true);
  const countOf = (id: DrawerTab): number | undefined => (hasCounts ? counts[id] : undefined);
  const move = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    // With a modifier, arrow keys are commands: the next program of the course, the next resumption.
    if (by === 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const at = (tabs.findIndex(({ id }) => id === tab) + by + tabs.length) % tabs.length;
    const next = tabs[at] ?? TABS[1];
    useUi.setState({ drawerTab: next.id });
    document.getElementById(`tab-${next.id}`)?.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label="Views" onKeyDown={move}>
      {tabs.map(({ id, label }) => (
        <button
          key={id}
          type="button"
          id={`tab-${id}`}
          className="tab"
          role="tab"
          aria-selected={id === tab}
          aria-controls="drawer-panel"
          tabIndex={id === tab ? 0 : -1}
          // A click does not move the focus here, because → would then change tabs instead of stepping.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => useUi.setState({ drawerTab: id })}
        >
          <span className={reads && id === 'console' && id !== tab ? 'has-sign' : ''}>{label}</span>
          <Count of={countOf(id)} />
        </button>
      ))}
    </div>
  );
}

function Count({ of: count }: { readonly of: number | undefined }) {
  const sessionId = useUi((state) => state.session?.id);
  if (count === undefined) return null;
  return (
    <Steady key={sessionId} className="tab-count">
      {thousands(count)}
    </Steady>
  );
}

/** The count for each tab; none for tabs that need no count. */
function useCounts(found: number): Partial<Record<DrawerTab, number>> {
  const status = useReadableStatus();
  const passing = usePassing();
  const marks = useUi((state) => state.marks.length);
  return {
    console: status?.consoleLines ?? 0,
    tasks: passing ?? status?.tasks ?? 0,
    ...(marks > 0 ? { marks } : {}),
    ...(found > 0 ? { insights: found } : {}),
  };
}
