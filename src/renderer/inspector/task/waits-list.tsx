import type { TaskDetails, TaskWait, WaitView } from '../../../model/view-types.ts';
import { AwaitedGlyph } from '../../controls/glyph.tsx';
import { openPanel } from '../../shell/panels.ts';
import { goToWait } from '../../store/selection.ts';
import { useUi } from '../../store/ui-store.ts';
import { formatDuration } from '../../text/format.ts';
import { BlameList } from '../blame-list.tsx';
import { TaskLink } from '../links.tsx';
import { PagedRows } from '../paged-rows.tsx';

/** The height of a closed row: two lines. */
const ROW_PX = 41;
/** How far the waits of nearly every function are from where it begins, in lines. */
const FAR_LINES = 100;

/** A task's waits: where, for what, how long suspended, how long ready and why. */
export function WaitsList({ details }: { readonly details: TaskDetails }) {
  const selected = useUi((state) => state.selectedWait?.number);
  if (details.waitCount === 0) return <p className="inspector-quiet">It was never suspended.</p>;
  return (
    <div style={{ '--line-digits': lineDigits(details) } as React.CSSProperties}>
      <div className="wait-head" aria-hidden="true">
        <span>line</span>
        <span>waits for</span>
        <span>suspended</span>
        <span>ready</span>
      </div>
      <PagedRows
        query="waits"
        task={details.task}
        total={details.waitCount}
        version={details}
        label="Waits"
        rowPx={ROW_PX}
        row={(wait) => <WaitRow picked={wait} open={wait.number === selected} />}
      />
    </div>
  );
}

/** How many digits the line numbers of a task's waits have, so that every row has the same columns. */
const lineDigits = ({ place }: TaskDetails): number => String((place?.line ?? 0) + FAR_LINES).length;

/**
 * One wait in two lines: the code, then what it was for and how long it took. When opened, also what held the loop.
 *
 *   13  await sleep(2000)
 *       timer of 2000 ms      2.00 s   2.65 ms
 */
function WaitRow({ picked, open }: { readonly picked: TaskWait; readonly open: boolean }) {
  const { wait, blame, number } = picked;
  return (
    <div className="wait" data-selected={open}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button in it does the same by keyboard. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above. */}
      <div
        className="wait-lines"
        onClick={() => {
          openPanel('drawer');
          goToWait(picked);
        }}
      >
        <button
          type="button"
          className="link wait-line"
          aria-expanded={open}
          aria-label={`Wait ${number + 1}, line ${wait.place?.line ?? 'unknown'}`}
        >
          {wait.place?.line ?? '–'}
        </button>
        <span className="wait-expression mono" title={expressionOf(wait)}>
          {expressionOf(wait)}
        </span>
        <span className="wait-on">
          <AwaitedGlyph kind={wait.on.kind} />
          {wait.on.task === null ? (
            <span title={wait.on.label}>{wait.on.label.replace(/^an? /, '')}</span>
          ) : (
            <TaskLink task={wait.on.task} label={wait.on.label} />
          )}
        </span>
        <span>{suspendedText(wait)}</span>
        <span>{readyText(wait)}</span>
      </div>
      {open && blame !== null && <BlameList blame={blame} exact={wait.readyExact} />}
    </div>
  );
}

const WORDS: Partial<Record<WaitView['at'], string>> = {
  'for-await': 'for await',
  yield: 'yield',
  return: 'return',
};

export const expressionOf = ({ at, expression }: Pick<WaitView, 'at' | 'expression'>): string =>
  `${WORDS[at] ?? 'await'} ${expression}`.trimEnd();

function suspendedText({ suspendedNs, readyNs, endNs }: WaitView): string {
  return readyNs === null && endNs === null ? `${formatDuration(suspendedNs)}…` : formatDuration(suspendedNs);
}

function readyText({ readyNs, readyNsTotal, readyExact }: WaitView): string {
  if (readyNs === null) return '–';
  return readyExact ? formatDuration(readyNsTotal) : `≤ ${formatDuration(readyNsTotal)}`;
}
