import { countAtMost } from '../columns/columns.ts';
import { waitEndNs } from '../details/states.ts';
import { TaskState } from '../events/transitions.ts';
import type { Model } from '../model.ts';
import { BUSY } from '../tables/activity.ts';
import { loopRuns } from '../tables/loop-runs.ts';
import { RunFlag } from '../tables/runs.ts';
import type { CounterLanes } from '../view-types.ts';
import { allOf, inPieces, type Work } from '../work.ts';
import { LevelBins } from './level-bins.ts';

/** More bins could not be told apart. */
const MOST_BINS = 4096;

/**
 * How many tasks were in each state over a window, and how busy the main loop was, as means per bin. Bins are counted from time zero, so
 * that panning does not change how they are drawn. A window that is a large part of the run is read from the sums of `Activity`, however
 * many tasks there are; in a smaller one every run is counted, so it is exact.
 */
export function* addingUpCounters(
  model: Model,
  window: { readonly fromNs: number; readonly toNs: number },
  widestBinNs: number,
): Work<CounterLanes> {
  const binNs = Math.max(widestBinNs, (window.toNs - window.fromNs) / (MOST_BINS - 1));
  const firstBin = Math.floor(Math.max(0, window.fromNs) / binNs);
  const bins = Math.max(0, Math.ceil(Math.min(window.toNs, model.endNs) / binNs) - firstBin);
  const fromNs = firstBin * binNs;
  const { activity } = model.tables;
  const lanes =
    activity.binNs <= binNs ? added(model, fromNs, binNs, bins) : yield* counted(model, fromNs, binNs, bins);
  let peak = 0;
  for (let bin = 0; bin < bins; bin++)
    peak = Math.max(peak, lanes.running[bin]! + lanes.ready[bin]! + lanes.suspended[bin]!);
  const pool = poolLane(model, fromNs, binNs, bins);
  return { fromNs, binNs, ...lanes, pool, poolThreads: model.main.pool.threads, peak };
}

/** The same, computed at once. */
export const counterLanes = (...of: Parameters<typeof addingUpCounters>): CounterLanes =>
  allOf(addingUpCounters(...of));

type Lanes = Pick<CounterLanes, 'running' | 'ready' | 'suspended' | 'busy'>;

function added(model: Model, fromNs: number, binNs: number, bins: number): Lanes {
  const { activity } = model.tables;
  const toNs = fromNs + bins * binNs;
  const lane = (number: number): Float32Array => {
    if (bins === 0) return new Float32Array(0);
    const values = activity.means(number, fromNs, toNs, bins);
    // The present state holds up to the last known moment, not up to the end of its bin.
    const beyond = Math.max(0, toNs - model.endNs) / binNs;
    values[bins - 1] = Math.max(0, values[bins - 1]! - activity.now[number]! * beyond);
    return values;
  };
  return {
    running: lane(TaskState.running),
    ready: lane(TaskState.ready),
    suspended: lane(TaskState.suspended),
    busy: lane(BUSY),
  };
}

/** Looks at each piece of work that came back after the window's beginning. */
function poolLane(model: Model, fromNs: number, binNs: number, bins: number): Float32Array {
  const { pool } = model.main;
  const lane = new LevelBins(fromNs, binNs, bins);
  for (let work = countAtMost(pool.toNs, pool.length, fromNs); work < pool.length; work++)
    lane.add(pool.fromNs[work]!, Math.min(pool.toNs[work]!, model.endNs));
  return lane.means();
}

function* counted(model: Model, fromNs: number, binNs: number, bins: number): Work<Lanes> {
  const { runs } = model.tables;
  const newLane = () => new LevelBins(fromNs, binNs, bins);
  const [running, ready, suspended, busy] = [newLane(), newLane(), newLane(), newLane()];
  const addRun = (run: number): void => {
    const endNs = Math.min(waitEndNs(model, run), model.endNs);
    const toNs = Math.min(runs.toNs.get(run), endNs);
    running.add(runs.fromNs.get(run), toNs);
    if ((runs.flags.get(run) & RunFlag.wait) === 0) return;
    const readyNs = Math.min(runs.readyNs.get(run), endNs);
    suspended.add(toNs, readyNs);
    ready.add(readyNs, endNs);
  };
  for (const stream of model.streamIds()) {
    const own = loopRuns(model, stream);
    const alive = yield* own.findAlive(fromNs);
    yield* inPieces(alive.length, (from, to) => {
      for (let at = from; at < to; at++) addRun(alive[at]!);
    });
    const first = own.begunBy(fromNs);
    const begun = own.begunBy(fromNs + bins * binNs) - first;
    yield* inPieces(begun, (from, to) => {
      for (let at = from; at < to; at++) addRun(own.run(first + at));
    });
  }
  const { turns, openTurnEndNs } = model.main;
  for (let turn = turns.toNs.countAtMost(turns.length, fromNs); turn < turns.length; turn++) {
    if (turns.fromNs.get(turn) >= fromNs + bins * binNs) break;
    busy.add(
      turns.fromNs.get(turn),
      Math.min(turns.toNs.get(turn), Math.max(openTurnEndNs, turns.fromNs.get(turn))),
    );
  }
  return { running: running.means(), ready: ready.means(), suspended: suspended.means(), busy: busy.means() };
}
