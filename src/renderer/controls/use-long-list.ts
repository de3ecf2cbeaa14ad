import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import {
  type Extent,
  placeAt,
  RowHeights,
  type ScrollPlace,
  scrolledHeight,
  scrolledTo,
} from './long-list.ts';

interface LongListOptions {
  readonly count: number;
  /** The height of a row that is not measured; most have it. */
  readonly rowPx: number;
  /** How many rows are laid out above and below those in view. */
  readonly margin: number;
  /** The height of what else is in view: a head that stays in place above the rows, padding. */
  readonly aroundPx?: number;
}

export interface LongList {
  readonly scroller: RefObject<HTMLElement | null>;
  /** The `ref` of the element that scrolls. */
  readonly attach: (element: HTMLElement | null) => void;
  /** The height of the element that the rows stand in. */
  readonly heightPx: number;
  /** The rows to lay out, and where each stands in that element. One with its number as `data-index` may have any height. */
  readonly shown: readonly { readonly index: number; readonly topPx: number }[];
  /** The first row in view. */
  first(): number;
  scrollTo(index: number, where: 'nearest' | 'center'): void;
}

/** A list of any length, of which only the rows in view are laid out. Its cost does not depend on the length. */
export function useLongList({ count, rowPx, margin, aroundPx = 0 }: LongListOptions): LongList {
  const scroller = useRef<HTMLElement>(null);
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [heights] = useState(() => new RowHeights(rowPx));
  const [{ viewPx }, setView] = useState({ viewPx: 0, widthPx: 0 });
  const [place, setPlace] = useState<ScrollPlace>({ listPx: 0, scrolledPx: 0 });
  /** The newest place, for what is called between two renders. */
  const now = useRef(place);
  now.current = place;
  const extentOf = useRef((): Extent => ({ listPx: 0, viewPx: 0 }));
  extentOf.current = () => ({
    listPx: heights.topPx(count),
    viewPx: Math.max(0, (scroller.current?.clientHeight ?? 0) - aroundPx),
  });

  const attach = useCallback((attached: HTMLElement | null) => {
    scroller.current = attached;
    setElement(attached);
  }, []);
  const goTo = useCallback((listPx: number) => {
    now.current = placeAt(listPx, extentOf.current());
    setPlace(now.current);
    if (scroller.current !== null) scroller.current.scrollTop = now.current.scrolledPx;
  }, []);
  useLayoutEffect(() => {
    if (element === null) return;
    const scrolled = () => {
      const { scrollTop } = element;
      // The browser rounds what was set.
      if (Math.abs(scrollTop - now.current.scrolledPx) < 1) return;
      // At once: rows that are drawn a frame later leave a gap meanwhile.
      flushSync(() => setPlace(scrolledTo(now.current, scrollTop, extentOf.current())));
    };
    // In another width, rows may have other heights.
    const measure = () => setView({ viewPx: extentOf.current().viewPx, widthPx: element.clientWidth });
    const resizes = new ResizeObserver(measure);
    measure();
    element.addEventListener('scroll', scrolled, { passive: true });
    resizes.observe(element);
    return () => {
      element.removeEventListener('scroll', scrolled);
      resizes.disconnect();
    };
  }, [element]);
  // After every render, as rows may have other contents then.
  useLayoutEffect(() => {
    let hasChanged = false;
    let above = 0;
    for (const row of scroller.current?.querySelectorAll<HTMLElement>('[data-index]') ?? []) {
      const index = Number(row.dataset.index);
      const isAbove = heights.topPx(index) < now.current.listPx;
      const by = heights.measured(index, row.offsetHeight);
      hasChanged ||= by !== 0;
      if (isAbove) above += by;
    }
    // What is in view stays where it is when a row above it becomes higher.
    if (above !== 0) goTo(now.current.listPx + above);
    else if (hasChanged) setPlace({ ...now.current });
  });

  const from = Math.max(0, heights.rowAt(place.listPx, count) - margin);
  const to = Math.min(count, heights.rowAt(place.listPx + viewPx, count) + 1 + margin);
  return {
    scroller,
    attach,
    heightPx: scrolledHeight(heights.topPx(count)),
    shown: Array.from({ length: to - from }, (_, at) => ({
      index: from + at,
      topPx: heights.topPx(from + at) - (place.listPx - place.scrolledPx),
    })),
    first: () => heights.rowAt(now.current.listPx, count),
    scrollTo: useCallback(
      (index, where) => {
        const { listPx } = now.current;
        const { viewPx } = extentOf.current();
        const [topPx, bottomPx] = [heights.topPx(index), heights.topPx(index + 1)];
        const nearest = Math.max(Math.min(listPx, topPx), bottomPx - viewPx);
        const to = where === 'center' ? (topPx + bottomPx - viewPx) / 2 : nearest;
        if (to !== listPx) goTo(to);
        // While it is hidden, the browser forgets how far it was scrolled.
        else scroller.current?.scrollTo(0, now.current.scrolledPx);
      },
      [heights, goTo],
    ),
  };
}
