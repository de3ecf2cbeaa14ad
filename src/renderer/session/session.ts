// What the user can do with scripts, programs and recordings. Every function here may be called at any time.

import { baseName } from '../../model/details/labels.ts';
import type {
  OpenedPath,
  OpenRequest,
  Part,
  Problem,
  Result,
  Session,
  SessionEnd,
} from '../../protocol/bridge.ts';
import type { ExportFormat } from '../../protocol/export-formats.ts';
import { main } from '../bridge.ts';
import { dismissProblems, showProblem } from '../store/problems.ts';
import { choicesFor, choicesOfSession, optionsOf, rememberChoices } from '../store/run-choices.ts';
import { withChanges } from '../store/settings/settings.ts';
import { activate, storeOf } from '../store/sides.ts';
import {
  forgetGuess,
  hasChart,
  isRunning,
  NO_CHOICES,
  NO_SESSION,
  type Side,
  shownFilter,
  useUi,
} from '../store/ui-store.ts';
import { ignoreClosed, SessionClient } from './session-client.ts';
import { portOf } from './session-ports.ts';

const clients = new Map<Side, SessionClient>();
/** Ends of sessions that came before the answer that names the session. */
const earlyEnds = new Map<number, SessionEnd>();
/** Increases with every script or session that is opened. Answers to older requests are dropped. */
let generation = 0;

/** The client of the active session. */
export const currentClient = (): SessionClient | null => clientOf(useUi.getState().activeSide);

export const clientOf = (side: Side): SessionClient | null => clients.get(side) ?? null;

export const allClients = (): readonly SessionClient[] => [...clients.values()];

/** Chooses the script that Run runs. Asks first if a program is still running. */
export function chooseScript(path: string, options: OpenRequest['options'] = null): void {
  if (isRunning(useUi.getState().phase)) {
    useUi.setState({ askedPath: { path, options, run: false } });
    return;
  }
  const { session } = useUi.getState();
  closeSession();
  // A prediction is only for one run: the next time the question is asked again.
  if (session !== null) forgetGuess(session.path);
  useUi.setState({
    phase: 'script',
    scriptPath: path,
    choices: choicesFor(path, options ?? {}),
    libraryPage: 'lesson',
  });
}

/** Opens a path: a script becomes ready to run, a recording is shown. */
export const openPath = (path: string): Promise<void> => open({ path, options: null, run: false });

async function open(asked: OpenRequest): Promise<void> {
  if (isRunning(useUi.getState().phase)) {
    useUi.setState({ askedPath: asked });
    return;
  }
  generation += 1;
  const mine = generation;
  dismissProblems();
  const result = await main.openPath(asked.path);
  if (mine === generation) await applyOpened(result, asked);
}

/** Shows another part of a session that is too long to be shown whole. Its program runs on. */
export async function showPart(part: Part): Promise<void> {
  const { session, runBefore, stopAsked } = useUi.getState();
  if (session === null) return;
  generation += 1;
  const mine = generation;
  const result = await main.showPart(session.id, part);
  if (mine !== generation) return;
  if (!result.ok) {
    showProblem(result.problem);
    return;
  }
  await attach(result.value, result.value.kind === 'live' ? 'live' : 'loading');
  useUi.setState({ runBefore, stopAsked });
}

export async function openWithDialog(): Promise<void> {
  const path = await main.pick('program', null);
  if (path !== null) await openPath(path);
}

export async function openLessonsWithDialog(): Promise<void> {
  const folder = await main.pick('lessons', null);
  if (folder !== null) await openPath(folder);
}

async function applyOpened(result: Result<OpenedPath>, { options, run }: OpenRequest): Promise<void> {
  if (!result.ok) {
    showProblem(result.problem);
    return;
  }
  if (result.value.kind === 'recording') {
    await attach(result.value.session, 'loading');
    return;
  }
  chooseScript(result.value.path, options);
  if (run) await runScript();
}

/** Runs the chosen script. A program that still runs is stopped first. What cannot be run leaves the open session as it is. */
export async function runScript(): Promise<void> {
  const { scriptPath, choices, app, phase } = useUi.getState();
  if (scriptPath === null || phase === 'starting') return;
  const request = {
    path: scriptPath,
    ...optionsOf(choices),
    runtimeId: app?.settings.runtimeId ?? null,
    includesModules: app?.settings.includesModules ?? false,
  };
  const before = generation;
  const refused = hasChart(phase) ? await main.checkRun(request) : null;
  if (before !== generation) return;
  dismissProblems();
  if (refused !== null) {
    showProblem(refused);
    return;
  }
  if (useUi.getState().phase === 'live') await stopAndWait();
  if (before !== generation) return;
  closeSession();
  rememberChoices();
  const mine = generation;
  useUi.setState({ phase: 'starting' });
  const result = await main.run(request);
  if (mine !== generation) {
    // Something else was opened meanwhile, and a program that is not shown must not go on.
    if (result.ok) await main.stop(result.value.id);
    return;
  }
  if (result.ok) await attach(result.value, 'live');
  else {
    useUi.setState({ phase: 'script' });
    showProblem(result.problem);
  }
}

export async function stopProgram(): Promise<void> {
  const { session, phase } = useUi.getState();
  if (session === null || phase !== 'live') return;
  useUi.setState({ stopAsked: true });
  await main.stop(session.id);
}

/** Stops the program, and resolves when it has ended. */
async function stopAndWait(): Promise<void> {
  const { session } = useUi.getState();
  if (session === null) return;
  const ended = new Promise<void>((resolve) => {
    const check = () => {
      const state = useUi.getState();
      if (state.session?.id === session.id && state.end === null) return;
      unsubscribe();
      resolve();
    };
    const unsubscribe = useUi.subscribe(check);
    check();
  });
  await main.stop(session.id);
  await ended;
}

/** Stops the running program, then opens the file that the user asked for. */
export async function openAsked(): Promise<void> {
  const asked = useUi.getState().askedPath;
  forgetAsked();
  if (asked === null) return;
  await stopAndWait();
  useUi.setState({ phase: 'finished' });
  await open(asked);
}

/** Does not open that file: the program runs on. */
export function forgetAsked(): void {
  useUi.setState({ askedPath: null });
}

export async function saveRecording(): Promise<void> {
  const { session } = useUi.getState();
  if (session === null) return;
  dismissProblems();
  const result = await main.saveRecording(session.id);
  if (result !== null) showWritten('saved', result);
}

export async function exportRecording(format: ExportFormat): Promise<void> {
  const { session } = useUi.getState();
  if (session === null) return;
  dismissProblems();
  showWritten('exported', await main.exportRecording(session.id, format));
}

/** Says where a file was written, or why it was not; null if the user cancelled. */
function showWritten(way: 'saved' | 'exported', result: Result<string> | null): void {
  useUi.setState({ written: result?.ok ? { way, file: result.value, progress: null } : null });
  if (result !== null && !result.ok) showProblem(result.problem);
}

/** Goes back to the welcome screen, unless a program is running. */
export function showWelcome(): void {
  if (isRunning(useUi.getState().phase)) {
    showProblem(stillRunning());
    return;
  }
  closeSession();
  useUi.setState({ phase: 'empty', scriptPath: null, choices: NO_CHOICES });
}

/** By script, its recording that was made or opened last. */
const lastRecordings = new Map<string, string>();

async function attach(session: Session, phase: 'live' | 'loading'): Promise<void> {
  closeSession();
  const runBefore = phase === 'live' ? (lastRecordings.get(session.path) ?? null) : null;
  lastRecordings.set(session.path, session.recordingPath);
  useUi.setState({ runBefore, end: earlyEnds.get(session.id) ?? null });
  earlyEnds.delete(session.id);
  await connect('own', session, phase);
}

/** Connects a session to a side, which shows it from now on. */
export async function connect(side: Side, session: Session, phase: 'live' | 'loading'): Promise<void> {
  const mine = generation;
  const store = storeOf(side);
  store.setState({
    phase,
    session,
    scriptPath: session.path,
    choices: choicesOfSession(session),
    progress: phase === 'loading' ? 0 : null,
  });
  const port = await portOf(session.id);
  if (mine !== generation || store.getState().session !== session) {
    port.close();
    return;
  }
  const client = new SessionClient(port, {
    status(status, ending) {
      store.setState({ status, ending });
      settle(side);
    },
    progress: (done) => store.setState({ progress: done }),
    failed: (message) =>
      showProblem({
        title: `Cannot go on showing ${baseName(session.path)}`,
        detail: `The part of Loopscope that reads its events failed: ${message}`,
        action: `Its recording is kept at ${session.recordingPath}. Open it again, or run the script again.`,
      }),
  });
  clients.set(side, client);
  store.setState({ connected: true });
  const state = useUi.getState();
  const { order, grouping } = state;
  client.query('arrange', { order, grouping, filter: shownFilter(state) }).catch(ignoreClosed);
}

/** Finishes a session when both its events and its process have ended. */
function settle(side: Side): void {
  const { phase, status, session, end } = storeOf(side).getState();
  if (!hasChart(phase) || phase === 'finished' || status?.finished !== true) return;
  if (session?.kind === 'live' && end === null) return;
  storeOf(side).setState({ phase: 'finished', progress: null });
  // If the console is empty, the Insights tab is opened instead.
  const isSilent = session?.kind === 'recording' && status.consoleLines === 0;
  if (isSilent && useUi.getState().drawerTab === 'console') useUi.setState({ drawerTab: 'insights' });
}

/** Changes whenever another script or session is shown. */
export const sessionGeneration = (): number => generation;

/** Closes the session beside the window's own. */
export function disconnectBeside(): void {
  clients.get('beside')?.close();
  clients.delete('beside');
  activate('own');
  useUi.setState({ otherSide: null, comparison: null });
  void main.closeBeside();
}

function closeSession(): void {
  generation += 1;
  if (useUi.getState().comparison !== null) void main.closeBeside();
  for (const client of clients.values()) client.close();
  clients.clear();
  useUi.setState(NO_SESSION);
}

/** Listens to main's notifications. To be called once. */
export function listenToMain(): void {
  main.on('stateChanged', (app) => useUi.setState({ app: withChanges(app) }));
  main.on('problem', showProblem);
  main.on('exportProgress', (file, progress) =>
    useUi.setState({ written: { way: 'exported', file, progress } }),
  );
  main.on('openRequested', (asked) => void open(asked));
  main.on('sessionEnded', (end) => {
    if (useUi.getState().session?.id !== end.sessionId) {
      earlyEnds.set(end.sessionId, end);
      return;
    }
    useUi.setState({ end });
    if (end.problem !== null) showProblem(end.problem);
    settle('own');
  });
}

function stillRunning(): Problem {
  const { scriptPath } = useUi.getState();
  return {
    title: `${baseName(scriptPath ?? 'A program')} is still running`,
    detail: 'Loopscope shows one program at a time.',
    action: 'Stop it first.',
  };
}
