// Walking along the chain of cause and effect: from a run or a wait to what woke it, and to what it woke.

import type { ChainRequest } from '../../model/cause/chain.ts';
import type { RunIndex } from '../../protocol/units.ts';
import { activeChart } from '../chart/active-chart.ts';
import type { PickedRun } from '../chart/time/window-history.ts';
import { currentClient } from '../session/session.ts';
import { ignoreClosed } from '../session/session-client.ts';
import { afterSelecting } from './in-turn.ts';
import { goToTask } from './selection.ts';
import { type UiState, useUi, type Walk } from './ui-store.ts';

/** Goes to the run that caused what is selected (-1), or to one that it caused (1). */
export const walkChain = afterSelecting(async (step: -1 | 1) => {
  const before = useUi.getState();
  const { selectedTask: task, activeSide: side } = before;
  const view = activeChart();
  const client = currentClient();
  if (task === null || view === null || client === null) return;
  const walk = currentWalk(before);
  const ahead = walk?.ahead ?? [];
  const towards = step > 0 ? (ahead.at(-1) ?? null) : null;
  const found = await client
    .query('chain', { task, at: placeOf(before, walk), step, towards })
    .catch(ignoreClosed);
  if (found === undefined || found === null) return;
  if (useUi.getState().selectedTask !== task || currentClient() !== client) return;
  if (found.run === null) {
    const { steppedRun: stretch } = useUi.getState();
    useUi.setState({ walk: { last: found, run: walk?.run ?? null, stretch, ahead } });
    return;
  }
  const stretch = { fromNs: found.fromNs, toNs: found.toNs ?? view.time.edgeNs() };
  view.time.walk({ side, task, run: before.steppedRun }, { side, task: found.task, run: stretch });
  goToTask(found.task);
  const next: readonly RunIndex[] = step < 0 ? [...ahead, found.from] : ahead.slice(0, -1);
  useUi.setState({
    selectedWait: null,
    steppedRun: stretch,
    walk: { last: found, run: found.run, stretch, ahead: next },
  });
});

/** The present walk; null once something else than its last run is picked. */
export function currentWalk({ walk, steppedRun }: UiState): Walk | null {
  return walk !== null && walk.stretch === steppedRun ? walk : null;
}

/** Where the walk goes on: the run that it has reached, or the picked wait or run, or the playhead's moment. */
function placeOf({ selectedWait, steppedRun, playhead }: UiState, walk: Walk | null): ChainRequest['at'] {
  if (walk !== null && walk.run !== null) return { run: walk.run, wait: false };
  if (selectedWait !== null) return { run: selectedWait.wait.run, wait: true };
  if (steppedRun !== null) return { atNs: steppedRun.fromNs };
  return playhead === null ? null : { atNs: playhead };
}

/** Goes back or forward in the history of views, and picks the run that was picked there. */
export function goAmongViews(direction: 1 | -1): void {
  const { selectedTask: task, steppedRun, activeSide: side } = useUi.getState();
  const here: PickedRun | undefined = task === null ? undefined : { side, task, run: steppedRun };
  const picked = activeChart()?.time.go(direction, here) ?? null;
  if (picked === null || picked.side !== side) return;
  goToTask(picked.task);
  useUi.setState({ selectedWait: null, steppedRun: picked.run, walk: null });
}
