import type { PlaceView, TaskDetails } from '../../model/view-types.ts';
import { StateChip } from '../controls/state-chip.tsx';
import { openPanel } from '../shell/panels.ts';
import { goToTask } from '../store/selection.ts';
import { showSource, useUi } from '../store/ui-store.ts';
import { baseName, formatCount, formatCountOf, formatDuration, formatMoment } from '../text/format.ts';
import { Sentence } from './sentence.tsx';
import { TimeByState } from './time-by-state.tsx';
import { WaitsTable } from './waits-table.tsx';

const KIND_WORDS: Readonly<Record<TaskDetails['kind'], string>> = {
  async: 'async function',
  generator: 'async generator',
  module: 'module',
  callback: 'callback',
  span: 'span',
};

/** One task: what happened, where its time went, what it waited for, whom it belongs to. */
export function TaskView({ details }: { readonly details: TaskDetails }) {
  const over = useUi(({ phase }) => phase === 'finished');
  const { label, kind, state, sentence, place, error, startNs, endNs } = details;
  return (
    <>
      <header className="inspector-part inspector-head">
        <h2 className="inspector-title mono selectable">{label}</h2>
        <div className="inspector-sub">
          <StateChip state={state} />
          <span>{KIND_WORDS[kind]}</span>
          {place !== null && <PlaceLink place={place} />}
        </div>
      </header>
      {error !== null && (
        <div className="inspector-error selectable" role="note" aria-label="Error">
          <strong className="mono">{error.name}</strong>
          <span>{error.message}</span>
        </div>
      )}
      <section className="inspector-part" aria-label="What happened">
        <p className="inspector-sentence selectable">
          <Sentence text={sentence} />
        </p>
      </section>
      <section className="inspector-part" aria-labelledby="inspector-time">
        <h3 className="inspector-heading" id="inspector-time">
          Time by state
          <span>
            {endNs === null ? (over ? 'until the end' : 'so far') : formatDuration(endNs - startNs)}
          </span>
        </h3>
        <TimeByState details={details} />
      </section>
      <section className="inspector-part" aria-labelledby="inspector-waits">
        <h3 className="inspector-heading" id="inspector-waits">
          Waits
          <span>
            {details.waitCount > details.waits.length
              ? `first ${formatCount(details.waits.length)} of ${formatCount(details.waitCount)}`
              : formatCount(details.waitCount)}
          </span>
        </h3>
        <WaitsTable waits={details.waits} />
      </section>
      <section className="inspector-part" aria-labelledby="inspector-family">
        <h3 className="inspector-heading" id="inspector-family">
          Started
          <span>{formatMoment(startNs)}</span>
        </h3>
        <Family details={details} />
      </section>
    </>
  );
}

function PlaceLink({ place }: { readonly place: PlaceView }) {
  return (
    <button
      type="button"
      className="link"
      title={`${place.file}:${place.line}:${place.column}`}
      onClick={() => {
        openPanel('drawer');
        showSource(place);
      }}
    >
      {baseName(place.file)}:{place.line}
    </button>
  );
}

function Family({ details: { parent, children, childCount } }: { readonly details: TaskDetails }) {
  return (
    <dl className="inspector-family">
      <dt>by</dt>
      <dd>
        {parent === null ? (
          'the program'
        ) : (
          <button type="button" className="link mono" onClick={() => goToTask(parent.task)}>
            {parent.label}
          </button>
        )}
      </dd>
      {childCount > 0 && (
        <>
          <dt>it started</dt>
          <dd>
            <ul>
              {children.map((child) => (
                <li key={child.task}>
                  <button type="button" className="link mono" onClick={() => goToTask(child.task)}>
                    {child.label}
                  </button>
                </li>
              ))}
              {childCount > children.length && (
                <li className="inspector-more">
                  and {formatCountOf(childCount - children.length, 'more', 'more')}
                </li>
              )}
            </ul>
          </dd>
        </>
      )}
    </dl>
  );
}
