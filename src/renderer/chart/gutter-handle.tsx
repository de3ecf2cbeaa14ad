import { type PointerEvent, useEffect, useRef } from 'react';
import { main } from '../bridge.ts';
import { useUi } from '../store/ui-store.ts';

const NARROWEST_PX = 120;
const WIDEST_PX = 480;
const STEP_PX = 16;
/** Of the chart's width, while nobody has chosen. */
const DEFAULT_PART = 0.2;
const DEFAULT_NARROWEST_PX = 208;
const DEFAULT_WIDEST_PX = 288;
const KEY = 'gutterPx';

const defaultPx = (chartPx: number): number =>
  Math.round(Math.min(DEFAULT_WIDEST_PX, Math.max(DEFAULT_NARROWEST_PX, chartPx * DEFAULT_PART)));
const limited = (px: number): number => Math.round(Math.min(WIDEST_PX, Math.max(NARROWEST_PX, px)));

/** Between the captions and the bars: drags, or moves with the arrow keys. */
export function GutterHandle() {
  const handle = useRef<HTMLHRElement>(null);
  const width = useRef(DEFAULT_NARROWEST_PX);
  const apply = (px: number) => {
    width.current = limited(px);
    const chart = handle.current?.parentElement;
    // Charts on one scale are of one width.
    const host = chart?.closest<HTMLElement>('.comparison') ?? chart;
    host?.style.setProperty('--gutter', `${width.current}px`);
    handle.current?.setAttribute('aria-valuenow', String(width.current));
  };
  const keep = () => void main.changeSettings({ panels: { [KEY]: width.current } });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the remembered width is applied once.
  useEffect(() => {
    const remembered = useUi.getState().app?.settings.panels[KEY];
    apply(
      typeof remembered === 'number'
        ? remembered
        : defaultPx(handle.current?.parentElement?.clientWidth ?? 0),
    );
  }, []);
  const dragged = (event: PointerEvent<HTMLHRElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const chart = event.currentTarget.parentElement;
    if (chart) apply(event.clientX - chart.getBoundingClientRect().left);
  };
  return (
    <hr
      ref={handle}
      className="gutter-handle"
      aria-label="Width of the captions"
      aria-orientation="vertical"
      aria-valuemin={NARROWEST_PX}
      aria-valuemax={WIDEST_PX}
      aria-valuenow={DEFAULT_NARROWEST_PX}
      tabIndex={0}
      data-own-arrows=""
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={dragged}
      onPointerUp={keep}
      onDoubleClick={() => {
        apply(defaultPx(handle.current?.parentElement?.clientWidth ?? 0));
        keep();
      }}
      onKeyDown={(event) => {
        const by = event.key === 'ArrowLeft' ? -STEP_PX : event.key === 'ArrowRight' ? STEP_PX : 0;
        if (by === 0) return;
        event.preventDefault();
        apply(width.current + by);
        keep();
      }}
    />
  );
}
