// The whole run in one strip: how many tasks were in each state, the loop's load below, and a brush that shows and sets which part of the run
// the chart shows.

import { type BrushBehavior, brushX, type D3BrushEvent } from 'd3-brush';
import { type Selection, select } from 'd3-selection';
import type { Counters, Overview } from '../../../model/view-types.ts';
import { passWheelOn } from '../gestures.ts';
import { sizeCanvas } from '../paint/canvas-size.ts';
import type { ChartColours } from '../paint/chart-colours.ts';
import { paintActivity } from '../paint/paint-activity.ts';
import { type TimeScale, timeScale } from '../time/spaces.ts';
import type { TimeWindow } from '../time/time-window.ts';

const OVERVIEW_PX = 40;
/** A narrower brush could not be grabbed. */
const NARROWEST_BRUSH_PX = 6;
/** A press that moves less than this is a click. */
const DRAG_STARTS_PX = 4;

export interface OverviewScene {
  readonly overview: Overview | null;
  /** The present counters of a running program, drawn from the overview's end to the live edge; null otherwise. */
  readonly now: Counters | null;
  readonly edgeNs: number;
  readonly domain: TimeWindow;
  /** The chart's own window. */
  readonly shown: TimeWindow;
  readonly colours: ChartColours;
  readonly ratio: number;
}

export interface OverviewListener {
  /** The user moved the chart's window to here. */
  moveTo(window: TimeWindow): void;
  fitAll(): void;
}

export class OverviewStrip {
  readonly #canvas: HTMLCanvasElement;
  readonly #host: SVGSVGElement;
  readonly #svg: Selection<SVGGElement, unknown, null, undefined>;
  readonly #brush: BrushBehavior<unknown>;
  #widthPx = 0;
  #domain: TimeWindow = { fromNs: 0, toNs: 1 };
  #shown: TimeWindow = this.#domain;
  #showsAll = true;
  #brushing = false;

  constructor(canvas: HTMLCanvasElement, svg: SVGSVGElement, listener: OverviewListener) {
    this.#canvas = canvas;
    this.#host = svg;
    this.#svg = select(svg).append('g').attr('class', 'overview-brush');
    this.#brush = brushX<unknown>()
      .handleSize(8)
      .on('start', (event: D3BrushEvent<unknown>) => {
        if (event.sourceEvent) this.#brushing = true;
      })
      .on('brush end', (event: D3BrushEvent<unknown>) => {
        if (!event.sourceEvent) return;
        if (event.type === 'end') this.#brushing = false;
        const chosen = this.#chosen(event);
        if (chosen !== null) listener.moveTo(chosen);
      });
    svg.addEventListener('dblclick', () => listener.fitAll());
  }

  /** Makes a wheel zoom the chart at the moment under the pointer, and pan by moving the brush as far as the fingers move. */
  passWheelOn(surface: HTMLElement, signal: AbortSignal, scaleOf: () => TimeScale): void {
    passWheelOn(this.#host, surface, signal, {
      onPlot: ({ clientX }) => {
        const own = timeScale(this.#domain, this.#widthPx);
        const plot = scaleOf();
        const atNs = own.traceNs(clientX - this.#host.getBoundingClientRect().left);
        const { left } = surface.getBoundingClientRect();
        return { clientX: left + plot.viewPx(atNs), panPx: plot.pxPerNs / own.pxPerNs };
      },
    });
  }

  /** The window that a drag chose; for a click, the present window moved there. */
  #chosen({ type, selection, sourceEvent }: D3BrushEvent<unknown>): TimeWindow | null {
    const scale = timeScale(this.#domain, this.#widthPx);
    const [from, to] = (selection as [number, number] | null) ?? [0, 0];
    if (to - from >= DRAG_STARTS_PX) return { fromNs: scale.traceNs(from), toNs: scale.traceNs(to) };
    if (type !== 'end') return null;
    const { fromNs, toNs } = this.#shown;
    const atPx = (sourceEvent as MouseEvent).clientX - this.#host.getBoundingClientRect().left;
    const by = this.#showsAll ? 0 : scale.traceNs(atPx) - (fromNs + toNs) / 2;
    return { fromNs: fromNs + by, toNs: toNs + by };
  }

  /** Shades what the chart does not show. */
  #shade(context: CanvasRenderingContext2D, scale: TimeScale, shown: TimeWindow, { of }: ChartColours): void {
    const left = scale.viewPx(shown.fromNs);
    const right = scale.viewPx(shown.toNs);
    context.globalAlpha = 0.6;
    context.fillStyle = of['surface-1'];
    if (left > 0) context.fillRect(0, 0, left, OVERVIEW_PX);
    if (right < this.#widthPx) context.fillRect(right, 0, this.#widthPx - right, OVERVIEW_PX);
    context.globalAlpha = 1;
  }

  resize(widthPx: number): void {
    if (widthPx === this.#widthPx) return;
    this.#widthPx = widthPx;
    this.#brush.extent([
      [0, 0],
      [widthPx, OVERVIEW_PX - 1],
    ]);
    this.#svg.call(this.#brush);
    this.#svg.selectAll('.handle').attr('rx', 2);
  }

  /** Draws activity over `domain` and puts the brush on `shown`. */
  paint({ overview, now, edgeNs, domain, shown, colours, ratio }: OverviewScene): void {
    this.#domain = domain;
    this.#shown = shown;
    const scale = timeScale(domain, this.#widthPx);
    const context = this.#canvas.getContext('2d') as CanvasRenderingContext2D;
    sizeCanvas(context, this.#widthPx, OVERVIEW_PX, ratio);
    context.clearRect(0, 0, this.#widthPx, OVERVIEW_PX);
    if (overview !== null && overview.toNs > overview.fromNs) {
      const edgePx = scale.viewPx(edgeNs);
      paintActivity(context, overview, scale, colours, now, edgePx);
    }
    this.#shade(context, scale, shown, colours);
    if (this.#brushing || this.#widthPx <= NARROWEST_BRUSH_PX) return;
    const left = Math.max(0, scale.viewPx(shown.fromNs));
    const right = Math.min(this.#widthPx, scale.viewPx(shown.toNs));
    // The brush cannot be moved, so a drag chooses a part.
    this.#showsAll = left === 0 && right >= scale.viewPx(edgeNs);
    this.#host.classList.toggle('is-whole', this.#showsAll);
    // The last pixel is that of its frame, which would otherwise be drawn beyond the strip.
    const last = this.#widthPx - 1;
    const from = Math.min(left, last - NARROWEST_BRUSH_PX);
    const to = Math.min(last, Math.max(right, from + NARROWEST_BRUSH_PX));
    this.#svg.call(this.#brush.move, [from, to]);
  }
}
