/** The elements React lays out and the chart fills. */
export interface ChartElements {
  readonly root: HTMLElement;
  /** Scrolls through all rows; what is seen stands still in `sticky`. */
  readonly scroller: HTMLElement;
  readonly sticky: HTMLElement;
  readonly spacer: HTMLElement;
  readonly gutter: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  /** Over the canvas: takes the mouse, holds what moves with it. */
  readonly surface: HTMLElement;
  readonly cursor: HTMLElement;
  readonly cursorTime: HTMLElement;
  readonly hoverRow: HTMLElement;
  readonly range: HTMLElement;
  readonly rangeLabel: HTMLElement;
  /** The time axis's plot: takes the playhead. */
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

/** Answers the `ref` of the element that is called so. */
export type PartOf = <Name extends keyof ChartElements>(
  name: Name,
) => (element: ChartElements[Name] | null) => void;

/** What a component of the chart is handed, to hand its elements over. */
export interface Parts {
  readonly part: PartOf;
}
