import { activeChart } from '../chart/active-chart.ts';
import { commonQuiet, type QuietRun } from '../chart/time/common-quiet.ts';
import { clientOf } from '../session/session.ts';
import { ignoreClosed } from '../session/session-client.ts';
import { storeOf } from './sides.ts';
import { type Side, showProblem, useUi } from './ui-store.ts';

/**
 * Folds the stretches in which nothing happens, or unfolds them; of two runs on one scale those in which neither does
 * anything. While a program runs that is refused: what is idle now may go on, and with every fold the chart would jump.
 */
export async function toggleElastic(): Promise<void> {
  const view = activeChart();
  if (view === null) return;
  const { elastic, otherSide } = useUi.getState();
  if (elastic) {
    useUi.setState({ elastic: false });
    view.fold([]);
    return;
  }
  const sides: readonly Side[] = otherSide === null ? [useUi.getState().activeSide] : ['own', 'beside'];
  if (sides.some((side) => storeOf(side).getState().phase !== 'finished')) {
    showProblem({
      title: 'Idle time is folded when the program is over',
      detail:
        'While it runs more idle time comes, and the chart would jump with each stretch that is folded.',
      action: 'Stop the program, or wait for its end, and press E again.',
    });
    return;
  }
  const runs = await Promise.all(sides.map(quietOf));
  if (activeChart() !== view || runs.includes(null)) return;
  const folds = commonQuiet(runs as QuietRun[]);
  if (folds.length === 0) {
    const who = otherSide === null ? 'is the program' : 'are both programs';
    showProblem({
      title: 'There is no idle time to fold',
      detail: `Nowhere ${who} idle, with no task that runs or changes, for a hundredth of the time.`,
      action: 'Zoom in to see what happens closer together.',
    });
    return;
  }
  useUi.setState({ elastic: true });
  view.fold(folds);
}

async function quietOf(side: Side): Promise<QuietRun | null> {
  const quiet = await clientOf(side)?.query('quiet', {}).catch(ignoreClosed);
  const { status } = storeOf(side).getState();
  return quiet === undefined || status === null ? null : { quiet, endNs: status.endNs };
}
