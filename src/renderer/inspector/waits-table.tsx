import type { WaitView } from '../../model/view-types.ts';
import { AwaitedGlyph } from '../controls/glyph.tsx';
import { openPanel } from '../shell/panels.ts';
import { goToTask, goToWait } from '../store/selection.ts';
import { useUi } from '../store/ui-store.ts';
import { formatDuration } from '../text/format.ts';

/** A task's waits, one a row: where, for what, how long suspended, how long ready. */
export function WaitsTable({ waits }: { readonly waits: readonly WaitView[] }) {
  const selected = useUi((state) => state.selectedWait);
  if (waits.length === 0) return <p className="inspector-quiet">It was never suspended.</p>;
  return (
    <table className="waits" aria-label="Waits">
      <thead>
        <tr>
          <th scope="col">line</th>
          <th scope="col" className="visually-hidden">
            expression
          </th>
          <th scope="col" className="wait-on">
            waits for
          </th>
          <th scope="col">suspended</th>
          <th scope="col">ready</th>
        </tr>
      </thead>
      <tbody>
        {waits.map((wait, index) => (
          <tr
            // biome-ignore lint/suspicious/noArrayIndexKey: a wait is called by its number.
            key={index}
            className="wait"
            aria-selected={index === selected}
            onClick={() => {
              openPanel('drawer');
              goToWait(index);
            }}
          >
            <td>
              <button
                type="button"
                className="link"
                aria-label={`Wait ${index + 1}, line ${wait.place?.line ?? 'unknown'}`}
              >
                {wait.place?.line ?? '–'}
              </button>
            </td>
            <td className="wait-expression mono" title={expressionOf(wait)}>
              {expressionOf(wait)}
            </td>
            <td className="wait-on">
              <WaitOn on={wait.on} />
            </td>
            <td>{suspendedText(wait)}</td>
            <td>{readyText(wait)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const WORDS: Partial<Record<WaitView['at'], string>> = {
  'for-await': 'for await',
  yield: 'yield',
  return: 'return',
};

const expressionOf = ({ at, expression }: WaitView): string =>
  `${WORDS[at] ?? 'await'} ${expression}`.trimEnd();

function WaitOn({ on }: { readonly on: WaitView['on'] }) {
  const { task } = on;
  return (
    <>
      <AwaitedGlyph kind={on.kind} />
      {task === null ? (
        <span title={on.label}>{on.label.replace(/^an? /, '')}</span>
      ) : (
        <button
          type="button"
          className="link mono"
          title={on.label}
          onClick={(event) => {
            event.stopPropagation();
            goToTask(task);
          }}
        >
          {on.label}
        </button>
      )}
    </>
  );
}

function suspendedText({ suspendedNs, readyNs, endNs }: WaitView): string {
  return readyNs === null && endNs === null ? `${formatDuration(suspendedNs)}…` : formatDuration(suspendedNs);
}

function readyText({ readyNs, readyNsTotal, readyExact }: WaitView): string {
  if (readyNs === null) return '–';
  return readyExact ? formatDuration(readyNsTotal) : `≤ ${formatDuration(readyNsTotal)}`;
}
