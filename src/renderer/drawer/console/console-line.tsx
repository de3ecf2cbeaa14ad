import { Fragment, type ReactNode } from 'react';
import { plainText } from '../../../model/plain-text.ts';
import { textPattern } from '../../../model/tables/console/line-search.ts';
import type { ConsoleLine } from '../../../model/view-types.ts';
import { thousands } from '../../../model/words.ts';
import { goToLine } from '../../store/selection.ts';
import { useUi } from '../../store/ui-store.ts';
import { copyText } from '../../text/copy-text.ts';
import { formatMomentShort } from '../../text/format.ts';
import { useConsoleSearch } from './console-search.tsx';

/** A longer line is cut off, and the length of the rest is shown: a million characters fill hundreds of screens. */
const LONGEST_TEXT = 4000;

interface LineProps {
  readonly line: ConsoleLine;
  /** Whether it is the line that the keyboard is at. */
  readonly isAt: boolean;
  readonly onFocus: () => void;
}

const SOURCES = { stdout: '', stderr: 'err', stdin: 'in' } as const;

/** A line: when it was written, its text, and the task that wrote it. A click, or Enter, goes there in the chart. */
export function LineParts({ line, isAt, onFocus }: LineProps) {
  const { timeNs, from, text, by } = line;
  const isOwn = useUi(({ selectedTask }) => selectedTask !== null && selectedTask === by?.task);
  const isTyped = from === 'stdin';
  const moment = formatMomentShort(timeNs);
  const writer = by === null ? '' : [by.label, by.thread].filter((part) => part !== '').join(', ');
  return (
    <>
      <button
        type="button"
        className="console-time"
        title={momentWords(line)}
        tabIndex={isAt ? 0 : -1}
        onFocus={onFocus}
        onClick={() => goToLine(line)}
      >
        {by === null && !isTyped ? `≤ ${moment}` : moment}
      </button>
      <span className="console-from">{SOURCES[from]}</span>
      <LineText text={plainText(text)} />
      {by !== null && (
        <button
          type="button"
          className={`console-by ${isOwn ? 'is-own' : ''}`}
          title={`Written by ${writer}: show it in the chart`}
          tabIndex={-1}
          onClick={() => goToLine(line)}
        >
          {writer}
        </button>
      )}
    </>
  );
}

function momentWords({ by, from }: ConsoleLine): string {
  if (from === 'stdin') return 'Typed at this moment. Show it in the chart';
  return by === null
    ? 'Read at this moment, and written before it: nobody knows by whom. Show it in the chart'
    : 'Show this moment, and who wrote it, in the chart';
}

function LineText({ text }: { readonly text: string }) {
  const searched = useConsoleSearch((state) => state.text);
  const more = text.length - LONGEST_TEXT;
  const shown = searched === '' ? text.slice(0, LONGEST_TEXT) : marked(text.slice(0, LONGEST_TEXT), searched);
  if (more <= 0) return <span className="console-text">{shown}</span>;
  return (
    <span className="console-text">
      {shown}…{' '}
      <button type="button" className="link" onClick={() => copyText(text)}>
        copy all of it, {thousands(more)} characters more
      </button>
    </span>
  );
}

/** A text in which what is searched for is marked. */
function marked(text: string, searched: string): ReactNode {
  const hits = text.match(textPattern(searched, 'g'));
  if (hits === null) return text;
  return text.split(textPattern(searched)).map((between, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text, in their order.
    <Fragment key={at}>
      {between}
      {hits[at] !== undefined && <mark className="console-hit">{hits[at]}</mark>}
    </Fragment>
  ));
}
