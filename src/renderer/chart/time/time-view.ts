import { LiveEdge } from '../../../model/live-edge.ts';
import type { SessionStatus } from '../../../model/view-types.ts';
import type { SideStore } from '../../store/sides.ts';
import { hasChart, type Phase, type UiState } from '../../store/ui-store.ts';
import type { Camera } from './camera.ts';
import type { CommonTime, TimeMember } from './common-time.ts';
import type { ElasticTime } from './elastic-time.ts';
import { FOLLOW_TRANSITIONS, type FollowEvent, liveWindow } from './follow.ts';
import { clampWindow, panned, wholeWindow, windowAround, zoomed } from './spaces.ts';
import { spanOf, type TimeWindow } from './time-window.ts';
import type { PickedRun, WindowHistory } from './window-history.ts';

/** The margin on both sides of a stretch that is shown, as a part of its length. */
const MARGIN = 0.15;

/** The window of time that the chart shows: it follows the newest moment, stays where the user moved it, or is frozen. */
export class TimeView {
  readonly #store: SideStore;
  readonly #common: CommonTime;
  readonly #camera: Camera;
  readonly #history: WindowHistory;
  readonly #member: TimeMember;
  readonly #edge = new LiveEdge();
  /** The moment of the pause, after which nothing is shown; null while not paused. */
  #frozenNs: number | null = null;

  constructor(store: SideStore, common: CommonTime, host: Omit<TimeMember, 'edgeNs'>) {
    this.#store = store;
    this.#common = common;
    this.#camera = common.camera;
    this.#history = common.history;
    this.#member = { ...host, edgeNs: () => this.edgeNs() };
    common.join(this.#member);
  }

  stop(): void {
    this.#common.leave(this.#member);
  }

  /** The window, as moments of the trace. */
  get window(): TimeWindow {
    return this.elastic.traceWindow(this.#camera.window);
  }

  /** The window in elastic time, in which movements take place. */
  get elasticWindow(): TimeWindow {
    return this.#camera.window;
  }

  get elastic(): ElasticTime {
    return this.#common.elastic;
  }

  /** Folds exactly these stretches. */
  fold(folds: readonly TimeWindow[]): void {
    const { fromNs, toNs } = this.elastic.traceWindow(this.#camera.target);
    const showsAll = fromNs <= 0 && toNs >= this.edgeNs();
    this.#common.fold(folds);
    if (showsAll) this.#showAll();
  }

  /** Whether it is moving to another window. */
  get moving(): boolean {
    return this.#camera.moving;
  }

  /** The moment of the pause; null while not paused. */
  get frozenNs(): number | null {
    return this.#frozenNs;
  }

  /** The newest moment shown: that of the program, or of the pause. */
  edgeNs(): number {
    return this.#frozenNs ?? this.#edge.at(performance.now());
  }

  #elasticEdgeNs(): number {
    return this.elastic.elastic(this.edgeNs());
  }

  /** Everything there is to see in all charts on this time scale. */
  whole(): TimeWindow {
    return wholeWindow(this.#common.endNs());
  }

  #wholeElastic(): TimeWindow {
    return wholeWindow(this.#endNs());
  }

  /** The end of everything, in elastic time. */
  #endNs(): number {
    return this.elastic.elastic(this.#common.endNs());
  }

  zoomBy(factor: number): void {
    const { target } = this.#camera;
    const anchorNs = this.#common.anchorNs();
    const middle = (target.fromNs + target.toNs) / 2;
    this.#step(zoomed(target, factor, anchorNs === null ? middle : this.elastic.elastic(anchorNs)));
  }

  /** Pans by a part of the window's length. */
  panBy(part: number): void {
    const { target } = this.#camera;
    this.#step(panned(target, spanOf(target) * part));
  }

  fitAll(): void {
    this.#jump(this.#wholeElastic());
  }

  /** Whether `show` of a stretch would change nothing. */
  shows({ fromNs, toNs }: TimeWindow): boolean {
    const to = clampWindow(this.#around(fromNs, toNs, MARGIN), this.#endNs());
    const { target } = this.#camera;
    return to.fromNs === target.fromNs && to.toNs === target.toNs;
  }

  /** Brings a stretch of time into view, with a margin. */
  show(fromNs: number, toNs: number, margin = MARGIN): void {
    this.#jump(this.#around(fromNs, toNs, margin));
  }

  #around(fromNs: number, toNs: number, margin: number): TimeWindow {
    const to = this.elastic.elasticWindow({ fromNs, toNs });
    return windowAround(to.fromNs, to.toNs, margin);
  }

  /** Moves only if the stretch is not in view already. */
  bringIntoView(fromNs: number, toNs: number): void {
    const to = this.#bringing(fromNs, toNs);
    if (to !== null) this.#jump(to);
  }

  /** The window that brings a stretch into view; null if it is in view. */
  #bringing(fromNs: number, toNs: number): TimeWindow | null {
    const { target } = this.#camera;
    const to = this.elastic.elasticWindow({ fromNs, toNs });
    return to.fromNs < target.fromNs || to.toNs > target.toNs ? this.#centred(to) : null;
  }

  /** Moves on by a page when a moving moment has left the view. */
  keepInView(atNs: number): void {
    const { target } = this.#camera;
    const span = spanOf(target);
    const at = this.elastic.elastic(atNs);
    if (at < target.fromNs || at > target.toNs) this.#glide(panned(target, at - span * 0.1 - target.fromNs));
  }

  /** Centres a stretch or a moment. Zooms only if the stretch would be too narrow to see, or wider than the view. */
  centre(fromNs: number, toNs: number): void {
    this.#jump(this.#centred(this.elastic.elasticWindow({ fromNs, toNs })));
  }

  #centred({ fromNs, toNs }: TimeWindow): TimeWindow {
    const { target } = this.#camera;
    const span = spanOf(target);
    const length = toNs - fromNs;
    const isNarrow = length > 0 && length < span / 400;
    if (length > span || isNarrow) return windowAround(fromNs, toNs, length > span ? MARGIN : 8);
    return panned(target, (fromNs + toNs - target.fromNs - target.toNs) / 2);
  }

  /** Stops following, because the user looks at a moment. */
  hold(): void {
    this.#follow('move');
  }

  goLive(): void {
    this.#follow('go-live');
  }

  pause(): void {
    this.#follow('pause');
  }

  /** Whether there is a window to go back (-1) or forward (1) to. */
  canGo(direction: 1 | -1): boolean {
    return this.#history.has(direction);
  }

  /** Goes back or forward in the history of windows. Returns what was picked there. */
  go(direction: 1 | -1, picked: PickedRun | undefined): PickedRun | null {
    const to = this.#history.go(direction, this.#camera.target, picked);
    if (to !== null) this.#glide({ fromNs: to.fromNs, toNs: to.toNs });
    return to?.pick ?? null;
  }

  /** Goes from one run to another, which may be in view already. In any case the history gets an entry to go back to. */
  walk(from: PickedRun, to: PickedRun & { readonly run: TimeWindow }): void {
    const before = this.#camera.target;
    const target = this.#bringing(to.run.fromNs, to.run.toNs);
    if (target !== null) this.#glide(target);
    this.#history.jumped({ ...before, pick: from }, { ...this.#camera.target, pick: to });
  }

  /** Moves at once, by hand. */
  moveTo(to: TimeWindow): void {
    const from = this.#camera.target;
    this.#follow('move');
    this.#camera.placeWithin(this.elastic.elasticWindow(to), this.#endNs());
    this.#history.stepped(from, this.#camera.target, performance.now());
    this.#common.moved();
  }

  #step(to: TimeWindow): void {
    const from = this.#camera.target;
    this.#glide(to);
    this.#history.stepped(from, this.#camera.target, performance.now());
  }

  #jump(to: TimeWindow): void {
    const from = this.#camera.target;
    this.#glide(to);
    this.#history.jumped(from, this.#camera.target);
  }

  /** Moves with an animation that the eye can follow. */
  #glide(to: TimeWindow): void {
    this.#follow('move');
    this.#camera.glideWithin(to, this.#endNs());
    this.#common.moved();
  }

  #follow(event: FollowEvent): void {
    const { follow, phase } = this.#store.getState();
    if (!hasChart(phase)) return;
    if (event === 'move') this.#common.held = true;
    if (event === 'go-live') this.#common.held = false;
    const next = FOLLOW_TRANSITIONS[follow][event];
    if (next === follow) return;
    const from = this.#camera.target;
    this.#store.setState({ follow: next });
    if (next === 'live') this.#history.jumped(from, this.#camera.target);
  }

  // Changes from outside.

  heard(status: SessionStatus, phase: Phase): void {
    if (status.finished || phase !== 'live') this.#edge.ended(status.endNs);
    else this.#edge.heard(status.endNs, performance.now());
    this.#followReading(phase);
  }

  /** The picture has all until `endNs`, which may be more than has been reported. */
  reached(endNs: number): void {
    this.#edge.reached(endNs);
    this.#followReading(this.#store.getState().phase);
  }

  #followReading(phase: Phase): void {
    if (this.#frozenNs === null && phase === 'loading' && this.#showsAllThereIs()) this.#showAll();
  }

  /** To be called once. A chart of a session that is over gets no events, so it starts here. */
  begin(): void {
    if (this.#store.getState().phase === 'finished' && !this.#common.held) this.#showAll();
  }

  /** Whether the run is over, and the user has never moved the view. */
  get isSettled(): boolean {
    return this.#store.getState().phase === 'finished' && this.#showsAllThereIs();
  }

  /** Whether the user has moved neither this view nor another chart on the same time scale. */
  #showsAllThereIs(): boolean {
    return this.#store.getState().follow === 'live' && !this.#common.held;
  }

  #showAll(): void {
    this.#camera.place(this.#wholeElastic());
    this.#common.moved();
  }

  /** Nothing more will come. */
  finished(): void {
    this.#follow('finish');
    const { status } = this.#store.getState();
    if (status !== null) this.#edge.ended(status.endNs);
    if (this.#showsAllThereIs()) this.#camera.glide(this.#wholeElastic());
  }

  followChanged({ follow, phase }: UiState): void {
    this.#frozenNs = follow === 'paused' ? this.#edge.at(performance.now()) : null;
    if (follow !== 'live') return;
    this.#camera.glide(phase === 'live' ? liveWindow(this.#elasticEdgeNs()) : this.#wholeElastic());
  }

  /** To be called before a frame is drawn: moves to where the window should be by then. */
  advance(timeMs: number, widthPx: number): void {
    const { phase, follow } = this.#store.getState();
    if (phase === 'live' && follow === 'live') this.#camera.follow(this.#elasticEdgeNs(), widthPx);
    if (this.#camera.advance(timeMs)) this.#common.moved();
  }
}
