import { useLayoutEffect, useRef, useState } from 'react';
import type { ConsoleLine } from '../../../model/view-types.ts';
import { followsEnd } from '../../controls/long-list.ts';
import { useLineKeys } from '../../controls/use-line-keys.ts';
import { useLongList } from '../../controls/use-long-list.ts';
import { usePage } from '../../session/use-page.ts';
import { useFolded } from '../../shell/panels.ts';
import { useReadableStatus } from '../../store/live-status.ts';
import { useUi } from '../../store/ui-store.ts';
import { ConsoleInput } from './console-input.tsx';
import { LineParts } from './console-line.tsx';
import { linesLaidOut, linesToAsk } from './console-window.ts';

const LINE_PX = 20;
/** Above and below all lines. */
const PADDING_PX = 4;
const NOTHING = {};
const NOTHING_WRITTEN = {
  loading: 'Nothing that the program wrote has been read yet.',
  live: 'The program has not written anything yet.',
  finished: 'The program wrote nothing to its console.',
} as const;
const WRITTEN_ELSEWHERE =
  'The program itself wrote nothing to its console. What commands that it started wrote went to the terminal where it was recorded, and is not in this recording.';

/** The Console tab: what the program printed, in order, and the field for its input. */
export function ConsoleView() {
  return (
    <div className="console-tab">
      <ConsoleLines />
      <ConsoleInput />
    </div>
  );
}

function ConsoleLines() {
  const { list, lines, page, asked, keys } = useConsole();
  const playheadNs = useUi(({ playhead }) => playhead ?? Number.POSITIVE_INFINITY);
  if (lines === 0) return <NothingWritten />;
  return (
    <div
      ref={list.attach}
      className="console selectable"
      role="log"
      aria-label="Console"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard.
      tabIndex={0}
      data-own-arrows
      onKeyDown={keys.pressed}
    >
      <div className="virtual" style={{ height: list.heightPx }}>
        {list.shown.map(({ index, topPx }) => {
          const line = page?.items[index - page.from];
          if (line === undefined) return null;
          const before = index === 0 ? null : page?.items[index - 1 - page.from];
          return (
            <div
              key={index}
              data-index={index}
              className={`console-line is-${line.from} ${index === asked?.line ? 'is-asked' : ''} ${laterClass(line, before, playheadNs)}`}
              style={{ transform: `translateY(${topPx}px)` }}
            >
              <LineParts line={line} isAt={index === keys.at} onFocus={() => keys.moveTo(index)} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The lines in view, and the one that the keyboard is at. Stays at the end while the user is there. */
function useConsole() {
  const status = useReadableStatus();
  const lines = status?.consoleLines ?? 0;
  const hidden = useFolded(({ drawer }) => drawer);
  const follows = useRef(true);
  const [known, setKnown] = useState(0);
  const laidOut = linesLaidOut(lines, known, follows.current);
  const list = useLongList({
    count: laidOut,
    rowPx: LINE_PX,
    margin: 20,
    aroundPx: PADDING_PX,
    onScroll: (stepPx, leftPx) => {
      // What is hidden cannot be scrolled by the user.
      if (!hidden) follows.current = followsEnd(follows.current, stepPx, leftPx);
    },
  });
  const { shown, scrollTo, scroller } = list;
  const inView = { from: shown[0]?.index ?? 0, to: (shown.at(-1)?.index ?? 0) + 1 };
  const { from, to } = linesToAsk(inView, lines, known, follows.current);
  const { page } = usePage('consoleLines', from, to, NOTHING, status);
  useLayoutEffect(() => setKnown(page === null ? 0 : page.from + page.items.length), [page]);
  const asked = useUi((state) => state.shownConsole);
  useLayoutEffect(() => {
    if (asked === null) return;
    follows.current = false;
    scrollTo(asked.line, 'center');
  }, [asked, scrollTo]);
  const keys = useLineKeys(
    scroller,
    lines,
    () => asked?.line ?? list.first(),
    (line) => {
      follows.current = line === lines - 1;
      scrollTo(line, 'nearest');
    },
  );
  // After every render: lines may be new, higher than was thought, or in a view of another height.
  useLayoutEffect(() => {
    if (follows.current && !hidden && shown.length > 0) scrollTo(laidOut - 1, 'nearest');
  });
  return { list, lines, page, asked, keys };
}

function NothingWritten() {
  const phase = useUi((state) => state.phase);
  const isElsewhere = useUi(({ session }) => session?.isConsoleElsewhere ?? false);
  return (
    <p className="drawer-none">
      {isElsewhere
        ? WRITTEN_ELSEWHERE
        : NOTHING_WRITTEN[phase === 'finished' || phase === 'loading' ? phase : 'live']}
    </p>
  );
}

/** Classes for lines that were printed after the playhead's moment, and for the first of them. `before` is the previous line; null for none. */
function laterClass(line: ConsoleLine, before: ConsoleLine | null | undefined, playheadNs: number): string {
  if (line.timeNs <= playheadNs) return '';
  const isFirst = before === null || (before !== undefined && before.timeNs <= playheadNs);
  return isFirst ? 'is-later is-first-later' : 'is-later';
}
