import { Copy } from 'lucide-react';
import type { PathRow, PathView } from '../../model/cause/path-view.ts';
import { nameBeside } from '../../model/details/labels.ts';
import { counted, thousands } from '../../model/words.ts';
import { Button } from '../controls/button.tsx';
import { useLooked } from '../session/use-looked.ts';
import { goToRun } from '../store/selection.ts';
import { useUi } from '../store/ui-store.ts';
import { copyText } from '../text/copy-text.ts';
import { formatDuration, formatShare } from '../text/format.ts';
import { pathText } from '../text/path-text.ts';
import { PlaceLink } from './links.tsx';
import { Section } from './section.tsx';
import './path-part.css';

const OF_PROGRAM = { task: null };

/** The critical path of the program: a switch for the chart, and a table of what took so long. */
export function ProgramPath() {
  const shown = useUi((state) => state.showsPath);
  const path = useLooked('criticalPath', shown ? OF_PROGRAM : null)?.answer ?? null;
  return <PathPart whose="the program" path={path} />;
}

/** The same of whatever the path is of; null while it is not shown, or not found yet. */
export function PathPart({ whose, path }: { readonly whose: string; readonly path: PathView | null }) {
  const shown = useUi((state) => state.showsPath);
  return (
    <Section title="Critical path" note={path === null ? '' : counted(path.steps, 'step')}>
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
          <Row key={`${row.name} ${row.what} ${row.place?.line} ${row.longest?.fromNs}`} row={row} />
        ))}
        {more.rows > 0 && (
          <tr>
            <th scope="row">{thousands(more.rows)} more</th>
            <td>{formatDuration(more.ns)}</td>
            <td />
          </tr>
        )}
      </tbody>
    </table>
  );
}

/**
 * A row in two lines, so that there is room for both the name and what it did:
 *
 *   parse                   23.9 s   89 %
 *   ×3 running             report.mjs:41
 */
function Row({ row }: { readonly row: PathRow }) {
  const { name, place, what, count, ns, share, longest } = row;
  const did = `${count > 1 ? `×${thousands(count)} ` : ''}${what}`;
  return (
    <tr>
      <th scope="row">
        {longest === null ? (
          <span className="path-name">outside of all tasks</span>
        ) : (
          <button
            type="button"
            className="link mono path-name"
            title={`The longest: ${longest.label}`}
            onClick={() => goToRun(longest)}
          >
            {nameBeside(name, place)}
          </button>
        )}
        <span className="path-what">
          <span title={did}>{did}</span>
          {place !== null && <PlaceLink place={place} />}
        </span>
      </th>
      <td>{formatDuration(ns)}</td>
      <td className="inspector-quiet">{formatShare(share)}</td>
    </tr>
  );
}
