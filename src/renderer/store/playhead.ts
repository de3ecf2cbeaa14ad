// The playhead: the moment that the user looks at. It can be set, step from one happening to the next, or play.

import type { StepTo } from '../../model/moment/moment-types.ts';
import { NS_PER_MS, NS_PER_S } from '../../protocol/units.ts';
import { activeChart } from '../chart/active-chart.ts';
import { currentClient } from '../session/session.ts';
import { ignoreClosed } from '../session/session-client.ts';
import { afterSelecting } from './in-turn.ts';
import { useUi } from './ui-store.ts';

/** Seconds of the program's time per second of playing. */
export const SPEEDS = [0.0001, 0.001, 0.01, 0.1, 0.25, 0.5, 1, 2, 5, 10, 100] as const;

/** Playing the whole program takes at least this long, unless the user chose the speed. */
const LEAST_PLAY_NS = 5 * NS_PER_S;

/** The speed of playing: the chosen one, or else the fastest at which the playhead can be followed. */
export function playSpeed(chosen: number | null, endNs: number): number {
  return chosen ?? SPEEDS.findLast((speed) => endNs / speed >= LEAST_PLAY_NS) ?? SPEEDS[0];
}

export function putPlayhead(atNs: number): void {
  const view = activeChart();
  if (view === null) return;
  const playhead = Math.min(Math.max(0, atNs), view.time.edgeNs());
  useUi.setState({ playhead, step: null });
  view.time.hold();
}

/** Sets the playhead at a moment and brings that into view. */
export function goToMoment(atNs: number): void {
  putPlayhead(atNs);
  activeChart()?.time.bringIntoView(atNs, atNs);
}

export function clearPlayhead(): void {
  useUi.setState({ playhead: null, step: null, playing: false, moment: null });
}

/** Steps to the next moment at which something happened, or (-1) to the previous one. `among` limits what counts. */
export const stepPlayhead = afterSelecting(async (step: 1 | -1, among: StepTo = 'anything') => {
  const view = activeChart();
  const client = currentClient();
  if (view === null || client === null) return;
  const { fromNs, toNs } = view.time.window;
  const start = step > 0 ? Math.max(-1, fromNs) : Math.min(toNs, view.time.edgeNs() + 1);
  const atNs = useUi.getState().playhead ?? start;
  const found = await client.query('stepFrom', { atNs, step, among }).catch(ignoreClosed);
  if (found === null || found === undefined || currentClient() !== client) return;
  useUi.setState({ playhead: found.atNs, step: found, playing: false });
  view.time.hold();
  view.time.bringIntoView(found.atNs, found.atNs);
});

/** Starts or stops playing. Plays from the playhead on, or from the beginning if there is no playhead or it is at the end. */
export function togglePlaying(): void {
  const view = activeChart();
  if (view === null) return;
  const { playing, playhead } = useUi.getState();
  if (playing) {
    useUi.setState({ playing: false });
    return;
  }
  const atEnd = playhead !== null && playhead >= view.time.edgeNs();
  putPlayhead(playhead === null || atEnd ? 0 : playhead);
  useUi.setState({ playing: true });
  let beforeMs = performance.now();
  const frame = (nowMs: number): void => {
    const state = useUi.getState();
    if (!state.playing || state.playhead === null || activeChart() !== view) return;
    const endNs = view.time.edgeNs();
    const byNs = Math.max(0, nowMs - beforeMs) * NS_PER_MS * playSpeed(state.speed, endNs);
    beforeMs = nowMs;
    putPlayhead(state.playhead + byNs);
    const { playhead: now } = useUi.getState();
    if (now !== null) view.time.keepInView(now);
    if (now !== null && now >= endNs) useUi.setState({ playing: false });
    else requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

/** Keeps the answers about the playhead's moment up to date, one question at a time. To be called once. */
export function keepMomentFresh(): void {
  let underWay = false;
  const ask = async (): Promise<void> => {
    const { playhead: atNs, loopThread: thread } = useUi.getState();
    const client = currentClient();
    if (atNs === null || client === null || underWay) return;
    underWay = true;
    const moment = await client.query('moment', { thread, atNs }).catch(ignoreClosed);
    underWay = false;
    const now = useUi.getState();
    if (now.playhead === null || currentClient() !== client) return;
    if (moment !== undefined) useUi.setState({ moment });
    if (now.playhead !== atNs || now.loopThread !== thread) void ask();
  };
  useUi.subscribe((state, before) => {
    const moved = state.playhead !== before.playhead || state.loopThread !== before.loopThread;
    if (moved || state.phase !== before.phase) void ask();
  });
}
