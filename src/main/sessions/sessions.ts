// The session that the window shows: a program that runs, or a recording that is read. There is one at a time, and a recording can be opened
// beside it for comparison.

import { EventEmitter } from 'node:events';
import { dirname, resolve } from 'node:path';
import { app, type WebContents } from 'electron';
import type { Part, Problem, Result, RunRequest, Session, SessionEnd } from '../../protocol/bridge.ts';
import type { RecordingHeader } from '../../protocol/recording.ts';
import { checkScript } from '../../recording/check-script.ts';
import { keptMarkers } from '../../recording/kept-markers.ts';
import { failure, fileCause, success } from '../../recording/problem.ts';
import type { ProgramInput } from '../../recording/program-input.ts';
import { type OpenRecording, openRecording } from '../../recording/reader.ts';
import { type RecordingEnd, startRecording } from '../../recording/recorder.ts';
import { findRuntime, type Runtime } from '../../recording/runtime.ts';
import { recordingsFolder, tracerFile } from '../paths.ts';
import { checkSyntax } from '../programs/check-syntax.ts';
import { inheritedDescriptors } from '../programs/descriptors.ts';
import { startEnvironment, startNiceness } from '../programs/environment.ts';
import { newRecordingFile } from './recordings.ts';
import { sendRecording } from './send-recording.ts';
import { SessionPort } from './session-port.ts';
import { mostShownBytes } from './shown.ts';

interface Current {
  readonly port: SessionPort;
  /** The program, while it runs. */
  readonly running: Running | null;
  /** The window no longer shows it. Its program runs on. */
  leave(): Promise<void>;
}

/** A running program, whichever part of it is shown. */
interface Running {
  session: Session;
  /** Its events are sent here as they come; null if its growing recording is read instead. */
  port: SessionPort | null;
  end: RecordingEnd | null;
  readonly input: ProgramInput | null;
  /** SIGTERM, then SIGKILL. Resolves when the program has ended. */
  stop(): Promise<void>;
}

interface SessionEvents {
  started: [Session];
  refused: [Problem];
  ended: [SessionEnd];
  /** A program's recording is complete and can be opened. */
  recorded: [Session];
}

export class Sessions extends EventEmitter<SessionEvents> {
  readonly #contents: WebContents;
  /** Whether somebody is there to type input for programs. */
  readonly #takesInput: boolean;
  readonly #sessions = new Map<number, Session>();
  #current: Current | null = null;
  #currentId = 0;
  /** The recording that is open beside the session. */
  #beside: Current | null = null;
  #lastId = 0;
  /** One change of session at a time: two quick clicks must not start two programs. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(contents: WebContents, takesInput: boolean) {
    super();
    this.#contents = contents;
    this.#takesInput = takesInput;
  }

  /** Runs a script. Ends the present session and its program. */
  run(request: RunRequest): Promise<Result<Session>> {
    return this.#oneAtATime(() => this.#run(request));
  }

  /** What `run` would refuse before it ends the present session; null if nothing is wrong. */
  async check(request: RunRequest): Promise<Problem | null> {
    const prepared = await prepare(request);
    return prepared.ok ? null : prepared.problem;
  }

  /** Opens a recording. Ends the present session and its program. */
  open(path: string): Promise<Result<Session>> {
    return this.#oneAtATime(() => this.#open(path));
  }

  /** Opens a recording beside the present session, in place of any other one there. */
  openBeside(path: string): Promise<Result<Session>> {
    return this.#oneAtATime(async () => {
      const opened = await openRecording(path);
      if (!opened.ok) return opened;
      await this.#endBeside();
      const { session, current } = this.#read(opened.value);
      this.#beside = current;
      this.#handOver(session, current);
      return success(session);
    });
  }

  closeBeside(): Promise<void> {
    return this.#oneAtATime(() => this.#endBeside());
  }

  /** Shows another part of the present session, as a session of its own. Its program runs on. */
  showPart(id: number, part: Part): Promise<Result<Session>> {
    return this.#oneAtATime(async () => {
      const session = this.#sessions.get(id);
      const shown = this.#current;
      if (session === undefined || shown === null || id !== this.#currentId) return failure(...NOT_SHOWN);
      const opened = await openRecording(session.recordingPath);
      if (!opened.ok) return opened;
      const recording = opened.value;
      const newest = part === 'newest' ? (await recording.rawBytes()) - mostShownBytes() / 2 : 0;
      const fromBytes = part === 'next' ? shown.port.shownBytes : Math.max(0, Math.floor(newest));
      await this.#endBeside();
      await shown.leave();
      // The program may have ended meanwhile.
      const running = this.#current?.running ?? null;
      const { session: next, current } = this.#read(recording, fromBytes, running);
      if (running !== null) Object.assign(running, { session: next, port: null });
      this.#begin(next, current);
      return success(next);
    });
  }

  /** Stops the program of a session, if it runs. */
  async stop(id: number): Promise<void> {
    if (id === this.#currentId) await this.#current?.running?.stop();
  }

  /** Gives the program of a session, if it runs, this text as input; null is the input's end. */
  type(id: number, text: string | null): void {
    const input = id === this.#currentId ? this.#current?.running?.input : null;
    if (text === null) input?.end();
    else input?.write(text);
  }

  /** Ends the present session, whatever it is. Resolves when no program runs any more. */
  endAll(): Promise<void> {
    return this.#oneAtATime(() => this.#endCurrent());
  }

  get isRunning(): boolean {
    return this.#current?.running != null;
  }

  find(id: number): Session | null {
    return this.#sessions.get(id) ?? null;
  }

  #oneAtATime<T>(change: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(change);
    this.#queue = done.catch(() => {});
    return done;
  }

  async #run(request: RunRequest): Promise<Result<Session>> {
    const prepared = await prepare(request);
    if (!prepared.ok) return this.#refuse(prepared);
    const { script, runtime } = prepared.value;
    await this.#endCurrent();
    const id = ++this.#lastId;
    const place = await placeForRecording(script);
    if (!place.ok) return this.#refuse(place);
    const recordingFile = place.value;
    const port = new SessionPort(mostShownBytes());
    const started = await startRecording({
      launch: {
        runtime,
        script,
        args: request.args,
        cwd: resolve(dirname(script), request.cwd ?? ''),
        env: environmentOf(request),
        tracerFile: tracerFile(),
        markersFolder: await keptMarkers(tracerFile()),
        output: 'capture',
        takesInput: this.#takesInput,
        inherited: inheritedDescriptors(),
        niceness: startNiceness(),
        includesModules: request.includesModules,
      },
      recordingFile,
      recorder: `loopscope ${app.getVersion()}`,
      onStart: (header) => port.sendHeader(header),
      onBatch: (stream, bytes) => port.sendBytes(stream, bytes),
    });
    if (!started.ok) {
      port.close();
      return this.#refuse(started);
    }
    const { program, input, finished, header } = started.value;
    const session = sessionOf(header, { id, kind: 'live', recordingPath: recordingFile, fromBytes: 0 });
    const running: Running = {
      session,
      port,
      end: null,
      input,
      stop: async () => {
        if (running.end === null) await program.stop();
        await over;
      },
    };
    const over = finished.then((end) => this.#programEnded(running, end));
    this.#begin(session, { port, running, leave: async () => port.close() });
    return success(session);
  }

  async #open(path: string): Promise<Result<Session>> {
    const opened = await openRecording(path);
    if (!opened.ok) return this.#refuse(opened);
    await this.#endCurrent();
    const { session, current } = this.#read(opened.value);
    this.#begin(session, current);
    return success(session);
  }

  /** A session that reads a recording. If the recording still grows, `running` is the program that it is of. */
  #read(
    recording: OpenRecording,
    fromBytes = 0,
    running: Running | null = null,
  ): { readonly session: Session; readonly current: Current } {
    const { header } = recording;
    const port = new SessionPort(mostShownBytes(), fromBytes);
    const cancel = new AbortController();
    const session = sessionOf(header, {
      id: ++this.#lastId,
      kind: running === null ? 'recording' : 'live',
      recordingPath: recording.path,
      fromBytes,
    });
    port.sendHeader(header);
    const over = sendRecording(recording, port, cancel.signal, running);
    const leave = () => {
      cancel.abort();
      port.close();
      return over;
    };
    return { session, current: { port, running, leave } };
  }

  #begin(session: Session, current: Current): void {
    this.#current = current;
    this.#currentId = session.id;
    this.#handOver(session, current);
    this.emit('started', session);
  }

  #handOver(session: Session, { port }: Current): void {
    this.#sessions.set(session.id, session);
    port.handOver(this.#contents, session.id);
  }

  async #endBeside(): Promise<void> {
    const beside = this.#beside;
    this.#beside = null;
    await beside?.leave();
  }

  async #endCurrent(): Promise<void> {
    await this.#endBeside();
    const current = this.#current;
    if (current === null) return;
    // The window will not show what is still to come, so it must not wait for the window.
    await current.leave();
    await current.running?.stop();
    this.#current = null;
  }

  #programEnded(running: Running, end: RecordingEnd): void {
    running.end = end;
    const { session, port } = running;
    port?.send({ type: 'end', cutOff: !end.complete, damage: null });
    if (this.#current?.running === running) this.#current = { ...this.#current, running: null };
    this.emit('recorded', session);
    this.emit('ended', {
      sessionId: session.id,
      exitCode: end.exitCode,
      signal: end.signal,
      complete: end.complete,
      problem: end.problem,
    });
  }

  #refuse(refused: { ok: false; problem: Problem }): { ok: false; problem: Problem } {
    this.emit('refused', refused.problem);
    return refused;
  }
}

const NOT_SHOWN = [
  'Cannot show that part',
  'Another session is open by now.',
  'Open the recording.',
] as const;

const environmentOf = ({ env }: RunRequest): NodeJS.ProcessEnv => ({ ...startEnvironment(), ...env });

/** Checks everything that can be checked before the present session has to end. */
async function prepare(request: RunRequest): Promise<Result<{ script: string; runtime: Runtime }>> {
  const script = await checkScript(request.path);
  if (!script.ok) return script;
  const runtime = await findRuntime(request.runtimeId, environmentOf(request));
  if (!runtime.ok) return runtime;
  const syntaxError = await checkSyntax(script.value.path, runtime.value);
  if (syntaxError !== null) return { ok: false, problem: syntaxError };
  return success({ script: script.value.path, runtime: runtime.value });
}

async function placeForRecording(script: string): Promise<Result<string>> {
  const folder = recordingsFolder();
  try {
    return success(await newRecordingFile(folder, script));
  } catch (error) {
    return failure(
      'Cannot write the recording',
      fileCause(folder, error),
      'Free some disk space, or check the permissions of that folder.',
    );
  }
}

/** A key for a recording: no two programs start in the same millisecond from the same file. */
const keyOf = ({ startEpochMs, program }: RecordingHeader): string => `${startEpochMs} ${program.path}`;

/** What the window gets to know of a recording. `fromBytes`: where the shown part of it begins. */
function sessionOf(
  header: RecordingHeader,
  { fromBytes, ...known }: Pick<Session, 'id' | 'kind' | 'recordingPath'> & { readonly fromBytes: number },
): Session {
  const { path, file = path, args, cwd, runtime, consoleElsewhere } = header.program;
  return {
    ...known,
    path,
    file,
    args,
    cwd,
    runtime,
    startEpochMs: header.startEpochMs,
    recordingKey: fromBytes === 0 ? keyOf(header) : `${keyOf(header)} from ${fromBytes}`,
    isConsoleElsewhere: consoleElsewhere === true,
  };
}
