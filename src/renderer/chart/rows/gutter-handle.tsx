import { type PointerEvent, useEffect, useRef } from 'react';
import { main } from '../../bridge.ts';
import { useUi } from '../../store/ui-store.ts';

const NARROWEST_PX = 120;
const WIDEST_PX = 480;
const STEP_PX = 16;
/** The handle reaches this far to the left of the border. */
const HANDLE_OFFSET_PX = 4;
const KEY = 'gutterPx';

const limited = (px: number): number => Math.round(Math.min(WIDEST_PX, Math.max(NARROWEST_PX, px)));

/** The handle between the captions and the bars. It is dragged or moved with the arrow keys; a double click restores the default width. */
export function GutterHandle() {
  const handle = useRef<HTMLHRElement>(null);
  /** Applies the width that the user chose; null for the style sheet's default. */
  const apply = (px: number | null) => {
    const chart = handle.current?.parentElement;
    // Charts that share a time scale have the same width.
    const host = chart?.closest<HTMLElement>('.comparison') ?? chart;
    if (px === null) host?.style.removeProperty('--gutter');
    else host?.style.setProperty('--gutter', `${px}px`);
    handle.current?.setAttribute('aria-valuenow', String(shownPx()));
  };
  const shownPx = (): number => Math.round((handle.current?.offsetLeft ?? 0) + HANDLE_OFFSET_PX);
  const keep = (px: number | null) => void main.changeSettings({ panels: { [KEY]: px } });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the remembered width is applied once.
  useEffect(() => {
    const remembered = useUi.getState().app?.settings.panels[KEY];
    apply(typeof remembered === 'number' ? limited(remembered) : null);
  }, []);
  const dragged = (event: PointerEvent<HTMLHRElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const chart = event.currentTarget.parentElement;
    if (chart) apply(limited(event.clientX - chart.getBoundingClientRect().left));
  };
  return (
    <hr
      ref={handle}
      className="gutter-handle"
      aria-label="Width of the captions"
      aria-orientation="vertical"
      aria-valuemin={NARROWEST_PX}
      aria-valuemax={WIDEST_PX}
      aria-valuenow={NARROWEST_PX}
      tabIndex={0}
      data-own-arrows=""
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={dragged}
      onPointerUp={() => keep(shownPx())}
      onDoubleClick={() => {
        apply(null);
        keep(null);
      }}
      onKeyDown={(event) => {
        const by = event.key === 'ArrowLeft' ? -STEP_PX : event.key === 'ArrowRight' ? STEP_PX : 0;
        if (by === 0) return;
        event.preventDefault();
        const px = limited(shownPx() + by);
        apply(px);
        keep(px);
      }}
    />
  );
}
