import { useEffect, useState } from 'react';
import { useUi } from '../store/ui-store.ts';
import type { QueryAnswer, QueryName, QueryRequest } from '../worker/contract.ts';
import { currentClient } from './session.ts';
import { ignoreClosed } from './session-client.ts';

/** How often the answer is renewed while a program runs. */
const LOOK_MS = 500;

/** An answer, and the question to which it belongs. While the next question is not answered yet, this is the previous one. */
export interface Looked<Name extends QueryName> {
  readonly request: QueryRequest<Name>;
  readonly answer: QueryAnswer<Name>;
  /** Whether nothing more came after the question was asked. */
  readonly isWhole: boolean;
}

/**
 * The answer of the session's worker to a question, renewed while the program runs. Null before the first answer, without a session, and
 * without a question. A different object counts as a different question.
 */
export function useLooked<Name extends QueryName>(
  name: Name,
  request: QueryRequest<Name> | null,
): Looked<Name> | null {
  const sessionId = useUi((state) => state.session?.id);
  const connected = useUi((state) => state.connected);
  const finished = useUi((state) => state.status?.finished ?? false);
  const [last, setLast] = useState<(Looked<Name> & { readonly of: unknown }) | null>(null);
  useEffect(() => {
    if (!connected || request === null) return;
    let timer: number | undefined;
    let gone = false;
    const ask = () => {
      (currentClient()?.query(name, request) ?? Promise.resolve(undefined))
        .catch(ignoreClosed)
        .then((answer) => {
          if (gone) return;
          if (answer !== undefined) setLast({ of: sessionId, request, answer, isWhole: finished });
          if (!finished) timer = window.setTimeout(ask, LOOK_MS);
        });
    };
    ask();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [connected, finished, name, request, sessionId]);
  return last !== null && connected && request !== null && last.of === sessionId ? last : null;
}
