import { ChevronDown, ChevronUp, Search, X } from 'lucide-react';
import { type KeyboardEvent, useEffect } from 'react';
import { thousands } from '../../model/words.ts';
import { activeChart } from '../chart/active-chart.ts';
import { Button } from '../controls/button.tsx';
import { currentClient } from '../session/session.ts';
import { ignoreClosed } from '../session/session-client.ts';
import { arrange } from '../store/arrangement.ts';
import { inTurn } from '../store/in-turn.ts';
import { goToTask } from '../store/selection.ts';
import { NO_SEARCH, useUi } from '../store/ui-store.ts';
import { setSearchField } from './search-focus.ts';

/** While hits are shown, they are counted again this long after a change, because tasks may come all the time. */
const AGAIN_MS = 100;

/** The search: finds tasks by name, counts them, steps through them, and hides all other rows. */
export function SearchBox() {
  const { text, hits } = useUi((state) => state.search);
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
  const pressed = (event: KeyboardEvent) => {
    if (event.key === 'Enter') void find(text, event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') {
      clear();
      activeChart()?.focusRows();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <search className={`search ${text === '' ? '' : 'is-set'}`}>
      <Search className="icon search-icon" aria-hidden />
      <input
        ref={setSearchField}
        className="field search-field"
        aria-label="Search tasks"
        placeholder="Search tasks  /"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          const { value } = event.target;
          void arrange({ search: { text: value, hits: null, at: -1 } });
          // The search starts at once, before the chart asks for its picture, which takes longer.
          if (value !== '') void find(value, 0);
        }}
        onKeyDown={pressed}
      />
      {text !== '' && (
        <>
          <Hits />
          <Button icon={X} aria-label="Clear search" onClick={clear} />
        </>
      )}
    </search>
  );
}

/** The number of the selected hit, the total, and the buttons to step through the hits. */
function Hits() {
  const { text, hits, at } = useUi((state) => state.search);
  return (
    <>
      <output className="search-hits">
        {hits === null
          ? ''
          : hits === 0
            ? 'no hits'
            : `${at < 0 ? '–' : thousands(at + 1)} of ${thousands(hits)}`}
      </output>
      <Button
        icon={ChevronUp}
        aria-label="Previous hit"
        disabled={!hits}
        onClick={() => void find(text, -1)}
      />
      <Button icon={ChevronDown} aria-label="Next hit" disabled={!hits} onClick={() => void find(text, 1)} />
    </>
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
