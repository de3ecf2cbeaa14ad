/** The elements React lays out and the chart fills. */
export interface ChartElements {
  readonly root: HTMLElement;
  /** Scrolls through all rows; what is visible stays in place in `sticky`. */
  readonly scroller: HTMLElement;
  readonly sticky: HTMLElement;
  readonly spacer: HTMLElement;
  readonly gutter: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  /** Lies over the canvas: receives the mouse, and contains what moves with it. */
  readonly surface: HTMLElement;
  readonly cursor: HTMLElement;
  readonly cursorTime: HTMLElement;
  readonly hoverRow: HTMLElement;
  readonly range: HTMLElement;
  readonly rangeLabel: HTMLElement;
  /** The time axis's plot: a click or drag in it moves the playhead. */
  readonly ruler: HTMLElement;
  readonly playhead: HTMLElement;
  readonly playheadTime: HTMLElement;
  readonly axis: SVGSVGElement;
  readonly axisBase: HTMLElement;
  readonly overviewCanvas: HTMLCanvasElement;
  readonly overviewSvg: SVGSVGElement;
  readonly consoleCanvas: HTMLCanvasElement;
  readonly marks: HTMLElement;
  readonly countersCanvas: HTMLCanvasElement;
  readonly countersSurface: HTMLElement;
  readonly countersCursor: HTMLElement;
  readonly countersPlayhead: HTMLElement;
  readonly countersNow: HTMLElement;
  readonly tooltip: HTMLElement;
}

/** Returns the `ref` callback for the element of this name. */
export type PartOf = <Name extends keyof ChartElements>(
  name: Name,
) => (element: ChartElements[Name] | null) => void;

/** Props of the chart's components, with which they hand over their elements. */
export interface Parts {
  readonly part: PartOf;
}
