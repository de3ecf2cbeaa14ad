// Comparing two recordings: opening and closing the comparison, and computing how they differ.

import { difference, type Names } from '../../model/index.ts';
import type { InsightSettings } from '../../protocol/insights.ts';
import { main } from '../bridge.ts';
import type { LessonPair } from '../lessons/course.ts';
import { lendPanel, openPanel } from '../shell/panels.ts';
import { showProblem } from '../store/problems.ts';
import { storeOf } from '../store/sides.ts';
import {
  type DrawerTab,
  isRunning,
  NO_SIDE,
  otherThan,
  type RunningBoth,
  type Side,
  useUi,
} from '../store/ui-store.ts';
import {
  chooseScript,
  clientOf,
  connect,
  disconnectBeside,
  runScript,
  sessionGeneration,
  stopProgram,
} from './session.ts';
import { ignoreClosed } from './session-client.ts';

const SIDES = ['own', 'beside'] as const satisfies readonly Side[];

/** The drawer's tab before the comparison. */
let tabBefore: DrawerTab = 'insights';
/** Opens the drawer again after a comparison that needed its space. */
let giveDrawerBack = (): void => {};

/** Opens a recording beside the present one. The one that was started earlier is A. */
export async function compareWith(
  path: string,
  given: { first: Side; names: Names } | null = null,
): Promise<void> {
  closeComparison();
  const { session: own, phase } = useUi.getState();
  if (own === null || phase !== 'finished') return;
  const mine = sessionGeneration();
  const result = await main.openBeside(path);
  if (mine !== sessionGeneration()) {
    if (result.ok) await main.closeBeside();
    return;
  }
  if (!result.ok) {
    showProblem(result.problem);
    return;
  }
  const beside = result.value;
  tabBefore = useUi.getState().drawerTab;
  // For a lesson the charts matter, so the drawer with the tables stays closed.
  if (given === null) openPanel('drawer');
  else giveDrawerBack = lendPanel('drawer');
  useUi.setState({
    otherSide: { ...NO_SIDE, phase: 'loading', session: beside },
    comparison: {
      first: given?.first ?? (beside.startEpochMs <= own.startEpochMs ? 'beside' : 'own'),
      names: given?.names ?? null,
      difference: null,
    },
    drawerTab: 'differences',
    elastic: false,
  });
  await connect('beside', beside, 'loading');
}

export function compareWithBefore(): void {
  const { runBefore } = useUi.getState();
  if (runBefore !== null) void compareWith(runBefore);
}

/** Asks for a recording, and compares with it. */
export async function compareWithFile(): Promise<void> {
  const path = await main.pick('recording', null);
  if (path !== null) await compareWith(path);
}

/** Swaps A and B. */
export function swapSides(): void {
  const { comparison } = useUi.getState();
  if (comparison === null || comparison.difference === null) return;
  const { a, b, names: before } = comparison.difference;
  // Each keeps its name, so the first run is still called that.
  const names = { a: before.b, b: before.a };
  useUi.setState({
    comparison: { first: otherThan(comparison.first), names, difference: difference(b, a, names) },
  });
}

/** Ends the comparison, and shows the window's own session alone. */
export function closeComparison(): void {
  if (useUi.getState().comparison === null) return;
  disconnectBeside();
  useUi.setState({ elastic: false });
}

/** Runs a lesson's trap, then its fix, and compares them. */
export async function runBoth({ trap, fix }: LessonPair): Promise<void> {
  const scripts = [trap.path, fix.path] as const;
  const before = await runToEnd({ scripts, at: 0 });
  if (before === null) return;
  const after = await runToEnd({ scripts, at: 1 });
  if (after === null) return;
  useUi.setState({ runningBoth: null });
  await compareWith(before, { first: 'beside', names: { a: 'the trap', b: 'the fix' } });
}

export function cancelRunningBoth(): void {
  useUi.setState({ runningBoth: null });
  void stopProgram();
}

/** Runs one of the two. Resolves with its recording when it has ended; null if the user did something else meanwhile. */
async function runToEnd(both: RunningBoth): Promise<string | null> {
  const path = both.scripts[both.at];
  // Predictions for both programs are kept, so that they can be compared with what happened.
  const { guesses } = useUi.getState();
  chooseScript(path);
  useUi.setState({ runningBoth: both, guesses });
  await runScript();
  return new Promise((resolve) => {
    const check = (): void => {
      const { phase, session, scriptPath, runningBoth } = useUi.getState();
      const isWanted = runningBoth === both && scriptPath === path;
      if (isWanted && isRunning(phase)) return;
      unsubscribe();
      if (isWanted && phase === 'finished' && session !== null) {
        resolve(session.recordingPath);
        return;
      }
      if (runningBoth === both) useUi.setState({ runningBoth: null });
      resolve(null);
    };
    const unsubscribe = useUi.subscribe(check);
    check();
  });
}

/** Computes the difference when both have been read, and again when settings change. To be called once. */
export function keepDifferenceFresh(): void {
  let asked = '';
  useUi.subscribe(({ comparison, app, drawerTab }) => {
    if (comparison === null || app === null) {
      asked = '';
      const giveBack = giveDrawerBack;
      giveDrawerBack = () => {};
      giveBack();
      // However the comparison ended: another file may have been opened.
      if (comparison === null && drawerTab === 'differences') useUi.setState({ drawerTab: tabBefore });
      return;
    }
    const seen = SIDES.map((side) => storeOf(side).getState());
    if (!seen.every(({ phase, connected }) => phase === 'finished' && connected)) return;
    const { insights } = app.settings;
    const key = JSON.stringify([seen.map(({ session }) => session?.id), insights]);
    if (key === asked) return;
    asked = key;
    void tellDifference(insights, () => asked === key);
  });
}

async function tellDifference(settings: InsightSettings, isWanted: () => boolean): Promise<void> {
  const summaryOf = (side: Side) => {
    const { path = '', args = [] } = storeOf(side).getState().session ?? {};
    return clientOf(side)?.query('summary', { settings, program: { path, args } }).catch(ignoreClosed);
  };
  const [own, beside] = await Promise.all(SIDES.map(summaryOf));
  const { comparison } = useUi.getState();
  if (own === undefined || beside === undefined || comparison === null || !isWanted()) return;
  const [a, b] = comparison.first === 'own' ? [own, beside] : [beside, own];
  const found = difference(a, b, comparison.names ?? undefined);
  useUi.setState({ comparison: { ...comparison, difference: found } });
}
