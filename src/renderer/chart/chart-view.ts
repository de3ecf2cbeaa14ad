// The chart's moving parts, outside of React: the window of time (`time`) and the rows (`rows`) that are shown, the best picture of them,
// and one frame that draws whatever has changed. React lays out the elements and is told about selections; nothing here waits for it.

import type { SessionStatus } from '../../model/view-types.ts';
import type { SessionClient } from '../session/session-client.ts';
import { editMark, goToMark } from '../store/marks.ts';
import { linksOf, selectedRow } from '../store/selection.ts';
import { showsCounters } from '../store/settings/counters.ts';
import type { SideStore } from '../store/sides.ts';
import type { Phase, UiState } from '../store/ui-store.ts';
import type { LabelledPicture } from '../worker/contract.ts';
import type { SteeredChart } from './active-chart.ts';
import type { ChartElements } from './chart-elements.ts';
import { ChartGestures, focusRows } from './chart-gestures.ts';
import { Dirty, EVERYTHING, FrameScheduler } from './frame-scheduler.ts';
import { rowsInView } from './geometry.ts';
import { passWheelOn } from './gestures.ts';
import { ChartPainter } from './paint/chart-painter.ts';
import { coveredNs, PictureFeed } from './picture-feed.ts';
import { Pointing } from './pointing.ts';
import { RowsView, type RowsViewHost } from './rows/rows-view.ts';
import { ConsoleStrip } from './strips/console-strip.ts';
import { CounterStrip } from './strips/counter-strip.ts';
import { MarkStrip } from './strips/mark-strip.ts';
import { OverviewFeed } from './strips/overview-feed.ts';
import { OverviewStrip } from './strips/overview-strip.ts';
import { makeRoom } from './time/axis.ts';
import type { CommonTime } from './time/common-time.ts';
import { overviewDomain } from './time/follow.ts';
import { Playhead } from './time/playhead.ts';
import { elasticScale, type TimeScale } from './time/spaces.ts';
import { TimeView } from './time/time-view.ts';
import { spanOf, type TimeWindow } from './time/time-window.ts';
import { Tooltip } from './tooltip.ts';
import { watchSize, watchTheme } from './watch-looks.ts';

/** The interval of frames in which only time passes, while a program runs. */
const LIVE_FRAME_MS = 33;
/** The changes after which a canvas with the chart's time scale is drawn again. */
const DRAWN = Dirty.time | Dirty.bars | Dirty.rows;
/** The parts of the state that highlight something among the bars. */
const SELECTION = [
  'selectedTask',
  'selectedFold',
  'selectedThread',
  'selectedWait',
  'steppedRun',
  'walk',
  'litLine',
  'showsPath',
  'shownLinks',
] as const;

export class ChartView implements SteeredChart {
  readonly time: TimeView;
  readonly rows: RowsView;
  readonly #store: SideStore;
  readonly #elements: ChartElements;
  readonly #frames = new FrameScheduler((bits, timeMs) => this.#paint(bits, timeMs));
  readonly #feed: PictureFeed;
  readonly #overview: OverviewFeed;
  readonly #strip: OverviewStrip;
  readonly #console: ConsoleStrip;
  readonly #gestures: ChartGestures;
  readonly #counters: CounterStrip;
  readonly #pointing: Pointing;
  readonly #playhead: Playhead;
  readonly #marks: MarkStrip;
  readonly #painter: ChartPainter;
  readonly #stopping = new AbortController();
  /** The time window of the last frame. */
  #painted: TimeWindow | null = null;
  /** The time of the newest event for which a picture was asked. */
  #heardNs = 0;
  #hoveredRow: number | null = null;
  #pulse: number | undefined;

  /** A chart of one side's session, with a time scale of its own or one shared with another chart. */
  constructor(elements: ChartElements, client: SessionClient, store: SideStore, common: CommonTime) {
    this.#store = store;
    this.#elements = elements;
    this.#painter = new ChartPainter(elements);
    this.#feed = new PictureFeed(client, {
      arrived: (picture, before) => this.#arrived(picture, before),
      rows: () => this.rows.asked(),
    });
    this.#overview = new OverviewFeed(client, () => this.#frames.mark(Dirty.overview));
    this.time = new TimeView(store, common, {
      moved: () => this.#frames.mark(Dirty.time),
      anchorNs: () => this.#pointing.atNs,
    });
    this.rows = new RowsView(elements, client, this.#feed, this.#rowsHost());
    this.#strip = new OverviewStrip(elements.overviewCanvas, elements.overviewSvg, this.time);
    const tooltip = new Tooltip(elements.tooltip);
    this.#console = new ConsoleStrip(elements.consoleCanvas, client, tooltip);
    this.#pointing = new Pointing(elements, client, store, tooltip, {
      mark: () => this.#frames.mark(Dirty.pointer),
      scale: () => this.#scale(),
      rows: () => this.rows.geometry(),
      edgeNs: () => this.time.edgeNs(),
      picture: () => this.#feed.shown,
    });
    this.#marks = new MarkStrip(elements.marks, { go: goToMark, edit: editMark });
    this.#playhead = new Playhead(elements, (x) => this.#scale().traceNs(x));
    this.#counters = new CounterStrip(elements, client, () => this.#frames.mark(Dirty.pointer));
    this.#gestures = new ChartGestures(elements, store, {
      time: this.time,
      rows: this.rows,
      pointing: this.#pointing,
      scale: () => this.#scale(),
    });
    this.#listen();
    this.#resized();
    const { status, phase } = this.#store.getState();
    if (status !== null) this.#heard(status, phase);
    this.time.begin();
    this.#schedulePulse();
  }

  #rowsHost(): RowsViewHost {
    return {
      isLive: () => this.#store.getState().phase === 'live',
      hover: (row) => this.#pointing.hoverRow(row),
      pointedRow: () => this.#pointing.hoveredRow,
      selected: () => selectedRow(this.#store.getState()),
      isSettled: () => this.time.isSettled,
      heightPx: () => this.#painter.heightPx,
      side: this.#store.side,
    };
  }

  #listen(): void {
    const { signal } = this.#stopping;
    for (const strip of [this.#elements.ruler, this.#elements.consoleCanvas])
      passWheelOn(strip, this.#elements.surface, signal);
    passWheelOn(this.#elements.gutter, this.#elements.surface, signal, { scrolls: true });
    this.#strip.passWheelOn(this.#elements.surface, signal, () => this.#scale());
    const scrolled = () => this.#frames.mark(Dirty.bars | Dirty.rows);
    this.#elements.scroller.addEventListener('scroll', scrolled, { signal });
    const byHand = () => this.rows.scrolledByHand();
    this.#elements.scroller.addEventListener('wheel', byHand, { signal, passive: true });
    window.addEventListener('keydown', () => this.#pointing.hush(), { signal, capture: true });
    watchSize(this.#elements.scroller, () => this.#resized(), signal);
    watchTheme(() => this.#themed(), signal);
    const unsubscribe = this.#store.subscribe((state, before) => this.#stateChanged(state, before));
    signal.addEventListener('abort', unsubscribe);
  }

  /** The moment under the pointer; null while the pointer is elsewhere. */
  get pointedNs(): number | null {
    return this.#pointing.atNs;
  }

  /** How much time a pixel shows. */
  get nsPerPx(): number {
    return 1 / this.#scale().pxPerNs;
  }

  /** Folds exactly these stretches of time. */
  fold(folds: readonly TimeWindow[]): void {
    this.time.fold(folds);
    this.#frames.mark(EVERYTHING);
  }

  stop(): void {
    this.#stopping.abort();
    this.#gestures.stop();
    this.time.stop();
    this.rows.stop();
    this.#pointing.stop();
    this.#console.stop();
    this.#overview.stop();
    this.#playhead.stop();
    this.#frames.stop();
    clearTimeout(this.#pulse);
  }

  /** Moves the keyboard focus to the rows. */
  focusRows(): void {
    focusRows(this.#elements);
  }

  /** Resolves when everything there is has been drawn. */
  async painted(): Promise<void> {
    this.#feed.invalidate();
    await this.#overview.refresh();
    do {
      await this.#frames.painted();
      await this.#feed.settled();
      // A stopped chart draws no more frames, so its window would keep moving for ever.
    } while (this.time.moving && !this.#stopping.signal.aborted);
    await this.#frames.painted();
  }

  // Changes from outside.

  #stateChanged(state: UiState, before: UiState): void {
    if (state.status !== before.status && state.status !== null) this.#heard(state.status, state.phase);
    if (state.phase !== before.phase) this.#phaseChanged(state.phase);
    if (state.follow !== before.follow) this.#followChanged(state);
    if (state.details !== before.details || SELECTION.some((part) => state[part] !== before[part])) {
      this.#frames.mark(Dirty.bars | Dirty.rows);
    }
    const { playhead, step, moment } = before;
    if (state.playhead !== playhead || state.step !== step || state.moment !== moment)
      this.#frames.mark(Dirty.pointer);
    if (
      state.marks !== before.marks ||
      state.range !== before.range ||
      showsCounters(state) !== showsCounters(before)
    )
      this.#frames.mark(Dirty.time);
  }

  #heard(status: SessionStatus, phase: Phase): void {
    this.time.heard(status, phase);
    // Events from before the pause may be reported after it.
    if (this.time.frozenNs !== null && this.#heardNs > this.time.frozenNs) return;
    this.#heardNs = status.endNs;
    this.#feed.invalidate();
    this.#overview.wanted(status.finished ? 'at once' : 'soon');
    this.#frames.mark(Dirty.bars);
  }

  #phaseChanged(phase: Phase): void {
    if (phase !== 'finished') return;
    clearTimeout(this.#pulse);
    this.time.finished();
    void this.painted().then(() => {
      if (this.#store.getState().phase === 'finished') document.documentElement.dataset.session = 'finished';
    });
  }

  #followChanged(state: UiState): void {
    const before = this.time.frozenNs;
    this.time.followChanged(state);
    if (this.time.frozenNs !== before) this.rows.showUntil(this.time.frozenNs);
    this.#elements.root.dataset.follow = state.follow;
    this.#frames.mark(EVERYTHING);
  }

  #arrived(picture: LabelledPicture, before: LabelledPicture | null): void {
    this.time.reached(coveredNs(picture));
    this.rows.arrived(picture, before);
    this.#frames.mark(Dirty.bars | Dirty.rows | Dirty.pointer);
  }

  #resized(): void {
    this.#painter.resize();
    this.#strip.resize(this.#painter.widthPx);
    this.#overview.resize(this.#painter.widthPx);
    if (this.#feed.shown !== null) this.#arrived(this.#feed.shown, null);
    // At once, because otherwise the old canvas would be stretched for a frame.
    this.#paint(EVERYTHING, performance.now());
  }

  #themed(): void {
    this.#painter.readColours();
    this.#frames.mark(EVERYTHING);
  }

  // A waiting program sends nothing, but its bars still grow.
  #schedulePulse(): void {
    clearTimeout(this.#pulse);
    this.#pulse = window.setTimeout(() => {
      const { phase, follow } = this.#store.getState();
      if (phase === 'live' && follow !== 'paused')
        this.#frames.mark(Dirty.bars | Dirty.rows | Dirty.overview);
      if (phase !== 'finished') this.#schedulePulse();
    }, LIVE_FRAME_MS);
  }

  // Drawing.

  #scale(): TimeScale {
    return elasticScale(this.time.elasticWindow, this.#painter.widthPx, this.time.elastic);
  }

  #paint(bits: number, timeMs: number): void {
    const state = this.#store.getState();
    const { widthPx, ratio } = this.#painter;
    this.time.advance(timeMs, widthPx);
    const edgeNs = this.time.edgeNs();
    const window = this.time.elasticWindow;
    const what = window === this.#painted ? bits : bits | Dirty.time;
    this.#painted = window;
    const scale = this.#scale();
    const rows = this.rows.geometry();
    if ((what & DRAWN) !== 0) {
      const [fromRow, toRow] = rowsInView(rows);
      const links = linksOf(state);
      const counters = showsCounters(state);
      const lit = state.litLine;
      const pathOf = state.showsPath ? state.selectedTask : undefined;
      // As wide as without folds, so that the parts that are not folded keep their resolution.
      const tracePx = scale.folds.length === 0 ? widthPx : spanOf(scale.window) * scale.pxPerNs;
      const view = { window: scale.window, widthPx: tracePx, ratio, fromRow, toRow };
      this.#feed.look({ ...view, ...this.rows.inView(), counters, links, lit, pathOf });
      const { shown } = this.#feed;
      // While a recording is read, the picture is older than the newest moment, and nobody knows yet what went on until then.
      const isRead = state.phase !== 'loading' || shown === null;
      const untilNs = isRead ? edgeNs : Math.min(edgeNs, coveredNs(shown));
      this.#painter.paint({ shown, scale, rows, edgeNs: untilNs, state });
      const { colours } = this.#painter;
      this.#console.paint({ marks: shown?.picture.console ?? null, scale, colours, ratio });
    }
    const { hoveredRow } = this.#pointing;
    if ((what & (Dirty.rows | Dirty.bars)) !== 0 || hoveredRow !== this.#hoveredRow) {
      this.#hoveredRow = hoveredRow;
      this.rows.paint({ selected: selectedRow(state), hovered: hoveredRow, edgeNs });
    }
    if ((what & (Dirty.time | Dirty.overview)) !== 0) this.#paintOverview(edgeNs, state);
    if (showsCounters(state)) this.#paintCounters(scale, edgeNs, state, (what & DRAWN) !== 0);
    this.#pointing.paint(scale, rows, state.range);
    this.#playhead.paint(scale, state, edgeNs);
    makeRoom(this.#elements.axis, scale, [state.playhead, this.#pointing.atNs]);
    if ((what & Dirty.time) !== 0) this.#marks.paint(state.marks, scale);
  }

  #paintCounters(scale: TimeScale, edgeNs: number, { playhead, moment }: UiState, drawn: boolean): void {
    const { colours, ratio } = this.#painter;
    const lanes = this.#feed.shown?.picture.counterLanes ?? null;
    const pointedNs = this.#pointing.atNs;
    const atPlayhead = moment?.counters ?? null;
    this.#counters.paint({ lanes, scale, edgeNs, colours, ratio, pointedNs, playhead, atPlayhead }, drawn);
  }

  #paintOverview(edgeNs: number, { phase, status }: UiState): void {
    const { colours, ratio, widthPx } = this.#painter;
    const shown = this.time.elasticWindow;
    const live = phase === 'live';
    const domain = live ? overviewDomain(edgeNs) : this.time.whole();
    const now = live ? (status?.counters ?? null) : null;
    this.#gestures.sync(shown, widthPx);
    this.#strip.paint({
      overview: this.#overview.shown,
      now,
      edgeNs,
      domain,
      shown: this.time.window,
      colours,
      ratio,
    });
  }
}
