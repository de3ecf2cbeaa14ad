import { useEffect } from 'react';
import { create } from 'zustand';
import { SearchField } from '../../controls/search-field.tsx';
import { currentClient } from '../../session/session.ts';
import { ignoreClosed } from '../../session/session-client.ts';
import { setFieldOf } from '../../stage/search-focus.ts';
import { inTurn } from '../../store/in-turn.ts';
import { useReadableStatus } from '../../store/live-status.ts';
import { showConsoleLine, useUi } from '../../store/ui-store.ts';

interface ConsoleSearchState {
  readonly text: string;
  readonly hits: number | null;
  readonly at: number;
}

const NOTHING: ConsoleSearchState = { text: '', hits: null, at: -1 };

/** What is searched for in the console; the same for all sessions, so that a run can be compared with the next. */
export const useConsoleSearch = create<ConsoleSearchState>()(() => NOTHING);

const setDrawerField = setFieldOf('drawer');

/** The search of the Console tab: counts the lines in which a text stands, and steps through them. */
export function ConsoleSearch() {
  const { text, hits, at } = useConsoleSearch();
  const lines = useReadableStatus()?.consoleLines ?? 0;
  const sessionId = useUi((state) => state.session?.id);
  // New lines may be hits too.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again for every session and number of lines.
  useEffect(() => {
    if (text !== '') void find(text, 0);
  }, [text, sessionId, lines]);
  return (
    <SearchField
      label="Search the console"
      placeholder="Search lines"
      text={text}
      hits={hits}
      at={at}
      field={setDrawerField}
      onText={(value) => useConsoleSearch.setState({ text: value, hits: null, at: -1 })}
      onStep={(step) => void find(text, step)}
      onClear={() => useConsoleSearch.setState(NOTHING)}
      // Of a program that has written nothing there are no lines.
      onLeave={() =>
        (document.querySelector<HTMLElement>('.console') ?? document.getElementById('tab-console'))?.focus()
      }
    />
  );
}

/** Searches run one after the other: two quick presses of Enter lead to the second hit. */
const find = inTurn(async (text: string, step: -1 | 0 | 1) => {
  const client = currentClient();
  const isStill = (): boolean => currentClient() === client && useConsoleSearch.getState().text === text;
  if (client === null || !isStill()) return;
  const from = useUi.getState().shownConsole?.line ?? -1;
  const found = await client.query('findLine', { text, from, step }).catch(ignoreClosed);
  if (found === undefined || !isStill()) return;
  useConsoleSearch.setState({ hits: found.hits, at: found.at });
  if (step !== 0 && found.line >= 0) showConsoleLine(found.line);
});
