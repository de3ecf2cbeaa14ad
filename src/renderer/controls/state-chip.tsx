import type { RowView } from '../../model/view-types.ts';
import { OutcomeGlyph } from './glyph.tsx';

/** A task's state as a sign and a word. */
export function StateChip({ state }: { readonly state: RowView['state'] }) {
  const alive = state === 'running' || state === 'ready' || state === 'suspended';
  return (
    <span className={`chip chip-${state}`}>
      {alive ? <span className={`swatch swatch-${state}`} /> : <OutcomeGlyph outcome={state} />}
      {state}
    </span>
  );
}
