// The session the window shows: a program that runs, or a recording that is read. One at a time; to compare it with, a
// recording can be opened beside it.

import { EventEmitter } from 'node:events';
import { dirname, resolve } from 'node:path';
import { app, type WebContents } from 'electron';
import type { Problem, Result, RunRequest, Session, SessionEnd } from '../protocol/bridge.ts';
import type { ClockZero } from '../protocol/events.ts';
import type { RecordingHeader } from '../protocol/recording.ts';
import { checkScript } from '../recording/check-script.ts';
import { failure, fileCause, success } from '../recording/problem.ts';
import { type OpenRecording, openRecording } from '../recording/reader.ts';
import { type RecordingEnd, startRecording } from '../recording/recorder.ts';
import { findRuntime, type Runtime } from '../recording/runtime.ts';
import { checkSyntax } from './check-syntax.ts';
import { inheritedDescriptors } from './descriptors.ts';
import { startEnvironment, startNiceness } from './environment.ts';
import { recordingsFolder, tracerFile } from './paths.ts';
import { newRecordingFile } from './recordings.ts';
import { SessionPort } from './session-port.ts';
import { mostShownBytes } from './shown.ts';

interface Current {
  readonly port: SessionPort;
  /** Stops the program, or stops reading. Resolves when the session is over. */
  end(): Promise<void>;
  /** SIGTERM, then SIGKILL; null for a recording. */
  stop: (() => Promise<void>) | null;
}

interface SessionEvents {
  started: [Session];
  refused: [Problem];
  ended: [SessionEnd];
  /** A program's recording is whole and can be opened. */
  recorded: [Session];
}

export class Sessions extends EventEmitter<SessionEvents> {
  readonly #contents: WebContents;
  readonly #sessions = new Map<number, Session>();
  #current: Current | null = null;
  #currentId = 0;
  /** The recording that is open beside it. */
  #beside: Current | null = null;
  #lastId = 0;
  /** One change of session at a time: two quick clicks must not start two programs. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(contents: WebContents) {
    super();
    this.#contents = contents;
  }

  /** Runs a script; the session shown before ends, and with it its program. */
  run(request: RunRequest): Promise<Result<Session>> {
    return this.#oneAtATime(() => this.#run(request));
  }

  /** Opens a recording; the session shown before ends, and with it its program. */
  open(path: string): Promise<Result<Session>> {
    return this.#oneAtATime(() => this.#open(path));
  }

  /** Opens a recording beside the session shown, which stays; one that was beside it ends. */
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

  /** Stops the program of a session, if it runs. */
  async stop(id: number): Promise<void> {
    if (id === this.#currentId) await this.#current?.stop?.();
  }

  /** Ends the session shown, whatever it is. Resolves when no program runs any more. */
  endAll(): Promise<void> {
    return this.#oneAtATime(() => this.#endCurrent());
  }

  get isRunning(): boolean {
    return this.#current?.stop != null;
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
        output: 'capture',
        inherited: inheritedDescriptors(),
        niceness: startNiceness(),
        includesModules: request.includesModules,
      },
      recordingFile,
      recorder: `loopscope ${app.getVersion()}`,
      onStart: (header) => port.send({ type: 'header', ...zeroOf(header) }),
      onBatch: (stream, bytes) => port.sendBytes(stream, bytes),
    });
    if (!started.ok) {
      port.close();
      return this.#refuse(started);
    }
    const { program, finished, header } = started.value;
    const session: Session = {
      id,
      kind: 'live',
      path: script,
      args: request.args,
      cwd: header.program.cwd,
      runtime: runtime.label,
      startEpochMs: header.startEpochMs,
      recordingPath: recordingFile,
      recordingKey: keyOf(header),
      hasConsole: header.program.consoleElsewhere !== true,
    };
    const over = finished.then((end) => this.#programEnded(session, port, end));
    const stop = () => program.stop();
    this.#begin(session, { port, stop, end: () => stop().then(() => over) });
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

  /** A session of a recording whose events are on their way. */
  #read(recording: OpenRecording): { readonly session: Session; readonly current: Current } {
    const { header } = recording;
    const port = new SessionPort(mostShownBytes());
    const cancel = new AbortController();
    const session: Session = {
      id: ++this.#lastId,
      kind: 'recording',
      path: header.program.path,
      args: header.program.args,
      cwd: header.program.cwd,
      runtime: header.program.runtime,
      startEpochMs: header.startEpochMs,
      recordingPath: recording.path,
      recordingKey: keyOf(header),
      hasConsole: header.program.consoleElsewhere !== true,
    };
    const over = send(recording, port, cancel.signal);
    const end = () => {
      cancel.abort();
      port.close();
      return over;
    };
    return { session, current: { port, stop: null, end } };
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
    await beside?.end();
  }

  async #endCurrent(): Promise<void> {
    await this.#endBeside();
    const current = this.#current;
    if (current === null) return;
    // Nobody will look at what is still to come, so nothing of it waits to be looked at.
    current.port.close();
    await current.end();
    this.#current = null;
  }

  #programEnded(session: Session, port: SessionPort, end: RecordingEnd): void {
    port.send({ type: 'end', cutOff: !end.complete, damage: null });
    if (this.#current?.port === port) this.#current = { port, stop: null, end: async () => {} };
    this.emit('recorded', session);
    this.emit('ended', {
      sessionId: session.id,
      exitCode: end.exitCode,
      signal: end.signal,
      complete: end.complete,
      problem: end.problem ?? untraced(session, end),
    });
  }

  #refuse(refused: { ok: false; problem: Problem }): { ok: false; problem: Problem } {
    this.emit('refused', refused.problem);
    return refused;
  }
}

const environmentOf = ({ env }: RunRequest): NodeJS.ProcessEnv => ({ ...startEnvironment(), ...env });

/** All that can be found wrong before anything that is shown has to end. */
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
      'Make room, or check the permissions.',
    );
  }
}

/** No two programs start at the same millisecond from the same file. */
const keyOf = ({ startEpochMs, program }: RecordingHeader): string => `${startEpochMs} ${program.path}`;

const zeroOf = ({ startEpochMs, monotonicNs }: ClockZero): ClockZero =>
  monotonicNs === undefined ? { startEpochMs } : { startEpochMs, monotonicNs };

async function send(recording: OpenRecording, port: SessionPort, signal: AbortSignal): Promise<void> {
  port.send({ type: 'header', ...zeroOf(recording.header) });
  try {
    const { cutOff, damage } = await recording.read(async (stream, bytes, readBytes) => {
      if (!port.isOpen) throw new Error('Nobody looks at it any more.');
      await port.sendBytes(stream, bytes);
      if (port.isFull) throw new Error('More of it is not shown.');
      port.send({ type: 'progress', done: readBytes / recording.fileBytes });
    }, signal);
    port.send({ type: 'end', cutOff, damage });
  } catch (error) {
    const damage = port.isFull ? null : (error as Error).message;
    if (!signal.aborted) port.send({ type: 'end', cutOff: true, damage });
  }
}

/** A program that ended by itself, and never under the tracer: a runtime that is none, an option that breaks it. */
function untraced(session: Session, end: RecordingEnd): Problem | null {
  if (end.traced || end.exitCode === null) return null;
  return {
    title: 'Nothing was recorded',
    detail: `${session.path} ended with exit code ${end.exitCode} before the tracer could begin.`,
    action: 'See what it wrote to the console, or try another runtime.',
  };
}
