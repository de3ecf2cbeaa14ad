import type { Picture, RowView } from '../../../model/view-types.ts';
import { ignoreClosed, type SessionClient } from '../../session/session-client.ts';
import { moveToRejected } from '../../store/rejected.ts';
import { foldDisclosed, refreshFold, selectRow } from '../../store/selection.ts';
import type { Side } from '../../store/ui-store.ts';
import type { LabelledPicture } from '../../worker/contract.ts';
import type { SteeredRows } from '../active-chart.ts';
import type { ChartElements } from '../chart-elements.ts';
import { LANE_PX, ROW_PX, type RowsGeometry, rowsInView, rowTopPx, scrollToShow } from '../geometry.ts';
import type { PictureFeed, View } from '../picture-feed.ts';
import { type GutterListener, GutterRows } from './gutter-rows.ts';
import { rowsMoved } from './rows-moved.ts';

/** Below the last row: room to see that it is the last. */
const TAIL_PX = ROW_PX;
/** Room for so many is left to the rows that are not pinned: of more pinned ones the last scroll with them. */
const LEAST_SCROLLED = 3;

/** A row that is scrolled to is looked for again so often, where others come faster than it is found. */
const MOST_SCROLLS = 3;

export interface RowsViewHost extends Pick<GutterListener, 'hover'> {
  /** Whether more rows may come. */
  isLive(): boolean;
  /** The row that the mouse is over. */
  pointedRow(): number | null;
  /** By its id. */
  selected(): number | null;
  /** Whether nobody minds that rows move: the run is over, and all of it is shown. */
  isSettled(): boolean;
  /** In CSS pixels, the event-loop lane included. */
  heightPx(): number;
  /** Resolves when what has changed is drawn, and asked for. */
  painted(): Promise<void>;
  readonly side: Side;
}

/** Which rows the chart shows: how far it is scrolled, their captions, what hides or opens them. */
export class RowsView implements SteeredRows {
  readonly #elements: ChartElements;
  readonly #client: SessionClient;
  readonly #feed: PictureFeed;
  readonly #host: RowsViewHost;
  readonly #gutter: GutterRows;
  /** How often rows were closed, opened, scrolled by hand or gone to: what is on its way to a row then leaves it at that. */
  #moves = 0;
  /** How often rows were put in another order. */
  #changes = 0;

  constructor(elements: ChartElements, client: SessionClient, feed: PictureFeed, host: RowsViewHost) {
    this.#elements = elements;
    this.#client = client;
    this.#feed = feed;
    this.#host = host;
    this.#gutter = new GutterRows(elements.gutter, host.side, {
      select: (id) => this.select(id),
      hover: (row) => host.hover(row),
      toggle: (id, collapsed) => this.setCollapsed(id, collapsed),
      pin: (id) => this.togglePin(id),
      failures: (id) => {
        selectRow(id);
        void moveToRejected(1);
      },
    });
  }

  stop(): void {
    this.#gutter.stop();
  }

  geometry(): RowsGeometry {
    const heightPx = this.#host.heightPx();
    const pinned = this.#standing(this.#feed.shown?.picture.pinned ?? 0);
    return { scrollPx: this.#elements.scroller.scrollTop, heightPx, pinned };
  }

  /** How many of the pinned rows stand still. */
  #standing(pinned: number): number {
    const fit = Math.floor((this.#host.heightPx() - LANE_PX) / ROW_PX);
    return Math.min(pinned, Math.max(1, fit - LEAST_SCROLLED));
  }

  /** What was clicked on. While siblings come it stays a row of its own, also when there are so many that they are to share one. */
  select(id: number | null): void {
    selectRow(id);
    if (id !== null && this.#host.isLive()) this.#client.query('reveal', { id }).catch(ignoreClosed);
  }

  setCollapsed(id: number, collapsed: boolean): void {
    this.#moves += 1;
    foldDisclosed(id, collapsed);
    this.#client
      .query('setCollapsed', { id, collapsed })
      .then(() => this.changed())
      .catch(ignoreClosed);
  }

  togglePin(id: number): void {
    this.#client
      .query('togglePin', { id })
      .then(() => this.changed())
      .catch(ignoreClosed);
  }

  unpinAll(): void {
    this.#client
      .query('unpinAll', {})
      .then(() => this.changed())
      .catch(ignoreClosed);
  }

  setAllCollapsed(collapsed: boolean): void {
    this.#moves += 1;
    this.#client
      .query('setAllCollapsed', { collapsed })
      .then(() => this.changed())
      .catch(ignoreClosed);
  }

  /** Shows rows as they are at a moment, whatever comes after it; null goes on with the program. */
  showUntil(atNs: number | null): void {
    this.#client
      .query('until', { atNs })
      .then(() => this.changed())
      .catch(ignoreClosed);
  }

  /** Their order or number changed for another reason than new events. */
  changed(): void {
    this.#feed.invalidate();
    refreshFold();
    void this.#showBusy();
  }

  /** Until rows as they are now have come, those that are shown are said to be of before. */
  async #showBusy(): Promise<void> {
    const changes = ++this.#changes;
    this.#elements.gutter.ariaBusy = 'true';
    await this.#feed.settled();
    if (changes === this.#changes) this.#elements.gutter.ariaBusy = null;
  }

  /** Opens what hides a row and scrolls to it. */
  async reveal(id: number): Promise<void> {
    // Two under way at once would end wherever the slower one leads.
    this.#moves += 1;
    const moves = this.#moves;
    for (let time = 0; time < MOST_SCROLLS; time++) {
      const row = await this.#client.query('reveal', { id }).catch(ignoreClosed);
      if (row === null || row === undefined) return;
      this.#feed.invalidate();
      await this.#feed.settled();
      if (moves !== this.#moves) return;
      this.#elements.scroller.scrollTop = scrollToShow(row, this.geometry());
      // While a program runs rows may have come above it: then it stands elsewhere in the picture that is shown.
      await this.#host.painted();
      if (moves !== this.#moves) return;
      const shown = this.#feed.shown?.picture.rows.find((view) => view.id === id)?.row;
      if (shown === undefined) continue;
      this.#elements.scroller.scrollTop = scrollToShow(shown, this.geometry());
      return;
    }
  }

  scrolledByHand(): void {
    this.#moves += 1;
  }

  /** What is looked at, for the next picture. A row of which the end of the view shows a part only is not. */
  inView(): Pick<View, 'inView' | 'lookedAt'> {
    if (this.#host.isSettled()) return { inView: [], lookedAt: [] };
    const rows = this.geometry();
    return this.#gutter.inView((row) => rowTopPx(row, rows) + ROW_PX <= rows.heightPx);
  }

  /** Makes room for a picture's rows. What is being read keeps its place when rows come or go above it. */
  arrived({ picture, rowsVersion }: LabelledPicture, before: LabelledPicture | null): void {
    const { scroller, sticky, spacer, gutter } = this.#elements;
    const contentPx = LANE_PX + picture.rowCount * ROW_PX + TAIL_PX;
    const height = `${Math.max(0, contentPx - sticky.offsetHeight)}px`;
    if (spacer.style.height !== height) spacer.style.height = height;
    if (before !== null && before.rowsVersion !== rowsVersion) {
      const moved = this.#movedBy(picture.rows, before.picture);
      if (moved !== 0) scroller.scrollTop += moved * ROW_PX;
    }
    gutter.setAttribute('aria-rowcount', String(picture.rowCount));
  }

  /** After rows were asked to be others it is the first one in view that keeps its place, whatever is looked at. */
  #movedBy(rows: readonly RowView[], before: Picture): number {
    const { scrollTop } = this.#elements.scroller;
    const pinned = this.#standing(before.pinned);
    const inView = rowsInView({ scrollPx: scrollTop, heightPx: this.#host.heightPx(), pinned });
    const isAsked = this.#elements.gutter.ariaBusy === 'true';
    const pointedRow = isAsked ? null : this.#host.pointedRow();
    const selected = isAsked ? null : this.#host.selected();
    return rowsMoved(before.rows, rows, { inView, pointedRow, selected, atTop: scrollTop <= 0 });
  }

  /** Draws the captions of the rows in view. */
  paint(state: { selected: number | null; hovered: number | null; edgeNs: number }): void {
    const shown = this.#feed.shown;
    if (shown === null) return;
    const rows = this.geometry();
    const [from, to] = rowsInView(rows);
    const { pinned = 0 } = rows;
    const views = shown.picture.rows.filter(({ row }) => row < pinned || (row >= from && row < to));
    this.#gutter.show(views, (row) => rowTopPx(row, rows) - LANE_PX, {
      ...state,
      pinned,
      pins: shown.picture.pinned,
    });
  }
}
