// Sets up everything that traces a thread, before the user's first line.

import { runInThisContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { BlobKind, PROTOCOL_VERSION } from '../protocol/events.ts';
import type { Hello, Notice, ThreadName } from '../protocol/payloads.ts';
import { countIn } from './cost/counts.ts';
import { resolveCommonJs, translateCommonJs } from './loader/compiled/translate-commonjs.ts';
import { noteStarter } from './loader/debugged.ts';
import { rememberHandlers } from './loader/handled.ts';
import { loadThroughHooks, registerHooks } from './loader/hooks.ts';
import { compiledIn } from './loader/instrumenter.ts';
import { keepLaterMaps } from './loader/later-maps.ts';
import { markMade } from './loader/made/made.ts';
import { loadCommonJs } from './loader/node20/commonjs.ts';
import { loadModules } from './loader/node20/esm-thread.ts';
import type { Tables } from './loader/prepare.ts';
import { shareMarkers } from './loader/shared-markers.ts';
import { includeModules } from './loader/user-files.ts';
import { markers } from './markers/marker-table.ts';
import { nextTaskId } from './markers/steps.ts';
import { nameWaits } from './names/index.ts';
import { watchOpened } from './opened/index.ts';
import { watchOutput } from './output/index.ts';
import { useOutputs } from './output/outputs.ts';
import type { OwnThread } from './own-thread.ts';
import { watchCalledLater } from './promises/called-later.ts';
import { noteUnderKey } from './promises/known.ts';
import { leaveMicrotasks } from './resources/microtasks.ts';
import { resourceMade } from './resources/resources.ts';
import type { HearCollections } from './runtime/collections.ts';
import { listen } from './runtime/hooks.ts';
import { type Internals, useInternals } from './runtime/internals.ts';
import { watchPauses } from './runtime/pauses.ts';
import { forgetSurvivors } from './runtime/young-generation.ts';
import { takeSites } from './sending/ring.ts';
import { settleSender } from './sending/sender.ts';
import { flush, openWriter, putBlob, startEpochMs, startMonotonicNs } from './sending/writer.ts';
import { learnDomExceptions } from './tasks/dom-exceptions.ts';
import { offerOpenTelemetry } from './telemetry/open-telemetry.ts';
import { watchOwnChannel } from './threads/messages.ts';
import { watchOwnPort } from './threads/ports.ts';
import { watchProcesses } from './threads/processes.ts';
import { hasWorkers, watchWorkers } from './threads/workers.ts';
import { restoreCoverage } from './unseen/coverage.ts';
import { watchEndings } from './unseen/endings.ts';
import { restoreExcerpts } from './unseen/excerpts.ts';
import { restoreFunctionText } from './unseen/function-text.ts';
import { ownScript } from './unseen/own-scripts.ts';
import { watchSessions } from './unseen/sessions/sessions.ts';
import { restoreSourceMaps } from './unseen/source-maps.ts';
import { leaveStacks, restoreStacks } from './unseen/stacks.ts';
import { hideOwnThread } from './unseen/thread-ids.ts';
import { beginWithheld } from './withheld/own.ts';

const IS_ELECTRON = process.versions.electron !== undefined;

/** `node`: Node's internals, as the preload found them; `preload`: the file that starts the tracer in the threads that `thread` starts. */
export function start(
  thread: OwnThread,
  node: Internals | null,
  hearCollections: HearCollections,
  preload: string,
): void {
  useInternals(node);
  noteUnderKey(node);
  learnDomExceptions(node);
  const { ring, sender, senderId, name, crashFile, pipePath, pipe } = thread;
  const options = { ...thread.options, outputs: useOutputs(thread.options.outputs) };
  const { translates } = options;
  compiledIn(options.compiled);
  shareMarkers(options.markers);
  keepLaterMaps(options.markers);
  noteStarter(thread.isDebugged);
  countIn(ring.counts);
  const tables: Tables = {
    takeSites: (count) => takeSites(ring, count),
    send: (kind, payload) => putBlob(kind, payload, 0),
  };
  nameMarkers();
  insertMarkers(tables, { ...thread, options });
  if (!ring.isWorkers) forgetSurvivors();
  watchSessions(senderId);
  markMade(tables);
  watchOpened();
  watchOutput(options.sendsOutput);
  restoreSourceMaps();
  nameWaits();
  watchCalledLater();
  offerOpenTelemetry(nextTaskId);
  if (translates) leaveStacks();
  else restoreStacks();
  restoreExcerpts();
  restoreFunctionText();
  hideOwnThread(senderId);
  watchWorkers({ sender, senderId, pipe, pipePath, tracerFile: preload, options });
  watchProcesses(pipePath, options, registerHooks === undefined);
  if (name?.kind === 'process') watchOwnChannel(name.start);
  const isOver = (): void => {
    // If a process ends before one of its threads has begun, Electron says so on stderr. That happened in one of ten runs of a one-line program.
    if (!ring.isWorkers && (hasWorkers() || IS_ELECTRON)) settleSender(ring);
  };
  watchEndings(crashFile, isOver, restoreCoverage(), () => settleSender(ring));

  // Time zero: the user's first line is next.
  openWriter(ring);
  sayHello(name);
  if (name?.kind === 'worker' && parentPort !== null) {
    // These ports were made before the hooks were on. Without this, their messages would not be turns.
    for (const port of watchOwnPort(parentPort, name.start, workerData)) resourceMade('MESSAGEPORT', port, 0);
  }
  beginWithheld(ring);
  watchPauses(hearCollections);
  if (translates && name === null) sayTranslated(tables);
  listen();
  leaveMicrotasks();
}

/** From now on, the program's files get their markers as they are loaded. */
function insertMarkers(tables: Tables, { ring, sender, options, name }: OwnThread): void {
  const { translates, includesModules } = options;
  if (includesModules) includeModules();
  if (registerHooks === undefined) {
    if (translates) translateCommonJs(tables);
    rememberHandlers();
    loadCommonJs(tables);
    loadModules(tables, { ring, sender, options, comesFirst: name?.kind === 'process' });
  } else {
    rememberHandlers();
    loadThroughHooks(tables, registerHooks, translates);
  }
  if (!translates) return;
  resolveCommonJs();
  // So that stacks have the author's lines: code that is compiled here comes with a source map.
  process.setSourceMapsEnabled(true);
}

/** Declares the markers' name in the scope of scripts: all code of this thread sees it, but it is not a key of the global object. */
function nameMarkers(): void {
  const key = '__loopscope_markers';
  Object.defineProperty(globalThis, key, { value: markers, configurable: true });
  runInThisContext(ownScript(`const __loopscope = ${key};`), { filename: __filename });
  Reflect.deleteProperty(globalThis, key);
}

function sayTranslated(tables: Tables): void {
  const message = `Node ${process.versions.node} does not run such files by itself: Loopscope compiles them, as tsconfig.json says`;
  const notice: Notice = { message, file: process.argv[1] ?? '' };
  tables.send(BlobKind.notice, JSON.stringify(notice));
}

function sayHello(thread: ThreadName | null): void {
  const electron = process.versions.electron;
  const node = `node ${process.versions.node}`;
  const hello: Hello = {
    protocol: PROTOCOL_VERSION,
    pid: process.pid,
    runtime: electron === undefined ? node : `electron ${electron} (${node})`,
    startEpochMs: startEpochMs(),
    monotonicNs: startMonotonicNs(),
    ...(thread === null ? {} : { thread }),
  };
  putBlob(BlobKind.hello, JSON.stringify(hello), 0);
  // Before anything else is sent: the thread that loads modules sends its tables directly.
  flush();
}
