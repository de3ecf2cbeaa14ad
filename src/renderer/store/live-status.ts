import { useEffect, useState } from 'react';
import type { SessionStatus } from '../../model/view-types.ts';
import { useUi } from './ui-store.ts';

/** Numbers change no faster than this, so that they can be read. */
const READABLE_MS = 100;

/** The session's status, updated at most ten times a second; the last one is never missed. */
export function useReadableStatus(): SessionStatus | null {
  const [status, setStatus] = useState(() => useUi.getState().status);
  useEffect(() => {
    let timer: number | undefined;
    let shownAtMs = 0;
    const show = () => {
      timer = undefined;
      shownAtMs = performance.now();
      setStatus(useUi.getState().status);
    };
    const unsubscribe = useUi.subscribe((state, before) => {
      if (state.status === before.status || timer !== undefined) return;
      const waitMs = shownAtMs + READABLE_MS - performance.now();
      if (waitMs <= 0 || state.status === null || state.status.finished) show();
      else timer = window.setTimeout(show, waitMs);
    });
    show();
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, []);
  return status;
}

/** What has not ended grows on, even if a program that waits sends nothing: tables of durations are read again this often. */
const GROWS_MS = 500;

/** A number that changes while the program runs, as often as durations are to be read again. */
export function useGrowing(): number {
  const runs = useUi(({ phase }) => phase === 'live');
  const [times, setTimes] = useState(0);
  useEffect(() => {
    if (!runs) return;
    const timer = setInterval(() => setTimes((before) => before + 1), GROWS_MS);
    return () => clearInterval(timer);
  }, [runs]);
  return times;
}
