import type { AwaitedKindName } from '../../protocol/events.ts';
import { AWAITED_GLYPHS, GLYPH_SIZE, OUTCOME_GLYPHS } from '../chart/paint/glyphs.ts';
import './glyph.css';

/** One of the chart's small signs. Its meaning must be beside it in words. */
export function Glyph({ path, className = '' }: { readonly path: string; readonly className?: string }) {
  return (
    <svg
      className={`glyph ${className}`}
      viewBox={`0 0 ${GLYPH_SIZE} ${GLYPH_SIZE}`}
      width={GLYPH_SIZE}
      height={GLYPH_SIZE}
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  );
}

export const AwaitedGlyph = ({ kind }: { readonly kind: AwaitedKindName }) => (
  <span className={`awaited awaited-${kind}`}>
    <Glyph path={AWAITED_GLYPHS[kind]} />
  </span>
);

export const OutcomeGlyph = ({ outcome }: { readonly outcome: keyof typeof OUTCOME_GLYPHS }) => (
  <Glyph path={OUTCOME_GLYPHS[outcome]} className={`outcome-${outcome}`} />
);
