import { useEffect, useRef, useState } from 'react';
import { oneAtATime } from '../store/one-at-a-time.ts';
import type { Page, QueryAnswer, QueryName, QueryRequest } from '../worker/contract.ts';
import { currentClient } from './session.ts';
import { ignoreClosed } from './session-client.ts';

/** How many more items are asked for on each side of the view. */
const MARGIN = 50;

type PageQuery = { [Name in QueryName]: QueryAnswer<Name> extends Page<unknown> ? Name : never }[QueryName];

/** An answer, and what it was asked with. */
interface Answered<Name extends PageQuery> {
  readonly page: QueryAnswer<Name>;
  /** The request without the part that was asked for. */
  readonly key: string;
  readonly version: unknown;
}

/**
 * The items `from` to `to` of a long list in the worker, and some around them. They are asked for again when other items are in view, or
 * when `version` or the rest of the request changes. Only one request is under way at a time, and the old items stay until the answer comes;
 * `isOther` says that they answer another request.
 */
export function usePage<Name extends PageQuery>(
  name: Name,
  from: number,
  to: number,
  rest: Omit<QueryRequest<Name>, 'from' | 'to'>,
  version: unknown,
): { readonly page: QueryAnswer<Name> | null; readonly isOther: boolean } {
  const key = JSON.stringify(rest);
  const wanted = useRef({ from, to, rest, key, version });
  wanted.current = { from, to, rest, key, version };
  const [shown, show] = useState<Answered<Name> | null>(null);
  const last = useRef(shown);
  const [ask] = useState(() =>
    oneAtATime(async () => {
      const now = wanted.current;
      if (last.current !== null && answers(last.current, now)) return;
      const request = { ...now.rest, from: Math.max(0, now.from - MARGIN), to: now.to + MARGIN };
      const page = await currentClient()
        ?.query(name, request as QueryRequest<Name>)
        .catch(ignoreClosed);
      if (page === undefined) return;
      last.current = { page, key: now.key, version: now.version };
      show(last.current);
    }),
  );
  // After every render, because scrolling past a page that has just arrived changes nothing else.
  useEffect(ask);
  return { page: shown?.page ?? null, isOther: shown !== null && shown.key !== key };
}

interface Wanted {
  readonly from: number;
  readonly to: number;
  readonly key: string;
  readonly version: unknown;
}

/** Whether an answer is what is wanted now. A page may end before `to` where the list ends. */
const answers = ({ page, key, version }: Answered<PageQuery>, wanted: Wanted): boolean =>
  key === wanted.key &&
  version === wanted.version &&
  wanted.from >= page.from &&
  Math.min(wanted.to, page.total) <= page.from + page.items.length;
