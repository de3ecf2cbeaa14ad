// What the mouse points at: the cursor's line and time, the row, the stretch, its tooltip. All of it is in elements above the canvas, so
// that moving the mouse does not redraw the bars.

import type { ThreadView } from '../../model/details/threads/thread-view-types.ts';
import type { LoopPoint, PlaceView, RowView } from '../../model/view-types.ts';
import type { ThreadIndex } from '../../protocol/units.ts';
import { ignoreClosed, type SessionClient } from '../session/session-client.ts';
import type { SideStore } from '../store/sides.ts';
import { formatDuration, formatMoment } from '../text/format.ts';
import type { LabelledPicture, Pointed, PointedFold } from '../worker/contract.ts';
import type { ChartElements } from './chart-elements.ts';
import { hiddenPx, LANE_PX, ROW_PX, type RowsGeometry, rowAt, rowTopPx } from './geometry.ts';
import { failuresAt, pointedStretch, rowViewAt, stretchAt } from './hit.ts';
import type { TimeScale } from './time/spaces.ts';
import type { TimeWindow } from './time/time-window.ts';
import type { PointedRow, Tooltip } from './tooltip.ts';

export interface PointingHost {
  mark(): void;
  scale(): TimeScale;
  rows(): RowsGeometry;
  edgeNs(): number;
  picture(): LabelledPicture | null;
}

/** A run that is one pixel wide can be hit from this far away. */
const SLACK_PX = 3;
const LANE_SLACK_PX = 1;
/** The thread whose loop is in the lane above the rows. */
const MAIN_THREAD = 0 as ThreadIndex;

export class Pointing {
  readonly #elements: ChartElements;
  readonly #client: SessionClient;
  readonly #store: SideStore;
  readonly #host: PointingHost;
  readonly #tooltip: Tooltip;
  #at: { readonly x: number; readonly y: number } | null = null;
  #hushed = false;
  #gutterRow: number | null = null;
  #pointed: Pointed | PointedFold | LoopPoint | ThreadView | null = null;
  /** The question whose answer is awaited; answers to older ones are dropped. */
  #asked = '';

  constructor(
    elements: ChartElements,
    client: SessionClient,
    store: SideStore,
    tooltip: Tooltip,
    host: PointingHost,
  ) {
    this.#elements = elements;
    this.#client = client;
    this.#store = store;
    this.#host = host;
    this.#tooltip = tooltip;
  }

  /** The moment under the pointer; null while it is elsewhere. */
  get atNs(): number | null {
    return this.#at === null ? null : this.#host.scale().traceNs(this.#at.x);
  }

  get hoveredRow(): number | null {
    if (this.#at === null) return this.#gutterRow;
    const row = rowAt(this.#at.y, this.#host.rows());
    return row < 0 ? null : row;
  }

  move(x: number, y: number): void {
    this.#hushed = false;
    this.#at = { x, y };
    this.#host.mark();
  }

  hoverRow(row: number | null): void {
    if (row === this.#gutterRow) return;
    this.#gutterRow = row;
    this.#host.mark();
  }

  /** Hides the tooltip until the mouse moves again, because it would be in the way of somebody who uses the keyboard. */
  hush(): void {
    this.#hushed = true;
    this.#tooltip.hide();
  }

  leave(): void {
    this.#at = null;
    this.#forget();
    this.#host.mark();
  }

  stop(): void {
    this.#forget();
  }

  rowViewAt(y: number): RowView | null {
    const row = rowAt(y, this.#host.rows());
    const shown = this.#host.picture();
    return row < 0 || shown === null ? null : rowViewAt(shown.picture.rows, row);
  }

  /** The moment at a position; for a thin stretch that is hit from beside it, the stretch's middle. */
  momentAt(x: number, y: number): number {
    const atNs = this.#host.scale().traceNs(x);
    const stretch = this.stretchAt(x, y);
    if (stretch === null || (atNs >= stretch.fromNs && atNs <= stretch.toNs)) return atNs;
    return (stretch.fromNs + stretch.toNs) / 2;
  }

  stretchAt(x: number, y: number): TimeWindow | null {
    const shown = this.#host.picture();
    const row = rowAt(y, this.#host.rows());
    if (shown === null || row < 0) return null;
    const index = this.#indexAt(x, row);
    if (index < 0) return null;
    const { fromNs, toNs } = shown.picture.stretches;
    return { fromNs: fromNs[index]!, toNs: Math.min(toNs[index]!, this.#host.edgeNs()) };
  }

  /** Moves everything to its present place. */
  paint(scale: TimeScale, rows: RowsGeometry, range: TimeWindow | null): void {
    this.#paintRange(scale, range);
    this.#paintHoverRow(rows);
    const { cursor, cursorTime } = this.#elements;
    const at = this.#at;
    cursor.hidden = at === null;
    cursorTime.hidden = at === null;
    if (at === null) return;
    cursor.style.transform = `translateX(${Math.round(at.x)}px)`;
    cursorTime.style.transform = `translateX(${Math.round(at.x)}px) translateX(-50%)`;
    cursorTime.textContent = formatMoment(scale.traceNs(at.x));
    this.#ask(at.x, at.y);
    if (this.#pointed !== null && !this.#hushed) {
      const { left, top } = this.#elements.surface.getBoundingClientRect();
      const row = this.#rowAt(at.x, at.y);
      if ('size' in this.#pointed) this.#tooltip.showFold(this.#pointed, row);
      else if ('busy' in this.#pointed) this.#tooltip.showLoop(this.#pointed, row);
      else if ('thread' in this.#pointed) this.#tooltip.showThread(this.#pointed, this.#host.edgeNs(), row);
      else this.#tooltip.show(this.#pointed, this.#host.edgeNs(), row);
      this.#tooltip.place(left + at.x, top + at.y);
    }
  }

  #rowAt(x: number, y: number): PointedRow | null {
    const view = this.rowViewAt(y);
    const picture = this.#host.picture()?.picture;
    if (view === null || picture === undefined) return null;
    const scale = this.#host.scale();
    return { view, here: failuresAt(picture, view.row, scale.traceNs(x), SLACK_PX / scale.pxPerNs) };
  }

  #paintRange(scale: TimeScale, range: TimeWindow | null): void {
    const { range: element, rangeLabel } = this.#elements;
    element.hidden = range === null;
    if (range === null) return;
    const left = Math.max(-2, scale.viewPx(range.fromNs));
    const right = Math.min(scale.widthPx + 2, scale.viewPx(range.toNs));
    element.style.transform = `translateX(${left}px)`;
    element.style.width = `${Math.max(0, right - left)}px`;
    const text = formatDuration(range.toNs - range.fromNs);
    if (rangeLabel.textContent !== text) rangeLabel.textContent = text;
  }

  #paintHoverRow(rows: RowsGeometry): void {
    const { hoverRow } = this.#elements;
    const row = this.hoveredRow;
    const shown = this.#host.picture();
    const none = row === null || shown === null || row >= shown.picture.rowCount;
    hoverRow.hidden = none;
    if (none) return;
    const top = rowTopPx(row, rows);
    const hidden = hiddenPx(row, top, rows);
    hoverRow.style.transform = `translateY(${top + hidden}px)`;
    hoverRow.style.height = `${ROW_PX - hidden}px`;
  }

  #indexAt(x: number, row: number): number {
    const shown = this.#host.picture();
    if (shown === null) return -1;
    const scale = this.#host.scale();
    const slackNs = SLACK_PX / scale.pxPerNs;
    return stretchAt(shown.picture.stretches, row, scale.traceNs(x), this.#host.edgeNs(), slackNs);
  }

  #ask(x: number, y: number): void {
    if (y < LANE_PX) {
      this.#askLoop(MAIN_THREAD, this.#host.scale(), x);
      return;
    }
    const view = this.rowViewAt(y);
    if (view?.fold) {
      this.#askFold(view, this.#host.scale().traceNs(x));
      return;
    }
    if (view?.thread) {
      this.#askThread(view, x);
      return;
    }
    const index = view === null ? -1 : this.#indexAt(x, view.row);
    const shown = this.#host.picture();
    const task = view?.task ?? null;
    if (view === null || task === null || shown === null || index < 0) {
      this.#forget();
      return;
    }
    const { fromNs, toNs, kind } = shown.picture.stretches;
    const from = fromNs[index]!;
    const to = Math.min(toNs[index]!, this.#host.edgeNs());
    const atNs = Math.min(to, Math.max(from, this.#host.scale().traceNs(x)));
    // In a merged stretch every pixel may be another run; otherwise the whole stretch is one.
    const merged = shown.picture.stretches.count[index]! > 1;
    const asked = `${task} ${from} ${kind[index]} ${toNs[index]}${merged ? ` ${Math.round(x)}` : ''}`;
    this.#show(
      asked,
      () => this.#client.query('pointed', { task, atNs: merged ? atNs : (from + to) / 2 }),
      pointedStretch(shown.picture.stretches, index, view),
    );
  }

  #askFold({ id, startNs, endNs }: RowView, atNs: number): void {
    if (atNs < startNs || atNs > (endNs ?? this.#host.edgeNs())) this.#forget();
    else this.#show(`${id} ${atNs}`, () => this.#client.query('pointedFold', { id, atNs }));
  }

  #showThread(thread: ThreadView, atNs: number): void {
    const { startNs, endNs } = thread;
    this.#forget();
    if (atNs >= startNs && atNs <= (endNs ?? this.#host.edgeNs())) this.#pointed = thread;
  }

  /** Asks what a thread's loop did, if its row shows the loop; otherwise about the thread itself. */
  #askThread({ row, thread }: RowView, x: number): void {
    const scale = this.#host.scale();
    if (thread === null) return;
    if (this.#host.picture()?.picture.loops.has(row)) this.#askLoop(thread.thread, scale, x);
    else this.#showThread(thread, scale.traceNs(x));
  }

  /** Asks about the turns in the pixels around the pointer. */
  #askLoop(thread: ThreadIndex, scale: TimeScale, x: number): void {
    const fromNs = Math.max(0, scale.traceNs(Math.floor(x) - LANE_SLACK_PX));
    const toNs = Math.min(this.#host.edgeNs(), scale.traceNs(Math.floor(x) + 1 + LANE_SLACK_PX));
    if (toNs <= fromNs || this.#host.picture() === null) this.#forget();
    else
      this.#show(`loop ${thread} ${fromNs} ${toNs}`, () =>
        this.#client.query('pointedLoop', { thread, fromNs, toNs }),
      );
  }

  /**
   * Shows the answer to a question, unless it is shown already or another question was asked meanwhile. Until the answer comes, shows what
   * is known without it.
   */
  #show(
    asked: string,
    ask: () => Promise<Pointed | PointedFold | LoopPoint | null>,
    known: Pointed | null = null,
  ): void {
    if (asked === this.#asked) return;
    this.#asked = asked;
    if (known !== null) this.#pointed = known;
    ask()
      .then((pointed) => {
        if (this.#asked !== asked) return;
        this.#pointed = pointed;
        this.#pointAt(pointed !== null && 'place' in pointed ? pointed.place : null);
        if (pointed === null) this.#tooltip.hide();
        this.#host.mark();
      })
      .catch(ignoreClosed);
  }

  /** Lights the line of a place in the source view. */
  #pointAt(place: PlaceView | null): void {
    const before = this.#store.getState().pointedLine;
    if (place?.file === before?.file && place?.line === before?.line) return;
    const pointedLine = place === null ? null : { file: place.file, line: place.line };
    this.#store.setState({ pointedLine });
  }

  #forget(): void {
    this.#asked = '';
    this.#pointed = null;
    this.#pointAt(null);
    this.#tooltip.hide();
  }
}
