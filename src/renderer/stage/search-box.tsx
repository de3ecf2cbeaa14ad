import { useEffect } from 'react';
import { activeChart } from '../chart/active-chart.ts';
import { SearchField } from '../controls/search-field.tsx';
import { currentClient } from '../session/session.ts';
import { ignoreClosed } from '../session/session-client.ts';
import { arrange } from '../store/arrangement.ts';
import { inTurn } from '../store/in-turn.ts';
import { goToTask } from '../store/selection.ts';
import { NO_SEARCH, useUi } from '../store/ui-store.ts';
import { setFieldOf } from './search-focus.ts';

const setChartField = setFieldOf('chart');

/** While hits are shown, they are counted again this long after a change, because tasks may come all the time. */
const AGAIN_MS = 100;

/** The search: finds tasks by name, counts them, steps through them, and hides all other rows. */
export function SearchBox() {
  const { text, hits, at } = useUi((state) => state.search);
  const tasks = useUi(({ status }) => status?.tasks ?? 0);
  const arranged = useUi((state) => state.arranged);
  const sessionId = useUi((state) => state.session?.id);
  // New tasks may be hits too.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again for every session, number of tasks and arrangement.
  useEffect(() => {
    if (text === '') return;
    const timer = setTimeout(() => void find(text, 0), hits === null ? 0 : AGAIN_MS);
    return () => clearTimeout(timer);
  }, [text, sessionId, tasks, arranged]);
  const clear = () => {
    void arrange({ search: NO_SEARCH }).then(() => {
      const { selectedTask } = useUi.getState();
      if (selectedTask !== null) void activeChart()?.rows.reveal(selectedTask);
    });
  };
  return (
    <SearchField
      label="Search tasks"
      placeholder="Search  /"
      text={text}
      hits={hits}
      at={at}
      field={setChartField}
      onText={(value) => {
        void arrange({ search: { text: value, hits: null, at: -1 } });
        // The search starts at once, before the chart asks for its picture, which takes longer.
        if (value !== '') void find(value, 0);
      }}
      onStep={(step) => void find(text, step)}
      onClear={clear}
      onLeave={() => activeChart()?.focusRows()}
    />
  );
}

/**
 * Searches run one after the other. Otherwise an older answer could replace a newer one, and two quick presses of Enter would not lead to
 * the second hit.
 */
const find = inTurn(async (text: string, step: -1 | 0 | 1) => {
  const client = currentClient();
  const isStill = (): boolean => currentClient() === client && useUi.getState().search.text === text;
  if (client === null || !isStill()) return;
  if (step === 0) {
    // The number of hits is known long before the position of the selected one among them.
    const hits = await client.query('passing', {}).catch(ignoreClosed);
    if (hits === undefined || !isStill()) return;
    useUi.setState(({ search: { at } }) => ({ search: { text, hits, at } }));
  }
  const { selectedTask: from } = useUi.getState();
  const found = await client.query('search', { from, step }).catch(ignoreClosed);
  if (found === undefined || !isStill()) return;
  useUi.setState({ search: { text, hits: found.hits, at: found.at } });
  if (step !== 0 && found.task !== null) goToTask(found.task);
});
