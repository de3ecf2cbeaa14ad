import type { RowView } from '../../model/view-types.ts';
import { putPlayhead } from '../store/playhead.ts';
import { pickWaitAt } from '../store/selection.ts';
import type { SideStore } from '../store/sides.ts';
import type { ChartElements } from './chart-elements.ts';
import { type GestureListener, Gestures } from './gestures.ts';
import type { Pointing } from './pointing.ts';
import type { RowsView } from './rows/rows-view.ts';
import { panned, type TimeScale } from './time/spaces.ts';
import type { TimeView } from './time/time-view.ts';
import type { TimeWindow } from './time/time-window.ts';

/** A height at which there is no row. */
const ABOVE_ROWS = -1;

/** The parts of a chart that the mouse moves, and what it is over. */
interface Moved {
  readonly time: TimeView;
  readonly rows: RowsView;
  readonly pointing: Pointing;
  scale(): TimeScale;
}

/** Moves the keyboard focus to the rows. */
export function focusRows({ gutter }: ChartElements): void {
  gutter.focus({ preventScroll: true });
}

/** What the mouse does over the bars, and over the counters, which show the same time. */
export class ChartGestures {
  readonly #elements: ChartElements;
  readonly #store: SideStore;
  readonly #chart: Moved;
  readonly #bars: Gestures;
  readonly #counters: Gestures;

  constructor(elements: ChartElements, store: SideStore, chart: Moved) {
    this.#elements = elements;
    this.#store = store;
    this.#chart = chart;
    const listener = this.#listener();
    this.#bars = new Gestures(elements.surface, listener);
    // Without rows, a click sets the playhead, as in the axis.
    this.#counters = new Gestures(elements.countersSurface, {
      ...listener,
      pointed: (x) => chart.pointing.move(x, ABOVE_ROWS),
      clicked: (x) => putPlayhead(chart.scale().traceNs(x)),
      doubleClicked: () => undefined,
      asked: () => undefined,
    });
  }

  /** Tells which window is shown, in elastic time, whatever changed it. */
  sync(window: TimeWindow, widthPx: number): void {
    this.#bars.sync(window, widthPx);
    this.#counters.sync(window, widthPx);
  }

  stop(): void {
    this.#bars.stop();
    this.#counters.stop();
  }

  #listener(): GestureListener {
    const { time, pointing, scale } = this.#chart;
    return {
      moved: (to) => this.#moveTo(to),
      panned: (byPx) => this.#moveTo(panned(time.elasticWindow, byPx / scale().pxPerNs)),
      pointed: (x, y) => pointing.move(x, y),
      left: () => pointing.leave(),
      clicked: (x, y) => this.#clicked(x, y),
      doubleClicked: (x, y) => this.#doubleClicked(x, y),
      asked: (_x, y) => this.#select(y),
      dragged: (from, to) => this.#dragged(from, to),
    };
  }

  /** A window in elastic time. */
  #moveTo(to: TimeWindow): void {
    const { time } = this.#chart;
    time.moveTo(time.elastic.traceWindow(to));
  }

  #clicked(x: number, y: number): void {
    this.#store.setState({ range: null });
    const view = this.#select(y);
    if (view !== null && view.task !== null && view.fold === null)
      void pickWaitAt(view.task, this.#chart.pointing.momentAt(x, y));
  }

  #select(y: number): RowView | null {
    const { rows, pointing } = this.#chart;
    const view = pointing.rowViewAt(y);
    rows.select(view?.id ?? null);
    focusRows(this.#elements);
    return view;
  }

  #doubleClicked(x: number, y: number): void {
    const { time, rows, pointing } = this.#chart;
    const view = pointing.rowViewAt(y);
    if (view?.fold || (view?.thread && view.childCount > 0)) rows.setCollapsed(view.id, !view.collapsed);
    const stretch = pointing.stretchAt(x, y);
    if (stretch !== null) time.show(stretch.fromNs, stretch.toNs);
  }

  #dragged(fromPx: number, toPx: number): void {
    const scale = this.#chart.scale();
    const [a, b] = [scale.traceNs(fromPx), scale.traceNs(toPx)].sort((one, other) => one - other);
    this.#store.setState({ range: { fromNs: Math.max(0, a as number), toNs: Math.max(0, b as number) } });
  }
}
