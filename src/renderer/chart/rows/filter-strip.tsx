import { X } from 'lucide-react';
import { fileText, placeText } from '../../../model/details/labels.ts';
import { NO_FILTER, type TaskFilter } from '../../../model/rows/row-filter.ts';
import { thousands } from '../../../model/words.ts';
import { filterCount, setFilter, usePassing } from '../../store/arrangement.ts';
import { useUi } from '../../store/ui-store.ts';
import { formatDuration } from '../../text/format.ts';
import './filter-strip.css';

interface Chip {
  readonly text: string;
  readonly title?: string;
  /** The part of the filter that is removed with it. */
  readonly without: Partial<TaskFilter>;
}

function chipsOf({ states, kinds, file, line, longerNs, shorterNs, mine }: TaskFilter): Chip[] {
  const chips: Chip[] = [];
  if (file !== null) {
    const text = line === null ? fileText(file) : placeText({ file, line });
    chips.push({ text, title: file, without: { file: null, line: null } });
  }
  for (const state of states)
    chips.push({ text: state, without: { states: states.filter((other) => other !== state) } });
  for (const kind of kinds)
    chips.push({ text: kind, without: { kinds: kinds.filter((other) => other !== kind) } });
  if (longerNs > 0) chips.push({ text: `≥ ${formatDuration(longerNs)}`, without: { longerNs: 0 } });
  if (shorterNs !== null)
    chips.push({ text: `< ${formatDuration(shorterNs)}`, without: { shorterNs: null } });
  if (mine) chips.push({ text: 'my code', without: { mine: false } });
  return chips;
}

/** A strip below the rows, while some are hidden: each reason for that, with a button that removes it. */
export function FilterStrip() {
  const filter = useUi((state) => state.filter);
  const tasks = useUi(({ status }) => status?.tasks ?? 0);
  const passing = usePassing();
  if (filterCount(filter) === 0) return null;
  return (
    <section className="filter-strip" aria-label="Filter">
      <span className="filter-strip-count">
        {passing === null ? 'only' : `${thousands(passing)} of ${thousands(tasks)} tasks`}
      </span>
      {chipsOf(filter).map(({ text, title, without }) => (
        <button
          key={text}
          type="button"
          className="filter-chip"
          title={title}
          aria-label={`Remove filter ${text}`}
          onClick={() => setFilter(without)}
        >
          {text}
          <X className="icon" aria-hidden />
        </button>
      ))}
      <button type="button" className="link" onClick={() => setFilter(NO_FILTER)}>
        clear
      </button>
    </section>
  );
}
