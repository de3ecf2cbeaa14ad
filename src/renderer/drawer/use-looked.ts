import { useEffect, useState } from 'react';
import { currentClient } from '../session/session.ts';
import { ignoreClosed } from '../session/session-client.ts';
import { useUi } from '../store/ui-store.ts';
import type { QueryAnswer, QueryName, QueryRequest } from '../worker/contract.ts';

/** While a program runs, it is looked at so often. */
const LOOK_MS = 500;

/** An answer, and the question as it was asked: the one before, until there is an answer to the next. */
export interface Looked<Name extends QueryName> {
  readonly request: QueryRequest<Name>;
  readonly answer: QueryAnswer<Name>;
  /** Nothing more came after it was asked. */
  readonly isWhole: boolean;
}

/**
 * What the session's worker answers, asked again while the program runs; null before the first answer, without a session
 * and without a question. A question is another one when it is another object.
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
