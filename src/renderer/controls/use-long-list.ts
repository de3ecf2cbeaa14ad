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
  /**
   * Called before the rows are laid out after a scroll that the list did not do itself. `stepPx` is negative for one up; `leftPx` is from
   * there to the end. Most are the user's, but the browser too scrolls up where the list became shorter or the view higher: to the end.
   */
  readonly onScroll?: (stepPx: number, leftPx: number) => void;
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
export function useLongList(options: LongListOptions): LongList {
  const { count, rowPx, margin, aroundPx = 0 } = options;
  const { scroller, element, attach } = useScroller();
  const [heights] = useState(() => new RowHeights(rowPx));
  const extent = (): Extent => ({
    listPx: heights.topPx(count),
    viewPx: Math.max(0, (scroller.current?.clientHeight ?? 0) - aroundPx),
  });
  const newest = useNewest({ extent, onScroll: options.onScroll });
  const { place, now, goTo, scrollThere, redraw } = useScrollPlace(element, newest);
  const viewPx = useViewHeight(element, newest);
  // After every render, as rows may have other contents then.
  useLayoutEffect(() => {
    const rows = scroller.current?.querySelectorAll<HTMLElement>('[data-index]') ?? [];
    const { hasChanged, abovePx } = measured(rows, heights, now.current.listPx);
    // What is in view stays where it is when a row above it becomes higher.
    if (abovePx !== 0) goTo(now.current.listPx + abovePx);
    else if (hasChanged) redraw();
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
        const { viewPx } = newest.current.extent();
        const [topPx, bottomPx] = [heights.topPx(index), heights.topPx(index + 1)];
        const nearest = Math.max(Math.min(listPx, topPx), bottomPx - viewPx);
        const to = where === 'center' ? (topPx + bottomPx - viewPx) / 2 : nearest;
        if (to !== listPx) goTo(to);
        // While it is hidden, the browser forgets how far it was scrolled.
        else scrollThere();
      },
      [heights, goTo, scrollThere, now, newest],
    ),
  };
}

/** What handlers that live longer than a render call: the functions of the newest one. */
interface Newest {
  readonly extent: () => Extent;
  readonly onScroll: LongListOptions['onScroll'];
}

function useNewest(functions: Newest): RefObject<Newest> {
  const newest = useRef(functions);
  newest.current = functions;
  return newest;
}

function useScroller() {
  const scroller = useRef<HTMLElement>(null);
  const [element, setElement] = useState<HTMLElement | null>(null);
  const attach = useCallback((attached: HTMLElement | null) => {
    scroller.current = attached;
    setElement(attached);
  }, []);
  return { scroller, element, attach };
}

/** Where the list is scrolled to: the browser follows `goTo`, and the place follows the browser. */
function useScrollPlace(element: HTMLElement | null, newest: RefObject<Newest>) {
  const [place, setPlace] = useState<ScrollPlace>({ listPx: 0, scrolledPx: 0 });
  /** The newest place, for what is called between two renders. */
  const now = useRef(place);
  now.current = place;
  /** Where the browser was scrolled to when that was last set or heard of: it rounds what is set, and goes no further than the list. */
  const knownPx = useRef(0);
  const isAsked = useRef(false);
  const goTo = useCallback(
    (listPx: number) => {
      now.current = placeAt(listPx, newest.current.extent());
      isAsked.current = true;
      setPlace(now.current);
    },
    [newest],
  );
  const scrollThere = useCallback(() => {
    if (element === null) return;
    element.scrollTop = now.current.scrolledPx;
    knownPx.current = element.scrollTop;
  }, [element]);
  // Once the list is laid out: until then it may be too short.
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each place.
  useLayoutEffect(() => {
    if (isAsked.current) scrollThere();
    isAsked.current = false;
  }, [place, scrollThere]);
  useLayoutEffect(() => {
    if (element === null) return;
    const scrolled = () => {
      const { scrollTop, scrollHeight, clientHeight } = element;
      const stepPx = scrollTop - knownPx.current;
      knownPx.current = scrollTop;
      if (stepPx !== 0) newest.current.onScroll?.(stepPx, scrollHeight - scrollTop - clientHeight);
      // The browser rounds what was set.
      if (Math.abs(scrollTop - now.current.scrolledPx) < 1) return;
      // At once: rows that are drawn a frame later leave a gap meanwhile.
      flushSync(() => setPlace(scrolledTo(now.current, scrollTop, newest.current.extent())));
    };
    element.addEventListener('scroll', scrolled, { passive: true });
    return () => element.removeEventListener('scroll', scrolled);
  }, [element, newest]);
  return { place, now, goTo, scrollThere, redraw: () => setPlace({ ...now.current }) };
}

/** The height of what is in view of the list, in pixels; 0 until it is measured. Renders again when the view has another size. */
function useViewHeight(element: HTMLElement | null, newest: RefObject<Newest>): number {
  const [{ viewPx }, setView] = useState({ viewPx: 0, widthPx: 0 });
  useLayoutEffect(() => {
    if (element === null) return;
    // In another width, rows may have other heights.
    const measure = () => setView({ viewPx: newest.current.extent().viewPx, widthPx: element.clientWidth });
    const resizes = new ResizeObserver(measure);
    measure();
    resizes.observe(element);
    return () => resizes.disconnect();
  }, [element, newest]);
  return viewPx;
}

/** Notes how high these rows are. Returns whether that is new of any, and by how much those that begin above a list pixel have grown. */
function measured(rows: Iterable<HTMLElement>, heights: RowHeights, listPx: number) {
  let hasChanged = false;
  let abovePx = 0;
  for (const row of rows) {
    const index = Number(row.dataset.index);
    const isAbove = heights.topPx(index) < listPx;
    const by = heights.measured(index, row.offsetHeight);
    hasChanged ||= by !== 0;
    if (isAbove) abovePx += by;
  }
  return { hasChanged, abovePx };
}
