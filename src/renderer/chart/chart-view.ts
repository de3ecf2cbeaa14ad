// The chart's moving parts, outside React: which stretch of time and which rows are shown, the best picture of them,
// and one frame that draws what has changed. React lays out the elements and is told of selections; nothing here
// waits for it.

import type { SessionStatus } from '../../model/view-types.ts';
import type { TaskIndex } from '../../protocol/units.ts';
import { ignoreClosed, type SessionClient } from '../session/session-client.ts';
import { selectTask } from '../store/selection.ts';
import { hasChart, type Phase, type UiState, useUi } from '../store/ui-store.ts';
import type { LabelledPicture } from '../worker/contract.ts';
import { Camera } from './camera.ts';
import type { ChartElements } from './chart-elements.ts';
import { ChartPainter } from './chart-painter.ts';
import { FOLLOW_TRANSITIONS, type FollowEvent, liveWindow, overviewDomain } from './follow.ts';
import { Dirty, EVERYTHING, FrameScheduler } from './frame-scheduler.ts';
import { LANE_PX, ROW_PX, type RowsGeometry, rowsInView, rowTopPx, scrollToShow } from './geometry.ts';
import { Gestures } from './gestures.ts';
import { GutterRows } from './gutter-rows.ts';
import { LiveEdge } from './live-edge.ts';
import { OverviewFeed } from './overview-feed.ts';
import { OverviewStrip } from './overview-strip.ts';
import { PictureFeed } from './picture-feed.ts';
import { Pointing } from './pointing.ts';
import {
  panned,
  spanOf,
  type TimeScale,
  type TimeWindow,
  timeScale,
  wholeWindow,
  windowAround,
  zoomed,
} from './spaces.ts';

/** While a program runs, frames that show nothing but time going by come at this pace. */
const LIVE_FRAME_MS = 33;
/** What is marked among the bars. */
const SELECTION = ['selectedTask', 'selectedWait', 'steppedRun'] as const;
/** Below the last row: room to see that it is the last. */
const TAIL_PX = ROW_PX;

export class ChartView {
  readonly #elements: ChartElements;
  readonly #client: SessionClient;
  readonly #frames = new FrameScheduler((bits, timeMs) => this.#paint(bits, timeMs));
  readonly #feed: PictureFeed;
  readonly #overview: OverviewFeed;
  readonly #strip: OverviewStrip;
  readonly #gestures: Gestures;
  readonly #gutter: GutterRows;
  readonly #pointing: Pointing;
  readonly #camera = new Camera();
  readonly #edge = new LiveEdge();
  readonly #resizing: ResizeObserver;
  readonly #themes: MutationObserver;
  readonly #stopping = new AbortController();
  readonly #unsubscribe: () => void;
  readonly #painter: ChartPainter;
  /** The window of the last frame. */
  #painted: TimeWindow | null = null;
  #hoveredRow: number | null = null;
  /** Set while paused: nothing after it is shown. */
  #frozenNs: number | null = null;
  #pulse: number | undefined;

  constructor(elements: ChartElements, client: SessionClient) {
    this.#elements = elements;
    this.#client = client;
    this.#painter = new ChartPainter(elements);
    this.#feed = new PictureFeed(client, (picture, before) => this.#arrived(picture, before));
    this.#overview = new OverviewFeed(client, () => this.#frames.mark(Dirty.overview));
    this.#strip = new OverviewStrip(elements.overviewCanvas, elements.overviewSvg, (to) => this.#moveBy(to));
    this.#gutter = new GutterRows(elements.gutter, {
      select: (task) => selectTask(task),
      toggle: (task, collapsed) => this.setCollapsed(task, collapsed),
      hover: (row) => this.#pointing.hoverRow(row),
    });
    this.#pointing = new Pointing(elements, client, {
      mark: () => this.#frames.mark(Dirty.pointer),
      scale: () => this.#scale(),
      rows: () => this.#rows(),
      edgeNs: () => this.edgeNs(),
      picture: () => this.#feed.shown,
    });
    this.#gestures = new Gestures(elements.surface, {
      moved: (to) => this.#moveBy(to),
      panned: (byPx) => this.#moveBy(panned(this.#camera.window, byPx / this.#scale().pxPerNs)),
      pointed: (x, y) => this.#pointing.move(x, y),
      left: () => this.#pointing.leave(),
      clicked: (x, y) => this.#clicked(x, y),
      doubleClicked: (x, y) => this.#doubleClicked(x, y),
      dragged: (from, to) => this.#dragged(from, to),
    });
    const { signal } = this.#stopping;
    elements.scroller.addEventListener('scroll', () => this.#frames.mark(Dirty.bars | Dirty.rows), {
      signal,
    });
    window.addEventListener('keydown', () => this.#pointing.hush(), { signal, capture: true });
    this.#resizing = new ResizeObserver(() => this.#resized());
    this.#resizing.observe(elements.scroller);
    this.#themes = new MutationObserver(() => this.#themed());
    this.#themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    window
      .matchMedia('(prefers-color-scheme: dark)')
      .addEventListener('change', () => this.#themed(), { signal });
    this.#unsubscribe = useUi.subscribe((state, before) => this.#stateChanged(state, before));
    this.#resized();
    const { status, phase } = useUi.getState();
    if (status !== null) this.#heard(status, phase);
    this.#schedulePulse();
  }

  stop(): void {
    this.#stopping.abort();
    this.#unsubscribe();
    this.#resizing.disconnect();
    this.#themes.disconnect();
    this.#gestures.stop();
    this.#gutter.stop();
    this.#pointing.stop();
    this.#frames.stop();
    clearTimeout(this.#pulse);
  }

  // What commands do.

  zoomBy(factor: number): void {
    const { target } = this.#camera;
    const anchor = this.#pointing.atNs ?? (target.fromNs + target.toNs) / 2;
    this.#glide(zoomed(target, factor, anchor));
  }

  panBy(part: number): void {
    const { target } = this.#camera;
    this.#glide(panned(target, spanOf(target) * part));
  }

  fitAll(): void {
    this.#glide(wholeWindow(this.edgeNs()));
  }

  /** The dragged range, or else the selected wait or task. */
  fitSelection(): void {
    const { range, details, selectedWait } = useUi.getState();
    const wait = selectedWait === null ? null : (details?.waits[selectedWait] ?? null);
    if (range !== null) this.show(range.fromNs, range.toNs, 0);
    else if (wait !== null) this.show(wait.startNs, wait.endNs ?? this.edgeNs());
    else if (details !== null) this.show(details.startNs, details.endNs ?? this.edgeNs());
    else this.fitAll();
  }

  /** Brings a stretch of time into view, with some of what is around it. */
  show(fromNs: number, toNs: number, margin = 0.15): void {
    this.#glide(windowAround(fromNs, toNs, margin));
  }

  /** Moves only when the stretch is not in view already. */
  bringIntoView(fromNs: number, toNs: number): void {
    const { target } = this.#camera;
    if (fromNs < target.fromNs || toNs > target.toNs) this.centre(fromNs, toNs);
  }

  /** Puts a stretch into the middle; zooms only where it would be too narrow to see, or wider than the view. */
  centre(fromNs: number, toNs: number): void {
    const { target } = this.#camera;
    const span = spanOf(target);
    const length = toNs - fromNs;
    if (length > span || length < span / 400)
      this.#glide(windowAround(fromNs, toNs, length > span ? 0.15 : 8));
    else this.#glide(panned(target, (fromNs + toNs - target.fromNs - target.toNs) / 2));
  }

  goLive(): void {
    this.#follow('go-live');
  }

  pauseView(): void {
    this.#follow('pause');
  }

  setCollapsed(task: TaskIndex, collapsed: boolean): void {
    this.#client
      .query('setCollapsed', { task, collapsed })
      .then(() => this.#feed.invalidate())
      .catch(ignoreClosed);
  }

  /** The rows' order or number changed for another reason than new events. */
  rowsChanged(): void {
    this.#feed.invalidate();
  }

  /** Opens what hides a task and scrolls to its row. */
  async reveal(task: TaskIndex): Promise<void> {
    const row = await this.#client.query('reveal', { task }).catch(ignoreClosed);
    if (row === null || row === undefined) return;
    this.#feed.invalidate();
    await this.#feed.settled();
    const to = scrollToShow(row, this.#rows());
    this.#elements.scroller.scrollTop = to;
  }

  /** Resolves when everything there is has been drawn. */
  async painted(): Promise<void> {
    this.#feed.invalidate();
    await this.#overview.refresh();
    do {
      await this.#frames.painted();
      await this.#feed.settled();
      // A chart that was stopped draws no more frames: its window would be under way for ever.
    } while (this.#camera.moving && !this.#stopping.signal.aborted);
    await this.#frames.painted();
  }

  /** The newest moment shown: of the program, or of the pause. */
  edgeNs(): number {
    return this.#frozenNs ?? this.#edge.at(performance.now());
  }

  // What happens to it.

  #stateChanged(state: UiState, before: UiState): void {
    if (state.status !== before.status && state.status !== null) this.#heard(state.status, state.phase);
    if (state.phase !== before.phase) this.#phaseChanged(state.phase);
    if (state.follow !== before.follow) this.#followChanged(state);
    if (state.details !== before.details || SELECTION.some((part) => state[part] !== before[part])) {
      this.#frames.mark(Dirty.bars | Dirty.rows);
    }
    if (state.range !== before.range) this.#frames.mark(Dirty.time);
  }

  #heard(status: SessionStatus, phase: Phase): void {
    this.#edge.heard(status.endNs, performance.now(), status.finished || phase !== 'live');
    if (this.#frozenNs !== null) return;
    this.#feed.invalidate();
    this.#overview.wanted(status.finished);
    if (phase === 'loading' && useUi.getState().follow === 'live')
      this.#camera.place(wholeWindow(status.endNs));
    this.#frames.mark(Dirty.bars);
  }

  #phaseChanged(phase: Phase): void {
    if (phase !== 'finished') return;
    clearTimeout(this.#pulse);
    this.#follow('finish');
    const { status, follow } = useUi.getState();
    if (status !== null) this.#edge.heard(status.endNs, performance.now(), true);
    if (follow === 'live') this.#camera.glide(wholeWindow(this.#edge.at(0)));
    void this.painted().then(() => {
      if (useUi.getState().phase === 'finished') document.documentElement.dataset.session = 'finished';
    });
  }

  #followChanged({ follow, phase }: UiState): void {
    const frozenNs = follow === 'paused' ? this.#edge.at(performance.now()) : null;
    if (frozenNs !== this.#frozenNs) this.#freeze(frozenNs);
    if (follow === 'live') {
      const edgeNs = this.edgeNs();
      this.#camera.glide(phase === 'live' ? liveWindow(edgeNs) : wholeWindow(edgeNs));
    }
    this.#elements.root.dataset.follow = follow;
    this.#frames.mark(EVERYTHING);
  }

  /** Shows bars and rows as they are at a moment, whatever comes after it; null goes on with the program. */
  #freeze(atNs: number | null): void {
    this.#frozenNs = atNs;
    this.#client
      .query('until', { atNs })
      .then(() => this.#feed.invalidate())
      .catch(ignoreClosed);
  }

  #follow(event: FollowEvent): void {
    const { follow, phase } = useUi.getState();
    if (!hasChart(phase)) return;
    const next = FOLLOW_TRANSITIONS[follow][event];
    if (next !== follow) useUi.setState({ follow: next });
  }

  #arrived({ picture, rowsVersion }: LabelledPicture, before: LabelledPicture | null): void {
    const { scroller, sticky, spacer } = this.#elements;
    const contentPx = LANE_PX + picture.rowCount * ROW_PX + TAIL_PX;
    const height = `${Math.max(0, contentPx - sticky.offsetHeight)}px`;
    if (spacer.style.height !== height) spacer.style.height = height;
    // Rows that came or went above must not push what is being read out of its place.
    if (before !== null && before.rowsVersion !== rowsVersion && scroller.scrollTop > 0) {
      const top = Math.floor(scroller.scrollTop / ROW_PX);
      const anchor = before.picture.rows.find(({ row }) => row === top);
      const now = picture.rows.find(({ task }) => task === anchor?.task);
      if (now !== undefined && now.row !== top) scroller.scrollTop += (now.row - top) * ROW_PX;
    }
    this.#elements.gutter.setAttribute('aria-rowcount', String(picture.rowCount));
    this.#frames.mark(Dirty.bars | Dirty.rows | Dirty.pointer);
  }

  #resized(): void {
    this.#painter.resize();
    this.#strip.resize(this.#painter.widthPx);
    this.#overview.resize(this.#painter.widthPx);
    if (this.#feed.shown !== null) this.#arrived(this.#feed.shown, null);
    // At once: a canvas of the old size would be stretched for a frame.
    this.#paint(EVERYTHING, performance.now());
  }

  #themed(): void {
    this.#painter.readColours();
    this.#frames.mark(EVERYTHING);
  }

  #clicked(x: number, y: number): void {
    const view = this.#pointing.rowViewAt(y);
    useUi.setState({ range: null });
    selectTask(view?.task ?? null);
    this.#elements.gutter.focus({ preventScroll: true });
    if (view !== null) this.#pointing.selectWaitAt(x, view.task);
  }

  #doubleClicked(x: number, y: number): void {
    const stretch = this.#pointing.stretchAt(x, y);
    if (stretch !== null) this.show(stretch.fromNs, stretch.toNs);
  }

  #dragged(fromPx: number, toPx: number): void {
    const scale = this.#scale();
    const [a, b] = [scale.traceNs(fromPx), scale.traceNs(toPx)].sort((one, other) => one - other);
    useUi.setState({ range: { fromNs: Math.max(0, a as number), toNs: Math.max(0, b as number) } });
  }

  // Moving the window.

  /** By hand: at once. */
  #moveBy(to: TimeWindow): void {
    this.#follow('move');
    this.#camera.placeWithin(to, this.edgeNs());
    this.#frames.mark(Dirty.time);
  }

  /** By a command: in a motion that an eye can follow. */
  #glide(to: TimeWindow): void {
    this.#follow('move');
    this.#camera.glideWithin(to, this.edgeNs());
    this.#frames.mark(Dirty.time);
  }

  // A program that waits sends nothing, and its bars grow all the same.
  #schedulePulse(): void {
    clearTimeout(this.#pulse);
    this.#pulse = window.setTimeout(() => {
      const { phase, follow } = useUi.getState();
      if (phase === 'live' && follow !== 'paused') this.#frames.mark(Dirty.bars | Dirty.rows);
      if (phase !== 'finished') this.#schedulePulse();
    }, LIVE_FRAME_MS);
  }

  // Drawing.

  #scale(): TimeScale {
    return timeScale(this.#camera.window, this.#painter.widthPx);
  }

  #rows(): RowsGeometry {
    return { scrollPx: this.#elements.scroller.scrollTop, heightPx: this.#painter.heightPx };
  }

  #paint(bits: number, timeMs: number): void {
    const state = useUi.getState();
    const edgeNs = this.edgeNs();
    const { widthPx, ratio } = this.#painter;
    if (state.phase === 'live' && state.follow === 'live') this.#camera.follow(edgeNs, widthPx);
    if (this.#camera.advance(timeMs)) this.#frames.mark(Dirty.time);
    const { window } = this.#camera;
    const what = window === this.#painted ? bits : bits | Dirty.time;
    this.#painted = window;
    const scale = this.#scale();
    const rows = this.#rows();
    if ((what & (Dirty.time | Dirty.bars | Dirty.rows)) !== 0) {
      const [fromRow, toRow] = rowsInView(rows);
      this.#feed.look({ window, widthPx, ratio, fromRow, toRow });
      this.#painter.paint({ shown: this.#feed.shown, scale, rows, edgeNs, state });
    }
    const { hoveredRow } = this.#pointing;
    if ((what & (Dirty.rows | Dirty.bars)) !== 0 || hoveredRow !== this.#hoveredRow) {
      this.#hoveredRow = hoveredRow;
      this.#paintGutter(rows, edgeNs, state.selectedTask);
    }
    if ((what & (Dirty.time | Dirty.overview)) !== 0) this.#paintOverview(edgeNs, state);
    this.#pointing.paint(scale, rows, state.range);
  }

  #paintOverview(edgeNs: number, { phase, status }: UiState): void {
    const { colours, ratio, widthPx } = this.#painter;
    const shown = this.#camera.window;
    const live = phase === 'live';
    const domain = live ? overviewDomain(edgeNs) : wholeWindow(edgeNs);
    const now = live ? (status?.counters ?? null) : null;
    this.#gestures.sync(shown, widthPx);
    this.#strip.paint({ overview: this.#overview.shown, now, edgeNs, domain, shown, colours, ratio });
  }

  #paintGutter(rows: RowsGeometry, edgeNs: number, selected: TaskIndex | null): void {
    const shown = this.#feed.shown;
    if (shown === null) return;
    const [from, to] = rowsInView(rows);
    const views = shown.picture.rows.filter(({ row }) => row >= from && row < to);
    const state = { selected, hovered: this.#hoveredRow, edgeNs };
    this.#gutter.show(views, (row) => rowTopPx(row, rows) - LANE_PX, state);
  }
}
