import { nameBeside } from '../../model/details/labels.ts';
import type { Blame } from '../../model/view-types.ts';
import { NS_PER_MS } from '../../protocol/units.ts';
import { goToRun } from '../store/selection.ts';
import { type BlameRow, blameRows } from '../text/blame-rows.ts';
import { formatDuration } from '../text/format.ts';
import { FELT_WITHHELD_NS } from '../text/withheld.ts';
import { PlaceLink } from './links.tsx';

/** Every wait takes this long, so less is blamed on nothing. */
const LEAST_NS = 0.1 * NS_PER_MS;

/** What held the loop while a task was ready, each with its part of the time; a click goes to that run. */
export function BlameList({ blame, exact }: { readonly blame: Blame; readonly exact: boolean }) {
  if (blame.readyNs < LEAST_NS) return null;
  const { rows, more } = blameRows(blame, blame.parts.length);
  return (
    <div className="blame">
      <p className="blame-title">
        {exact ? 'Ready' : 'Ready at most'} {formatDuration(blame.readyNs)}. Meanwhile the loop had
      </p>
      <ul aria-label="Who held the loop">
        {[...rows, ...more].map((row) => (
          <li
            key={row.part?.run ?? row.name}
            className="blame-row"
            style={{ '--share': row.ns / blame.readyNs } as React.CSSProperties}
          >
            <Holder row={row} />
            <span>{formatDuration(row.ns)}</span>
          </li>
        ))}
      </ul>
      {blame.withheldNs >= FELT_WITHHELD_NS && (
        <p className="inspector-quiet">
          For {formatDuration(blame.withheldNs)} of that the machine ran something else.
        </p>
      )}
    </div>
  );
}

function Holder({ row: { name, place, part } }: { readonly row: BlameRow }) {
  if (part === null) return <span className="blame-name inspector-quiet">{name}</span>;
  const { task } = part;
  return (
    <span className="blame-name">
      {task === null ? (
        <span className="mono" title="A function that a promise called">
          {nameBeside(name, place)}
        </span>
      ) : (
        <button
          type="button"
          className="link mono"
          title={part.label}
          onClick={() => goToRun({ ...part, task })}
        >
          {nameBeside(name, place)}
        </button>
      )}
      {place !== null && <PlaceLink place={place} />}
    </span>
  );
}
