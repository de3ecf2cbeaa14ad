import { GitCompareArrows, Maximize2, Scan, ZoomIn, ZoomOut } from 'lucide-react';
import { thousands } from '../../model/words.ts';
import { CommandButton } from '../commands/command-button.tsx';
import { OutcomeGlyph } from '../controls/glyph.tsx';
import { useSteadyWidth } from '../controls/steady.tsx';
import { showTab } from '../shell/panels.ts';
import { SearchBox } from '../stage/search-box.tsx';
import { useReadableStatus } from '../store/live-status.ts';
import { useUi } from '../store/ui-store.ts';
import { formatDuration, formatMoment } from '../text/format.ts';
import { RowsButton, RowsMenu } from './rows/rows-menu.tsx';
import { Playback } from './time/playback.tsx';
import './chart-head.css';

/** The bar above the chart: how many tasks are in each state, the selected range, search and zoom. */
export function ChartHead() {
  return (
    <div className="chart-head">
      <CountersLine />
      <RangeLine />
      <span className="chart-head-space" />
      <Playback />
      <RowsButton />
      <RowsMenu />
      <SearchBox />
      <CommandButton id="compare" icon={GitCompareArrows} className="chart-head-rare" />
      <CommandButton id="zoom-out" icon={ZoomOut} />
      <CommandButton id="zoom-in" icon={ZoomIn} />
      <CommandButton id="fit-selection" icon={Scan} className="chart-head-rare" />
      <CommandButton id="fit-all" icon={Maximize2} />
    </div>
  );
}

function CountersLine() {
  const status = useReadableStatus();
  const ending = useUi((state) => state.ending);
  const over = useUi(({ phase }) => phase === 'finished');
  const moment = useUi((state) => state.moment);
  const session = useUi((state) => state.session?.id);
  if (status === null) return null;
  const finished = over || status.isFull;
  const counters = moment?.counters ?? status.counters;
  if (finished && moment === null) {
    return (
      <dl key={`${session} over`} className="counters" aria-label="Tasks">
        <Counter name="tasks" count={counters.tasks} />
        {(['rejected', 'cancelled', 'pending'] as const).map((outcome) => (
          <Counter
            key={outcome}
            name={outcome}
            outcome={outcome}
            count={ending?.outcomes[outcome] ?? 0}
            hideZero
          />
        ))}
        <div className="counter counter-length">
          <dt>in</dt>
          <dd>{formatDuration(status.endNs)}</dd>
        </div>
      </dl>
    );
  }
  return (
    <dl key={session} className="counters" aria-label="Tasks by state">
      <Counter name="running" swatch="running" count={counters.running} />
      <Counter name="ready" swatch="ready" count={counters.ready} />
      <Counter name="suspended" swatch="suspended" count={counters.suspended} />
      <Counter name="alive" count={counters.alive} />
      <Counter name="tasks" count={counters.tasks} />
    </dl>
  );
}

function Counter({
  name,
  swatch,
  outcome,
  count,
  hideZero = false,
}: {
  readonly name: string;
  readonly swatch?: string;
  readonly outcome?: 'rejected' | 'cancelled' | 'pending';
  readonly count: number;
  readonly hideZero?: boolean;
}) {
  const number = useSteadyWidth<HTMLElement>();
  if (hideZero && count === 0) return null;
  return (
    <div className="counter">
      {outcome && <OutcomeGlyph outcome={outcome} />}
      {swatch && <span className={`swatch swatch-${swatch}`} aria-hidden="true" />}
      <dt>{name}</dt>
      <dd ref={number}>{thousands(count)}</dd>
    </div>
  );
}

function RangeLine() {
  const range = useUi((state) => state.range);
  if (range === null) return null;
  return (
    <p className="range-line" role="status">
      range <strong>{formatDuration(range.toNs - range.fromNs)}</strong> from {formatMoment(range.fromNs)}{' '}
      <button type="button" className="link" onClick={() => showTab('range')}>
        totals
      </button>
    </p>
  );
}
