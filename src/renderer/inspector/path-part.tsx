import { Copy } from 'lucide-react';
import { useMemo } from 'react';
import type { PathRow, PathView } from '../../model/cause/path-view.ts';
import type { TaskIndex } from '../../protocol/units.ts';
import { Button } from '../controls/button.tsx';
import { useLooked } from '../drawer/use-looked.ts';
import { goToRun } from '../store/selection.ts';
import { useUi } from '../store/ui-store.ts';
import { copyText } from '../text/copy-text.ts';
import { formatCount, formatCountOf, formatDuration, formatShare, placeText } from '../text/format.ts';
import { pathText } from '../text/path-text.ts';
import { PlaceLink } from './links.tsx';
import { Section } from './section.tsx';
import './path-part.css';

/** The critical path of a task, or of the program for null: in the chart, and as a table of who made it take so long. */
export function PathPart({ task }: { readonly task: TaskIndex | null }) {
  const shown = useUi((state) => state.showsPath);
  const request = useMemo(() => (shown ? { task } : null), [shown, task]);
  const looked = useLooked('criticalPath', request);
  const path = looked?.request === request ? looked.answer : null;
  const whose = task === null ? 'the program' : 'this task';
  return (
    <Section title="Critical path" note={path === null ? '' : formatCountOf(path.steps, 'step')}>
      <div className="path-choice">
        <button
          type="button"
          className="toggle"
          aria-pressed={shown}
          title="What the end had to wait for, moment by moment (K)"
          onClick={() => useUi.setState({ showsPath: !shown })}
        >
          of {whose}
        </button>
        {path !== null && (
          <Button icon={Copy} title="Copy the path as a table" onClick={() => copyText(pathText(path))}>
            Copy
          </Button>
        )}
      </div>
      {path !== null && <PathTable path={path} />}
    </Section>
  );
}

function PathTable({ path: { rows, more } }: { readonly path: PathView }) {
  return (
    <table className="path-table" aria-label="Critical path">
      <colgroup>
        <col />
        <col className="path-ns" />
        <col className="path-share" />
      </colgroup>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">Who and what</th>
          <th scope="col">How long</th>
          <th scope="col">Share</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.name} ${row.what} ${row.place?.line} ${row.longest?.fromNs}`}>
            <th scope="row">
              <Who row={row} />
            </th>
            <td>{formatDuration(row.ns)}</td>
            <td className="inspector-quiet">{formatShare(row.share)}</td>
          </tr>
        ))}
        {more.rows > 0 && (
          <tr>
            <th scope="row">{formatCount(more.rows)} more</th>
            <td>{formatDuration(more.ns)}</td>
            <td />
          </tr>
        )}
      </tbody>
    </table>
  );
}

function Who({ row: { name, place, what, count, longest } }: { readonly row: PathRow }) {
  // What has no name of its own is called by its place.
  const isPlaced = place !== null && !name.endsWith(placeText(place));
  return (
    <>
      <span className="path-who">
        {longest !== null && (
          <button
            type="button"
            className="link mono"
            title={`The longest: ${longest.label}`}
            onClick={() => goToRun(longest)}
          >
            {name}
          </button>
        )}
        {isPlaced && <PlaceLink place={place} />}
      </span>
      <span className="path-what" title={what}>
        {count > 1 && `×${formatCount(count)} `}
        {what}
      </span>
    </>
  );
}
