// The whole run in one strip: how many tasks were in which state, the loop's load below, and a brush that says, and
// sets, which part of it the chart shows.

import { type BrushBehavior, brushX, type D3BrushEvent } from 'd3-brush';
import { type Selection, select } from 'd3-selection';
import type { Overview } from '../../model/view-types.ts';
import type { ChartColours } from './chart-colours.ts';
import { timeScale, type TimeWindow } from './spaces.ts';

export const OVERVIEW_PX = 40;
const LOAD_PX = 4;
const TOP_PX = 3;
/** A brush narrower than this could not be grabbed. */
const NARROWEST_BRUSH_PX = 6;

export class OverviewStrip {
  readonly #canvas: HTMLCanvasElement;
  readonly #svg: Selection<SVGGElement, unknown, null, undefined>;
  readonly #brush: BrushBehavior<unknown>;
  #widthPx = 0;
  #domain: TimeWindow = { fromNs: 0, toNs: 1 };
  #brushing = false;

  constructor(canvas: HTMLCanvasElement, svg: SVGSVGElement, brushed: (window: TimeWindow) => void) {
    this.#canvas = canvas;
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
        if (chosen !== null) brushed(chosen);
      });
  }

  /** Where a brush without a selection, that is a click, was: the window moves there. */
  #chosen(event: D3BrushEvent<unknown>): TimeWindow | null {
    const scale = timeScale(this.#domain, this.#widthPx);
    const selection = event.selection as [number, number] | null;
    if (selection === null || selection[1] - selection[0] < 1) return null;
    return { fromNs: scale.traceNs(selection[0]), toNs: scale.traceNs(selection[1]) };
  }

  resize(widthPx: number): void {
    if (widthPx === this.#widthPx) return;
    this.#widthPx = widthPx;
    this.#brush.extent([
      [0, 0],
      [widthPx, OVERVIEW_PX],
    ]);
    this.#svg.call(this.#brush);
    this.#svg.selectAll('.handle').attr('rx', 2);
  }

  /** Draws activity over `domain` and puts the brush on `shown`. */
  paint(
    overview: Overview | null,
    domain: TimeWindow,
    shown: TimeWindow,
    colours: ChartColours,
    ratio: number,
  ): void {
    this.#domain = domain;
    const scale = timeScale(domain, this.#widthPx);
    sizeCanvas(this.#canvas, this.#widthPx, OVERVIEW_PX, ratio);
    const context = this.#canvas.getContext('2d') as CanvasRenderingContext2D;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.#widthPx, OVERVIEW_PX);
    if (overview !== null && overview.toNs > overview.fromNs) {
      paintActivity(context, overview, scale.viewPx(overview.fromNs), scale.viewPx(overview.toNs), colours);
    }
    if (this.#brushing || this.#widthPx < NARROWEST_BRUSH_PX) return;
    const left = Math.max(0, scale.viewPx(shown.fromNs));
    const right = Math.min(this.#widthPx, scale.viewPx(shown.toNs));
    const from = Math.min(left, this.#widthPx - NARROWEST_BRUSH_PX);
    this.#svg.call(this.#brush.move, [from, Math.max(right, from + NARROWEST_BRUSH_PX)]);
  }
}

/** Gives a canvas its size in device pixels; true when that changed it. */
export function sizeCanvas(canvas: HTMLCanvasElement, widthPx: number, heightPx: number, ratio: number): boolean {
  const width = Math.max(1, Math.round(widthPx * ratio));
  const height = Math.max(1, Math.round(heightPx * ratio));
  if (canvas.width === width && canvas.height === height) return false;
  canvas.width = width;
  canvas.height = height;
  canvas.style.width = `${widthPx}px`;
  canvas.style.height = `${heightPx}px`;
  return true;
}

function paintActivity(
  context: CanvasRenderingContext2D,
  { running, ready, suspended, busy }: Overview,
  left: number,
  right: number,
  { of }: ChartColours,
): void {
  const bins = running.length;
  const binPx = (right - left) / bins;
  let most = 1;
  for (let bin = 0; bin < bins; bin += 1) most = Math.max(most, running[bin]! + ready[bin]! + suspended[bin]!);
  const floor = OVERVIEW_PX - LOAD_PX - 2;
  const px = (floor - TOP_PX) / most;
  const area = (colour: string, heightAt: (bin: number) => number, fromAt: (bin: number) => number) => {
    context.fillStyle = colour;
    context.beginPath();
    for (let bin = 0; bin < bins; bin += 1) {
      const height = heightAt(bin);
      if (height <= 0) continue;
      context.rect(left + bin * binPx, floor - fromAt(bin) - height, binPx + 0.3, height);
    }
    context.fill();
  };
  // A moment of running among a thousand suspended is still a pixel high.
  const runningPx = (bin: number) => (running[bin]! > 0.002 ? Math.max(1, running[bin]! * px) : 0);
  const readyPx = (bin: number) => (ready[bin]! > 0.002 ? Math.max(1, ready[bin]! * px) : 0);
  area(of.suspended, (bin) => suspended[bin]! * px, (bin) => runningPx(bin) + readyPx(bin));
  area(of.ready, readyPx, runningPx);
  area(of.running, runningPx, () => 0);
  context.fillStyle = of['loop-busy'];
  for (let bin = 0; bin < bins; bin += 1) {
    if (busy[bin]! <= 0) continue;
    context.globalAlpha = Math.min(1, 0.25 + 0.75 * busy[bin]!);
    context.fillRect(left + bin * binPx, OVERVIEW_PX - LOAD_PX, binPx + 0.3, LOAD_PX);
  }
  context.globalAlpha = 1;
}
