import type { FoldDetails } from '../../../model/details/folds/fold-details-types.ts';
import type { FoldWait } from '../../../model/details/folds/fold-waits.ts';
import { thousands } from '../../../model/words.ts';
import { AwaitedGlyph } from '../../controls/glyph.tsx';
import { formatDuration } from '../../text/format.ts';
import { PlaceLink, TaskLink } from '../links.tsx';
import { expressionOf } from '../task/waits-list.tsx';

/** What a fold's tasks waited for, one row per place in the source. */
export function FoldWaits({ details: { waits } }: { readonly details: FoldDetails }) {
  if (waits.length === 0) return <p className="inspector-quiet">They were never suspended.</p>;
  return (
    <ul className="fold-waits" aria-label="Waits">
      {waits.map((wait) => (
        <Row
          key={`${wait.place?.file}:${wait.place?.line}:${wait.place?.column} ${wait.at} ${wait.kind}`}
          wait={wait}
        />
      ))}
    </ul>
  );
}

/**
 * All waits at one place, in three lines:
 *
 *   await sleep(ms)            ×2,000
 *   app.mjs:13  a timer
 *   suspended 4.1 s  ready 12 ms  longest 9.2 ms in leaf(6)
 */
function Row({ wait }: { readonly wait: FoldWait }) {
  const { place, kind, label, count, suspendedNs, readyNs, readyExact, longest } = wait;
  return (
    <li className="fold-wait">
      <span className="fold-wait-line">
        <span className="mono fold-wait-code" title={expressionOf(wait)}>
          {expressionOf(wait)}
        </span>
        <span>×{thousands(count)}</span>
      </span>
      <span className="fold-wait-line">
        <span className="wait-on">
          <AwaitedGlyph kind={kind} />
          <span title={label}>{label.replace(/^an? /, '')}</span>
        </span>
        {place !== null && <PlaceLink place={place} />}
      </span>
      <span className="fold-wait-line">
        <span>
          suspended {formatDuration(suspendedNs)}, ready {readyExact ? '' : '≤ '}
          {formatDuration(readyNs)}
        </span>
      </span>
      <span className="fold-wait-line">
        <span className="fold-wait-longest">
          longest {formatDuration(longest.ns)} in <TaskLink task={longest.task} label={longest.label} />
        </span>
      </span>
    </li>
  );
}
