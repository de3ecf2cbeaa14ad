import type { ClockZero } from '../protocol/payloads.ts';
import { HEADER_STREAM, HOST_STREAM, MAIN_STREAM, type RecordingHeader } from '../protocol/recording.ts';
import { type Nanoseconds, NS_PER_MS, nanoseconds, type TaskIndex } from '../protocol/units.ts';
import { HostStream } from './events/host-stream.ts';
import { LastWords } from './events/last-words.ts';
import { TracerStream } from './events/tracer-stream.ts';
import { offsetOf, type Zero } from './events/zero.ts';
import { type Language, languageOf } from './languages/index.ts';
import { Tables } from './tables/tables.ts';

/** How many bytes of memory a model needs for each byte of events, at most: docs/window-measured.md has the measurements. */
export const HELD_A_BYTE = 2;

/** What `Model.setHeader` needs of a recording's header; a live session knows only when it started. */
export type ModelHeader = ClockZero & Partial<RecordingHeader>;

/**
 * A recording as tables: tasks, runs and waits, loop turns, places, console lines. It takes the bytes of the streams in pieces of any
 * size, can answer at any moment, and grows with what comes later. Nothing that a recording contains makes it throw: what cannot be
 * read is listed in `damage`, what cannot have happened is counted.
 */
export class Model {
  readonly tables = new Tables();
  header: ModelHeader | null = null;
  /** Whether nothing more will come. */
  finished = false;
  /** The program's clock as it is now, for a program that runs. */
  clockNs = 0;
  cutOff = false;
  /** Whether the window stopped reading because it has no memory for more. The recording goes on. */
  isFull = false;
  /** Why the rest of the recording's file could not be read, in words. */
  fileDamage: string | null = null;
  bytes = 0;
  /** Changes whenever anything in the model changes. */
  version = 0;
  readonly #zero: Zero = { epochMs: null, monotonicNs: null, fromNs: 0 };
  readonly #host: HostStream;
  #languageRuntime = '';
  #language = languageOf('');
  readonly #streams = new Map<number, TracerStream>();
  /** Bytes of other threads that arrived before the main thread's hello set the clock. */
  readonly #held: { stream: number; bytes: Uint8Array }[] = [];
  readonly #lastWords = new LastWords();

  constructor() {
    this.#host = new HostStream(this.tables);
    this.tables.console.hostOffsetNs = () => this.hostOffsetNs;
  }

  setHeader(header: ModelHeader): void {
    this.header = header;
    this.version++;
  }

  /** For a part of a recording: it begins this long after the program's start. To be called before any bytes. */
  beginAt(fromNs: number): void {
    this.#zero.fromNs = fromNs;
  }

  /** How long after the program's start the part begins; 0 for a whole recording. */
  get fromNs(): Nanoseconds {
    return nanoseconds(this.#zero.fromNs);
  }

  /** Takes the next bytes of a stream, split anywhere. The caller may reuse them afterwards. */
  ingest(stream: number, bytes: Uint8Array): void {
    this.version++;
    this.bytes += bytes.length;
    this.#lastWords.piece(stream);
    if (stream === HEADER_STREAM) return;
    if (stream === HOST_STREAM) {
      this.#host.push(bytes);
      return;
    }
    if (stream !== MAIN_STREAM && this.#zero.epochMs === null && !this.finished) {
      this.#held.push({ stream, bytes: new Uint8Array(bytes) });
      return;
    }
    this.stream(stream).push(bytes);
    if (this.#held.length > 0 && this.#zero.epochMs !== null) this.#release();
    this.#closeGone();
  }

  /** To be called when nothing more will come. `cutOff`: the recording has no orderly end. */
  finish({ cutOff, damage = null }: { readonly cutOff: boolean; readonly damage?: string | null }): void {
    this.version++;
    this.finished = true;
    this.cutOff = cutOff;
    this.#release();
    this.tables.console.finish();
    this.fileDamage = damage;
    const { endNs } = this;
    const { threads } = this.tables;
    for (const [id, stream] of this.#streams)
      stream.close(Math.min(endNs, threads.all[threads.ofStream(id)]!.endNs));
    this.tables.endNs = endNs;
  }

  /** The last moment about which anything is known, on the program's clock. */
  get endNs(): Nanoseconds {
    if (this.isFull) return nanoseconds(this.tables.endNs);
    const { programEndNs } = this.#host;
    const ended = programEndNs === null ? 0 : programEndNs + this.hostOffsetNs;
    return nanoseconds(Math.max(this.tables.endNs, ended));
  }

  /** Now, on the program's clock: later than anything that is known while a program that runs sends nothing, because it waits. */
  get nowNs(): Nanoseconds {
    return nanoseconds(this.finished ? this.endNs : Math.max(this.endNs, this.clockNs));
  }

  /** Whether the main thread reached its orderly end and the whole recording was read. */
  get complete(): boolean {
    return this.main.bye && !this.cutOff && this.damage.length === 0;
  }

  /** What could not be read, in words. */
  get damage(): readonly string[] {
    const { all } = this.tables.damage;
    return this.fileDamage === null ? all : [...all, this.fileDamage];
  }

  get exitCode(): number | null {
    return this.#host.programEnd === null ? this.main.exitCode : this.#host.programEnd.exitCode;
  }

  get signal(): string | null {
    return this.#host.programEnd?.signal ?? null;
  }

  /** For example `node 20.20.2`; '' while it is unknown. */
  get runtime(): string {
    return this.main.hello?.runtime ?? this.header?.program?.runtime ?? '';
  }

  /** What the program is written in. */
  get language(): Language {
    const { runtime } = this;
    if (runtime !== this.#languageRuntime) {
      this.#languageRuntime = runtime;
      this.#language = languageOf(runtime);
    }
    return this.#language;
  }

  /** The program's main thread. */
  get main(): TracerStream {
    return this.stream(MAIN_STREAM);
  }

  /** One thread of the program; empty while nothing has come from it. */
  stream(id: number): TracerStream {
    let stream = this.#streams.get(id);
    if (stream === undefined) {
      stream = new TracerStream(id, this.tables, this.#zero);
      this.#streams.set(id, stream);
    }
    return stream;
  }

  /** The ids of all threads from which something has come. */
  streamIds(): number[] {
    return [...this.#streams.keys()];
  }

  /** The thread a task belongs to. */
  streamOf(task: number): TracerStream {
    return this.stream(this.tables.tasks.stream.get(task));
  }

  /** In which turn of its thread's loop a run began. */
  turnOf(run: number): number {
    return this.streamOf(this.tables.runs.task.get(run)).turns.ofRun(run);
  }

  /** The machine's clock at the program's time zero, null when it is unknown. */
  get startEpochMs(): number | null {
    const startEpochMs = this.#zero.epochMs ?? this.header?.startEpochMs ?? null;
    return startEpochMs === null ? null : startEpochMs + this.#zero.fromNs / NS_PER_MS;
  }

  /** To be added to a time on the host's clock to get the program's. */
  get hostOffsetNs(): number {
    return this.header === null ? 0 : offsetOf(this.#zero, this.header);
  }

  /** A file's text as its author wrote it, null when the recording does not hold it. */
  sourceText(file: string): string | null {
    return this.tables.sources.get(file) ?? null;
  }

  /** The task with this id in a stream, null when it never entered. */
  taskOf(stream: number, id: number): TaskIndex | null {
    const task = this.#streams.get(stream)?.events.ids.find(id) ?? -1;
    return task < 0 ? null : (task as TaskIndex);
  }

  /** A process that was killed writes no bye. Its remaining tasks are closed once it is known that nothing more comes from it. */
  #closeGone(): void {
    for (const { stream, endNs } of this.#lastWords.heard(this.tables.threads.takeGone()))
      if (stream >= 0) this.stream(stream).close(endNs);
  }

  #release(): void {
    for (const { stream, bytes } of this.#held.splice(0)) this.stream(stream).push(bytes);
  }
}
