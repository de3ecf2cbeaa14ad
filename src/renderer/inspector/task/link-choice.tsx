import type { LinkKind } from '../../../model/view-types.ts';
import { useUi } from '../../store/ui-store.ts';

const KINDS: readonly { readonly kind: LinkKind; readonly name: string; readonly title: string }[] = [
  { kind: 'woken', name: 'woken by', title: 'Who started it, and who made it ready' },
  { kind: 'started', name: 'started', title: 'The tasks it started' },
  { kind: 'awaited', name: 'waits for', title: 'The tasks it waits for' },
];

/** Which of the selected task's links the chart draws. */
export function LinkChoice() {
  const shown = useUi((state) => state.shownLinks);
  const toggle = (kind: LinkKind) =>
    useUi.setState({
      shownLinks: shown.includes(kind) ? shown.filter((other) => other !== kind) : [...shown, kind],
    });
  return (
    <fieldset className="link-choice" aria-label="Arrows in the chart">
      <span aria-hidden="true">arrows</span>
      {KINDS.map(({ kind, name, title }) => (
        <button
          key={kind}
          type="button"
          className="toggle"
          aria-pressed={shown.includes(kind)}
          title={title}
          onClick={() => toggle(kind)}
        >
          {name}
        </button>
      ))}
    </fieldset>
  );
}
