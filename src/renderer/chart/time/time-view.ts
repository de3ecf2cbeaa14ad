import type { SessionStatus } from '../../../model/view-types.ts';
import type { SideStore } from '../../store/sides.ts';
import { hasChart, type Phase, type UiState } from '../../store/ui-store.ts';
import type { Camera } from './camera.ts';
import type { CommonTime, TimeMember } from './common-time.ts';
import type { ElasticTime } from './elastic-time.ts';
import { FOLLOW_TRANSITIONS, type FollowEvent, liveWindow } from './follow.ts';
import { LiveEdge } from './live-edge.ts';
import { clampWindow, panned, wholeWindow, windowAround, zoomed } from './spaces.ts';
import { spanOf, type TimeWindow } from './time-window.ts';
import type { PickedRun, WindowHistory } from './window-history.ts';

/** Of a stretch that is shown, so much is left on both sides. */
const MARGIN = 0.15;

/** Which stretch of time the chart shows: follows the newest moment, stays where a person put it, or is frozen. */
export class TimeView {
  readonly #store: SideStore;
  readonly #common: CommonTime;
  readonly #camera: Camera;
  readonly #history: WindowHistory;
  readonly #member: TimeMember;
  readonly #edge = new LiveEdge();
  /** Set while paused: nothing after it is shown. */
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

  /** What is shown, as moments of the trace. */
  get window(): TimeWindow {
    return this.elastic.traceWindow(this.#camera.window);
  }

  /** The same in elastic time: what moves, moves there. */
  get elasticWindow(): TimeWindow {
    return this.#camera.window;
  }

  get elastic(): ElasticTime {
    return this.#common.elastic;
  }

  /** Folds these stretches and no others. */
  fold(folds: readonly TimeWindow[]): void {
    const { fromNs, toNs } = this.elastic.traceWindow(this.#camera.target);
    const showsAll = fromNs <= 0 && toNs >= this.edgeNs();
    this.#common.fold(folds);
    if (showsAll) this.#showAll();
  }

  /** On its way to another window. */
  get moving(): boolean {
    return this.#camera.moving;
  }

  /** The moment of the pause; null while nobody paused. */
  get frozenNs(): number | null {
    return this.#frozenNs;
  }

  /** The newest moment shown: of the program, or of the pause. */
  edgeNs(): number {
    return this.#frozenNs ?? this.#edge.at(performance.now());
  }

  #elasticEdgeNs(): number {
    return this.elastic.elastic(this.edgeNs());
  }

  /** All there is to see: of every chart on this scale. */
  whole(): TimeWindow {
    return wholeWindow(this.#common.endNs());
  }

  #wholeElastic(): TimeWindow {
    return wholeWindow(this.#endNs());
  }

  /** In elastic time. */
  #endNs(): number {
    return this.elastic.elastic(this.#common.endNs());
  }

  zoomBy(factor: number): void {
    const { target } = this.#camera;
    const anchorNs = this.#common.anchorNs();
    const middle = (target.fromNs + target.toNs) / 2;
    this.#step(zoomed(target, factor, anchorNs === null ? middle : this.elastic.elastic(anchorNs)));
  }

  /** By a part of the window's length. */
  panBy(part: number): void {
    const { target } = this.#camera;
    this.#step(panned(target, spanOf(target) * part));
  }

  fitAll(): void {
    this.#jump(this.#wholeElastic());
  }

  /** Whether `show` of a stretch leads to where it is, or is going already. */
  shows({ fromNs, toNs }: TimeWindow): boolean {
    const to = clampWindow(this.#around(fromNs, toNs, MARGIN), this.#endNs());
    const { target } = this.#camera;
    return to.fromNs === target.fromNs && to.toNs === target.toNs;
  }

  /** Brings a stretch of time into view, with some of what is around it. */
  show(fromNs: number, toNs: number, margin = MARGIN): void {
    this.#jump(this.#around(fromNs, toNs, margin));
  }

  #around(fromNs: number, toNs: number, margin: number): TimeWindow {
    const to = this.elastic.elasticWindow({ fromNs, toNs });
    return windowAround(to.fromNs, to.toNs, margin);
  }

  /** Moves only when the stretch is not in view already. */
  bringIntoView(fromNs: number, toNs: number): void {
    const to = this.#bringing(fromNs, toNs);
    if (to !== null) this.#jump(to);
  }

  /** The window that has a stretch in view; null where it is. */
  #bringing(fromNs: number, toNs: number): TimeWindow | null {
    const { target } = this.#camera;
    const to = this.elastic.elasticWindow({ fromNs, toNs });
    return to.fromNs < target.fromNs || to.toNs > target.toNs ? this.#centred(to) : null;
  }

  /** Turns the page where a moment that moves on has left the view. */
  keepInView(atNs: number): void {
    const { target } = this.#camera;
    const span = spanOf(target);
    const at = this.elastic.elastic(atNs);
    if (at < target.fromNs || at > target.toNs) this.#glide(panned(target, at - span * 0.1 - target.fromNs));
  }

  /** Puts a stretch, or a moment, into the middle; zooms only where a stretch would be too narrow to see, or wider than the view. */
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

  /** Stays where it is: somebody looks at a moment. */
  hold(): void {
    this.#follow('move');
  }

  goLive(): void {
    this.#follow('go-live');
  }

  pause(): void {
    this.#follow('pause');
  }

  /** Whether there is a window to go back to (-1), or forth (1). */
  canGo(direction: 1 | -1): boolean {
    return this.#history.has(direction);
  }

  /** Back or forth among the windows that a person has been at. Returns what was picked there. */
  go(direction: 1 | -1, picked: PickedRun | undefined): PickedRun | null {
    const to = this.#history.go(direction, this.#camera.target, picked);
    if (to !== null) this.#glide({ fromNs: to.fromNs, toNs: to.toNs });
    return to?.pick ?? null;
  }

  /** From one run to another, which may be in view already: a way to go back all the same. */
  walk(from: PickedRun, to: PickedRun & { readonly run: TimeWindow }): void {
    const before = this.#camera.target;
    const target = this.#bringing(to.run.fromNs, to.run.toNs);
    if (target !== null) this.#glide(target);
    this.#history.jumped({ ...before, pick: from }, { ...this.#camera.target, pick: to });
  }

  /** By hand: at once. */
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

  /** In a motion that an eye can follow. */
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

  // What happens to it.

  heard(status: SessionStatus, phase: Phase): void {
    if (status.finished || phase !== 'live') this.#edge.ended(status.endNs);
    else this.#edge.heard(status.endNs, performance.now());
    if (this.#frozenNs === null && phase === 'loading' && this.#showsAllThereIs()) this.#showAll();
  }

  /** A chart of what is over already has nothing to hear of. */
  begin(): void {
    if (this.#store.getState().phase === 'finished' && !this.#common.held) this.#showAll();
  }

  /** Whether the run is over, and nobody has moved the view since it began. */
  get isSettled(): boolean {
    return this.#store.getState().phase === 'finished' && this.#showsAllThereIs();
  }

  /** Whether nobody has moved it: neither here nor in a chart on the same scale. */
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

  /** To be called before a frame is drawn: goes as far as it should be by then. */
  advance(timeMs: number, widthPx: number): void {
    const { phase, follow } = this.#store.getState();
    if (phase === 'live' && follow === 'live') this.#camera.follow(this.#elasticEdgeNs(), widthPx);
    if (this.#camera.advance(timeMs)) this.#common.moved();
  }
}
