import { useEffect, useState } from 'react';
import type { Insights } from '../../model/index.ts';
import type { InsightSettings } from '../../protocol/insights.ts';
import { currentClient } from '../session/session.ts';
import { ignoreClosed } from '../session/session-client.ts';
import { useUi } from '../store/ui-store.ts';

/** While a program runs, it is looked at so often. */
const LOOK_MS = 500;

/** What is wrong with the session's program as far as is known; null before the first answer, and without a session. */
export function useInsights(settings: InsightSettings): Insights | null {
  const sessionId = useUi((state) => state.session?.id);
  const connected = useUi((state) => state.connected);
  const finished = useUi((state) => state.status?.finished ?? false);
  const [answer, setAnswer] = useState<{ readonly of: unknown; readonly insights: Insights } | null>(null);
  useEffect(() => {
    if (!connected) return;
    let timer: number | undefined;
    let gone = false;
    const ask = () => {
      (currentClient()?.query('insights', settings) ?? Promise.resolve(undefined))
        .catch(ignoreClosed)
        .then((insights) => {
          if (gone) return;
          if (insights !== undefined) setAnswer({ of: sessionId, insights });
          if (!finished) timer = window.setTimeout(ask, LOOK_MS);
        });
    };
    ask();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [connected, finished, settings, sessionId]);
  return answer !== null && connected && answer.of === sessionId ? answer.insights : null;
}
