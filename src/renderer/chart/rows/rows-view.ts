import type { Picture, PictureRequest, RowPlace } from '../../../model/view-types.ts';
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
import { anchorsAmong, rowsMoved } from './rows-moved.ts';

/** Space below the last row, which shows that it is the last. */
const TAIL_PX = ROW_PX;
/** At least this many scrolling rows are visible: if there are too many pinned rows, the last of them scroll too. */
const LEAST_SCROLLED = 3;

export interface RowsViewHost extends Pick<GutterListener, 'hover'> {
  /** Whether more rows may come. */
  isLive(): boolean;
  /** The number of the row under the mouse. */
  pointedRow(): number | null;
  /** The id of the selected row. */
  selected(): number | null;
  /** Whether rows may move freely: the run is over, and all of it is shown. */
  isSettled(): boolean;
  /** The height in CSS pixels, including the event-loop lane. */
  heightPx(): number;
  readonly side: Side;
}

/** The rows that the chart shows: scrolling, captions, collapsing and expanding. */
export class RowsView implements SteeredRows {
  readonly #elements: ChartElements;
  readonly #client: SessionClient;
  readonly #feed: PictureFeed;
  readonly #host: RowsViewHost;
  readonly #gutter: GutterRows;
  /** The id of the row to scroll to as soon as a picture tells where it is; null for none, and when the user has moved the rows since. */
  #sought: number | null = null;
  /** Increases whenever rows are rearranged. */
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

  /** How many of the pinned rows do not scroll. */
  #standing(pinned: number): number {
    const fit = Math.floor((this.#host.heightPx() - LANE_PX) / ROW_PX);
    return Math.min(pinned, Math.max(1, fit - LEAST_SCROLLED));
  }

  /** Selects a row. It keeps a row of its own even if so many siblings come that they share one. */
  select(id: number | null): void {
    selectRow(id);
    if (id !== null && this.#host.isLive()) this.#client.query('reveal', { id }).catch(ignoreClosed);
  }

  setCollapsed(id: number, collapsed: boolean): void {
    this.#sought = null;
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
    this.#sought = null;
    this.#client
      .query('setAllCollapsed', { collapsed })
      .then(() => this.changed())
      .catch(ignoreClosed);
  }

  /** Shows the rows as of a moment, ignoring what came later; null for the present. */
  showUntil(atNs: number | null): void {
    this.#client
      .query('until', { atNs })
      .then(() => this.changed())
      .catch(ignoreClosed);
  }

  /** To be called when rows changed for another reason than new events. */
  changed(): void {
    this.#feed.invalidate();
    refreshFold();
    void this.#showBusy();
  }

  /** Marks the rows as out of date (`aria-busy`) until the new ones have come. */
  async #showBusy(): Promise<void> {
    const changes = ++this.#changes;
    this.#elements.gutter.ariaBusy = 'true';
    await this.#feed.settled();
    if (changes === this.#changes) this.#elements.gutter.ariaBusy = null;
  }

  /** Expands whatever hides a row, and scrolls to it. */
  async reveal(id: number): Promise<void> {
    this.#sought = id;
    const row = await this.#client.query('reveal', { id }).catch(ignoreClosed);
    if (row !== null && row !== undefined) {
      this.#feed.invalidate();
      await this.#feed.settled();
    }
    if (this.#sought === id) this.#sought = null;
  }

  scrolledByHand(): void {
    this.#sought = null;
  }

  /** The rows whose places the next picture has to tell. */
  asked(): Pick<PictureRequest, 'places' | 'sought'> {
    const { shown } = this.#feed;
    const places = shown === null ? [] : this.#anchors(shown.picture);
    return { places, ...(this.#sought === null ? {} : { sought: this.#sought }) };
  }

  /** The rows in view, for the next picture. A row that is partly below the view does not count. */
  inView(): Pick<View, 'inView' | 'lookedAt'> {
    if (this.#host.isSettled()) return { inView: [], lookedAt: [] };
    const rows = this.geometry();
    return this.#gutter.inView((row) => rowTopPx(row, rows) + ROW_PX <= rows.heightPx);
  }

  /** Adapts to a picture's rows. Rows that are being read keep their places when others come or go above them. */
  arrived({ picture, rowsVersion }: LabelledPicture, before: LabelledPicture | null): void {
    const { scroller, sticky, spacer, gutter } = this.#elements;
    const contentPx = LANE_PX + picture.rowCount * ROW_PX + TAIL_PX;
    const height = `${Math.max(0, contentPx - sticky.offsetHeight)}px`;
    if (spacer.style.height !== height) spacer.style.height = height;
    const { scrollTop } = scroller;
    if (before !== null && before.rowsVersion !== rowsVersion) {
      const moved = rowsMoved(this.#anchors(before.picture), [...picture.places, ...picture.rows]);
      if (moved !== 0) scroller.scrollTop += moved * ROW_PX;
    }
    const sought = picture.places.find(({ id }) => id === this.#sought);
    if (sought !== undefined) {
      this.#sought = null;
      scroller.scrollTop = scrollToShow(sought.row, this.geometry());
    }
    if (scroller.scrollTop !== scrollTop) this.#feed.scrolled(rowsInView(this.geometry()));
    gutter.setAttribute('aria-rowcount', String(picture.rowCount));
  }

  /** The rows of which one keeps its place. After a rearrangement that is the first one in view, whatever else is looked at. */
  #anchors({ rows, pinned }: Picture): RowPlace[] {
    const { scrollTop } = this.#elements.scroller;
    const view = { scrollPx: scrollTop, heightPx: this.#host.heightPx(), pinned: this.#standing(pinned) };
    const isAsked = this.#elements.gutter.ariaBusy === 'true';
    const pointedRow = isAsked ? null : this.#host.pointedRow();
    const selected = isAsked ? null : this.#host.selected();
    return anchorsAmong(rows, { inView: rowsInView(view), pointedRow, selected, atTop: scrollTop <= 0 });
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
