import { useEffect, useRef, useState } from 'react';
import { nameBeside, placeText } from '../../../model/details/labels.ts';
import type { AwaitedTotals, FunctionTotals, RangeTotals } from '../../../model/totals/range-totals.ts';
import { thousands } from '../../../model/words.ts';
import { type Column, countColumn, durationColumn } from '../../controls/columns.tsx';
import { AwaitedGlyph } from '../../controls/glyph.tsx';
import { SortedTable } from '../../controls/sorted-table.tsx';
import { currentClient } from '../../session/session.ts';
import { ignoreClosed } from '../../session/session-client.ts';
import { useReadableStatus } from '../../store/live-status.ts';
import { oneAtATime } from '../../store/one-at-a-time.ts';
import { showSource, useUi } from '../../store/ui-store.ts';
import { formatDuration, formatMoment, formatShare } from '../../text/format.ts';
import { useTableToCopy } from '../table-copy.ts';
import { rangeText } from './range-text.ts';
import './range.css';

const FUNCTIONS: readonly Column<FunctionTotals, keyof FunctionTotals>[] = [
  { by: 'name', name: 'Function', cell: (row) => <FunctionName {...row} /> },
  countColumn('tasks', 'Tasks'),
  durationColumn('runningNs', 'Running'),
  durationColumn('readyNs', 'Ready'),
  durationColumn('suspendedNs', 'Suspended'),
];
const AWAITED: readonly Column<AwaitedTotals, keyof AwaitedTotals>[] = [
  {
    by: 'kind',
    name: 'Waited for',
    cell: ({ kind }) => (
      <>
        <AwaitedGlyph kind={kind} /> {kind}
      </>
    ),
  },
  countColumn('waits', 'Waits'),
  durationColumn('suspendedNs', 'Suspended'),
  durationColumn('readyNs', 'Ready'),
];

/** The Range tab: what the shown tasks did in the selected range, or without one in the whole run. */
export function RangeView() {
  const range = useUi((state) => state.range);
  const status = useReadableStatus();
  const endNs = status?.endNs ?? 0;
  const { fromNs, toNs } = range ?? { fromNs: 0, toNs: endNs };
  const totals = useTotals(fromNs, toNs, status?.events);
  useTableToCopy(async () => (totals === null ? undefined : rangeText(fromNs, toNs, totals)));
  if (totals === null) return null;
  return (
    <div className="range">
      <div className="range-head">
        <p role="status">
          {range === null ? (
            <>The whole run; drag over the chart to select a part of it.</>
          ) : (
            <>
              <strong>{formatDuration(toNs - fromNs)}</strong> from {formatMoment(fromNs)} to{' '}
              {formatMoment(toNs)}
            </>
          )}
        </p>
      </div>
      <div className="data-tables">
        <div>
          <States totals={totals} />
        </div>
        <div>
          <SortedTable
            label="Totals by what was waited for"
            columns={AWAITED}
            rows={totals.awaited}
            first="suspendedNs"
          />
        </div>
        <div className="is-wide">
          <SortedTable
            label="Totals by function"
            columns={FUNCTIONS}
            rows={totals.functions}
            first="suspendedNs"
          />
          {totals.functionCount > totals.functions.length && (
            <p className="range-more">
              {thousands(totals.functionCount - totals.functions.length)} functions with less time are not
              listed.
            </p>
          )}
        </div>
      </div>
    </div>
  );
}

/** While a recording is read, ten questions a second would keep the worker busy for long after its end. */
function useTotals(fromNs: number, toNs: number, events: number | undefined): RangeTotals | null {
  const arranged = useUi((state) => state.arranged);
  const [totals, setTotals] = useState<RangeTotals | null>(null);
  const wanted = useRef({ fromNs, toNs });
  wanted.current = { fromNs, toNs };
  const [ask] = useState(() =>
    oneAtATime(async () => {
      const answer = await currentClient()?.query('rangeTotals', wanted.current).catch(ignoreClosed);
      if (answer !== undefined) setTotals(answer);
    }),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when there is more to count, or other rows.
  useEffect(ask, [fromNs, toNs, events, arranged]);
  return totals;
}

function States({ totals }: { readonly totals: RangeTotals }) {
  const { tasks, runningNs, readyNs, suspendedNs } = totals;
  const all = runningNs + readyNs + suspendedNs;
  return (
    <table className="data-table" aria-label="Totals by state">
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col" className="number">
            Time
          </th>
          <th scope="col" className="number">
            of {thousands(tasks)} {tasks === 1 ? 'task' : 'tasks'}
          </th>
        </tr>
      </thead>
      <tbody>
        {(
          [
            ['running', runningNs],
            ['ready', readyNs],
            ['suspended', suspendedNs],
          ] as const
        ).map(([state, ns]) => (
          <tr key={state}>
            <td>
              <span className={`swatch swatch-${state}`} aria-hidden="true" /> {state}
            </td>
            <td className="number">{formatDuration(ns)}</td>
            <td className="number">{all > 0 ? formatShare(ns / all) : ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function FunctionName({ name, place }: FunctionTotals) {
  if (place === null) return <span className="mono">{name}</span>;
  return (
    <>
      <button type="button" className="link mono" onClick={() => showSource(place)}>
        {nameBeside(name, place)}
      </button>{' '}
      <span className="range-place">{placeText(place)}</span>
    </>
  );
}
