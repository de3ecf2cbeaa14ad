import { useEffect, useRef, useState } from 'react';
import { currentClient } from '../../session/session.ts';
import { ignoreClosed } from '../../session/session-client.ts';
import type { Page, QueryAnswer, QueryName, QueryRequest } from '../../worker/contract.ts';

/** How many more items are asked for on each side of the view. */
const MARGIN = 50;

const covers = ({ from, items, total }: Page<unknown>, first: number, end: number): boolean =>
  first >= from && Math.min(end, total) <= from + items.length;

type PageQuery = { [Name in QueryName]: QueryAnswer<Name> extends Page<unknown> ? Name : never }[QueryName];

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
  const [{ page, answers }, setPage] = useState<{
    readonly page: QueryAnswer<Name> | null;
    readonly answers: string;
  }>({ page: null, answers: '' });
  const latest = useRef({ from, to, rest });
  latest.current = { from, to, rest };
  const underWay = useRef(false);
  const again = useRef(false);
  const key = JSON.stringify(rest);
  const covered = page !== null && covers(page, from, to);

  const mounted = useRef(false);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);

  const ask = () => {
    again.current = underWay.current;
    if (underWay.current) return;
    underWay.current = true;
    const now = latest.current;
    const request = { ...now.rest, from: Math.max(0, now.from - MARGIN), to: now.to + MARGIN };
    (currentClient()?.query(name, request as QueryRequest<Name>) ?? Promise.resolve(undefined))
      .catch(ignoreClosed)
      .then((answer) => {
        underWay.current = false;
        if (!mounted.current) return;
        if (answer !== undefined)
          setPage({ page: answer as QueryAnswer<Name>, answers: JSON.stringify(now.rest) });
        if (again.current) ask();
      });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the request itself is read when it is sent.
  useEffect(ask, [name, key, version]);
  // After every render, because scrolling past a page that has just arrived changes none of the dependencies.
  useEffect(() => {
    if (!covered && !underWay.current) ask();
  });
  return { page, isOther: page !== null && answers !== key };
}
