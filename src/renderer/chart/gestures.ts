// The mouse over the plot. d3-zoom handles zooming at the pointer, pinching, and panning with the middle button. The rest follows the
// conventions of trace viewers: the wheel scrolls rows, Shift+wheel pans, a drag selects a range.

import { select } from 'd3-selection';
import { type D3ZoomEvent, type ZoomBehavior, type ZoomTransform, zoom } from 'd3-zoom';
import { transformOfWindow, windowOfTransform } from './time/spaces.ts';
import type { TimeWindow } from './time/time-window.ts';
import { type Axis, WheelAxis } from './wheel-axis.ts';

export interface GestureListener {
  /** The user moved to this window; returns the window after limits were applied. */
  moved(window: TimeWindow): void;
  /** Pans by CSS pixels. */
  panned(byPx: number): void;
  pointed(xPx: number, yPx: number): void;
  left(): void;
  clicked(xPx: number, yPx: number): void;
  doubleClicked(xPx: number, yPx: number): void;
  /** The right button was pressed: a menu is about to be shown. */
  asked?(xPx: number, yPx: number): void;
  /** A range is being selected by dragging; also called when the button is released. */
  dragged(fromPx: number, toPx: number): void;
}

/** A press that moves less than this is a click. */
const DRAG_STARTS_PX = 4;
/** One notch of a wheel, of at most `NOTCH_PX` pixels, zooms by 2^0.5. A pinch consists of many small steps. */
const WHEEL_STEP = 0.5;
const NOTCH_PX = 120;
const PINCH_PER_PX = 0.02;
/** How many pixels a line, or a page, of a wheel event is. */
const PX_PER_LINE = 16;
const PX_PER_PAGE = 800;

export class Gestures {
  readonly #surface: HTMLElement;
  readonly #listener: GestureListener;
  readonly #zoom: ZoomBehavior<HTMLElement, unknown>;
  readonly #stopping = new AbortController();
  readonly #axis = new WheelAxis();
  #widthPx = 1;
  #pressedAt: { x: number; y: number; pointer: number } | null = null;
  #dragging = false;

  constructor(surface: HTMLElement, listener: GestureListener) {
    this.#surface = surface;
    this.#listener = listener;
    this.#zoom = zoom<HTMLElement, unknown>()
      .filter((event: WheelEvent | MouseEvent) =>
        event.type === 'wheel' ? event.ctrlKey || event.metaKey : event.button === 1,
      )
      .wheelDelta((event) => -zoomSteps(event.deltaY * pxPerDelta(event)))
      .on('zoom', (event: D3ZoomEvent<HTMLElement, unknown>) => {
        if (event.sourceEvent) this.#zoomed(event.transform);
      });
    select(surface).call(this.#zoom).on('dblclick.zoom', null);
    const options = { signal: this.#stopping.signal };
    surface.addEventListener('wheel', this.#wheel, { ...options, passive: false });
    surface.addEventListener('pointerdown', this.#down, options);
    surface.addEventListener('pointermove', this.#move, options);
    surface.addEventListener('pointerup', this.#up, options);
    surface.addEventListener('pointercancel', this.#cancel, options);
    const pressed = ({ key }: KeyboardEvent) => key === 'Escape' && this.#cancel();
    window.addEventListener('keydown', pressed, { ...options, capture: true });
    surface.addEventListener('pointerleave', () => listener.left(), options);
    surface.addEventListener('contextmenu', (event) => listener.asked?.(...this.#at(event)), options);
    surface.addEventListener('dblclick', (event) => listener.doubleClicked(...this.#at(event)), options);
  }

  /** Tells d3-zoom which window is shown, whatever changed it. */
  sync(window: TimeWindow, widthPx: number): void {
    this.#widthPx = widthPx;
    // `zoom.transform` would end a gesture that is under way.
    (this.#surface as HTMLElement & { __zoom?: ZoomTransform }).__zoom = transformOfWindow(window, widthPx);
  }

  stop(): void {
    this.#stopping.abort();
    select(this.#surface).on('.zoom', null);
  }

  #zoomed(transform: ZoomTransform): void {
    this.#listener.moved(windowOfTransform(transform, this.#widthPx));
  }

  #at(event: MouseEvent): [x: number, y: number] {
    const { left, top } = this.#surface.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  readonly #wheel = (event: WheelEvent): void => {
    if (event.ctrlKey || event.metaKey) return;
    const byPx = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
    if (!event.shiftKey && axisOf(this.#axis, event) === 'y') return;
    event.preventDefault();
    this.#listener.panned(byPx * pxPerDelta(event));
  };

  readonly #down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const [x, y] = this.#at(event);
    this.#pressedAt = { x, y, pointer: event.pointerId };
    this.#dragging = false;
  };

  readonly #move = (event: PointerEvent): void => {
    const [x, y] = this.#at(event);
    // The button may have been released outside the plot.
    if ((event.buttons & 1) === 0) this.#cancel();
    const pressed = this.#pressedAt;
    if (pressed !== null && !this.#dragging && Math.abs(x - pressed.x) >= DRAG_STARTS_PX) {
      this.#dragging = true;
      this.#surface.setPointerCapture(pressed.pointer);
    }
    if (this.#dragging && pressed !== null) this.#listener.dragged(pressed.x, x);
    this.#listener.pointed(x, y);
  };

  readonly #up = (event: PointerEvent): void => {
    const pressed = this.#pressedAt;
    this.#pressedAt = null;
    if (pressed === null || event.button !== 0) return;
    const [x] = this.#at(event);
    if (this.#dragging) this.#listener.dragged(pressed.x, x);
    else this.#listener.clicked(pressed.x, pressed.y);
    this.#dragging = false;
  };

  readonly #cancel = (): void => {
    this.#pressedAt = null;
    this.#dragging = false;
  };
}

/** The point on the plot for a wheel event beside it. */
interface OnPlot {
  readonly clientX: number;
  /** How far the plot pans for each pixel of the wheel. */
  readonly panPx: number;
}

/**
 * Makes a wheel over an element beside the plot zoom and pan as over the plot: at the plot's point nearest to the pointer, unless `onPlot`
 * returns another one. It does not scroll the element, unless `scrolls` is set.
 */
export function passWheelOn(
  strip: Element,
  surface: HTMLElement,
  signal: AbortSignal,
  {
    scrolls = false,
    onPlot = ({ clientX }) => ({
      clientX: Math.max(clientX, surface.getBoundingClientRect().left),
      panPx: 1,
    }),
  }: { readonly scrolls?: boolean; readonly onPlot?: (event: WheelEvent) => OnPlot } = {},
): void {
  const axis = new WheelAxis();
  const passed = (event: WheelEvent): void => {
    const { ctrlKey, metaKey, shiftKey, deltaX, deltaY, deltaMode, clientY } = event;
    const isAside = axisOf(axis, event) === 'x';
    const pans = scrolls ? isAside : deltaX !== 0;
    const moves = ctrlKey || metaKey || shiftKey || pans;
    if (moves || !scrolls) event.preventDefault();
    if (!moves) return;
    const { clientX, panPx } = onPlot(event);
    const keys = { ctrlKey, metaKey, shiftKey };
    // With Shift, a wheel without a `deltaX` of its own pans.
    const turned = shiftKey && deltaX === 0 && !ctrlKey && !metaKey ? panPx : 1;
    surface.dispatchEvent(
      new WheelEvent('wheel', {
        ...keys,
        cancelable: true,
        deltaX: deltaX * panPx,
        deltaY: deltaY * turned,
        deltaMode,
        clientX,
        clientY,
      }),
    );
  };
  strip.addEventListener('wheel', passed as EventListener, { signal, passive: false });
}

/**
 * By which power of two these pixels of a wheel or a pinch zoom; more pixels never zoom less. A busy browser merges several notches into one
 * event, which then zooms as far as they would have.
 */
function zoomSteps(byPx: number): number {
  const px = Math.abs(byPx);
  const steps = Math.max(Math.min(px * PINCH_PER_PX, WHEEL_STEP), (px / NOTCH_PX) * WHEEL_STEP);
  return Math.sign(byPx) * steps;
}

function axisOf(axis: WheelAxis, event: WheelEvent): Axis {
  const px = pxPerDelta(event);
  return axis.next(event.deltaX * px, event.deltaY * px, event.timeStamp);
}

const pxPerDelta = ({ deltaMode }: WheelEvent): number =>
  deltaMode === WheelEvent.DOM_DELTA_LINE
    ? PX_PER_LINE
    : deltaMode === WheelEvent.DOM_DELTA_PAGE
      ? PX_PER_PAGE
      : 1;
