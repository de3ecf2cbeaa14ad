import { activeChart } from '../chart/active-chart.ts';
import { commonQuiet, type QuietRun } from '../chart/time/common-quiet.ts';
import type { TimeWindow } from '../chart/time/time-window.ts';
import { clientOf } from '../session/session.ts';
import { ignoreClosed } from '../session/session-client.ts';
import { showNote } from './problems.ts';
import { storeOf } from './sides.ts';
import { type Side, useUi } from './ui-store.ts';

/**
 * Folds the stretches in which nothing happens, or unfolds them. For two runs on one time scale these are the stretches in which neither
 * does anything. While a program runs, only past stretches are folded, because the chart would jump with each new fold. Stretches that come
 * later are folded when the program ends, or by folding again.
 */
export async function toggleElastic(): Promise<void> {
  const view = activeChart();
  if (view === null) return;
  if (useUi.getState().elastic) {
    useUi.setState({ elastic: false });
    view.fold([]);
    return;
  }
  const folds = await idleTime();
  if (activeChart() !== view || folds === null) return;
  if (folds.length > 0) {
    useUi.setState({ elastic: true });
    view.fold(folds);
    return;
  }
  const both = useUi.getState().otherSide !== null;
  showNote({
    title:
      both || useUi.getState().phase === 'finished'
        ? 'There is no idle time to fold'
        : 'There is no idle time to fold yet',
    detail: `Nowhere ${both ? 'are both programs' : 'is the program'} idle, with no task that runs or changes, for a hundredth of the time.`,
    action: 'Zoom in to see what happens closer together.',
  });
}

/** To be called once. When a program ends that was followed live, folds the stretches that came after folding. */
export function keepElastic(): void {
  useUi.subscribe((state, before) => {
    if (!state.elastic || state.phase !== 'finished' || before.phase === 'finished') return;
    if (state.follow !== 'live' || state.session?.id !== before.session?.id) return;
    const view = activeChart();
    void idleTime().then((folds) => {
      if (activeChart() === view && useUi.getState().elastic && folds !== null) view?.fold(folds);
    });
  });
}

/** The past stretches in which nothing happens in any run that is shown; null if unknown. */
async function idleTime(): Promise<TimeWindow[] | null> {
  const { otherSide, activeSide } = useUi.getState();
  const sides: readonly Side[] = otherSide === null ? [activeSide] : ['own', 'beside'];
  const runs = await Promise.all(sides.map(quietOf));
  return runs.includes(null) ? null : commonQuiet(runs as QuietRun[]);
}

async function quietOf(side: Side): Promise<QuietRun | null> {
  const quiet = await clientOf(side)?.query('quiet', {}).catch(ignoreClosed);
  const { status, phase } = storeOf(side).getState();
  if (quiet === undefined || status === null) return null;
  const { endNs } = status;
  // A stretch that reaches to the present may still go on.
  const over = phase === 'finished' ? quiet : quiet.filter(({ toNs }) => toNs < endNs);
  return { quiet: over, endNs };
}
