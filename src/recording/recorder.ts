import { realpath } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Problem, Result } from '../protocol/bridge.ts';
import { RecordEncoder } from '../protocol/codec.ts';
import { BlobKind } from '../protocol/events.ts';
import type { ProgramEnd } from '../protocol/payloads.ts';
import { HOST_STREAM, MAIN_STREAM, type RecordingHeader } from '../protocol/recording.ts';
import { NS_PER_MS } from '../protocol/units.ts';
import { Batcher } from './batcher.ts';
import { cleaned } from './crash.ts';
import { type Launched, type LaunchRequest, launch } from './launch.ts';
import { PacketReader } from './packet-reader.ts';
import { failure, success, writeCause } from './problem.ts';
import { ProgramInput } from './program-input.ts';
import { RecordingWriter } from './recording-writer.ts';
import { StreamScanner } from './stream-scanner.ts';
import { untraced } from './untraced.ts';

/** How often a pipe is checked once the program has exited. */
const LOOK_MS = 50;

/**
 * When the program has exited, everything that it wrote is in the pipes. A pipe that stays open is held by a process that the program left
 * running. It is closed when this many checks in a row found nothing. A limit in time would be less reliable, because on a busy machine
 * bytes may be in a pipe for long before anybody reads them.
 */
const QUIET_LOOKS = 6;

/** Processes that the program left running are listened to for at most this many checks, which is two seconds. */
const LINGER_LOOKS = 40;

const LOST_THREADS = JSON.stringify({
  message:
    'Something else wrote into the pipe of the program’s workers and processes: what they did from then on is missing.',
});

export interface RecordRequest {
  readonly launch: LaunchRequest;
  /** The file for the recording. An existing file is replaced. */
  readonly recordingFile: string;
  /** The recorder's name for the header: `loopscope 0.1.0`. */
  readonly recorder: string;
  /** Called once, before any batch. */
  onStart?(header: RecordingHeader): void;
  /** Called for every batch: whole or partial records of one stream, in order. The next call waits until this resolves. */
  onBatch?(stream: number, bytes: Uint8Array): void | Promise<void>;
}

export interface RecordingEnd extends ProgramEnd {
  /** Whether the tracer reached its orderly end. */
  readonly complete: boolean;
  readonly records: number;
  /** How large the recording is. */
  readonly bytes: number;
  /** Set if the recording could not be written to its end, or if the program ran without the tracer. */
  readonly problem: Problem | null;
}

export interface ActiveRecording {
  readonly header: RecordingHeader;
  readonly program: Pick<Launched, 'pid' | 'kill' | 'stop'>;
  /** Null if the program was not started to be given input. */
  readonly input: ProgramInput | null;
  /** Resolves when the program has exited and everything that it sent is in the file. Never rejects. */
  readonly finished: Promise<RecordingEnd>;
}

/** Runs a program under the tracer and records it. The problem says what could not be started or written. */
export async function startRecording(request: RecordRequest): Promise<Result<ActiveRecording>> {
  const { script, args, cwd, runtime, output } = request.launch;
  const file = await realpath(script).catch(() => script);
  const startedAt = performance.now();
  const header: RecordingHeader = {
    format: 'loopscope-recording/1',
    program: {
      path: script,
      ...(file !== script && { file }),
      args,
      cwd,
      runtime: runtime.label,
      ...(output === 'inherit' && { consoleElsewhere: true }),
    },
    // Not performance.timeOrigin, which is wrong after the machine has slept.
    startEpochMs: Date.now(),
    monotonicNs: Number(process.hrtime.bigint()),
    recorder: request.recorder,
  };
  let writer: RecordingWriter;
  try {
    writer = await RecordingWriter.create(request.recordingFile, header);
  } catch (error) {
    const detail = writeCause(request.recordingFile, error);
    return failure('Cannot write the recording', detail, 'Choose another place for it.');
  }
  const launched = await launch(request.launch);
  if (!launched.ok) {
    await writer.close();
    return launched;
  }
  request.onStart?.(header);
  const recorder = new Recorder(launched.value, writer, request, startedAt);
  return success({
    header,
    program: launched.value,
    input: recorder.input,
    finished: recorder.finished(),
  });
}

class Recorder {
  readonly input: ProgramInput | null;
  readonly #program: Launched;
  readonly #writer: RecordingWriter;
  readonly #request: RecordRequest;
  readonly #batcher: Batcher;
  readonly #scanner = new StreamScanner();
  /** The streams that come through the shared pipe, by their labels. */
  readonly #others = new Map<string, { readonly stream: number; readonly scanner: StreamScanner }>();
  readonly #host = new RecordEncoder();
  /** The host stream's time zero: the moment that the header names, before the program was started. */
  readonly #startedAt: number;
  #problem: Problem | null = null;

  constructor(program: Launched, writer: RecordingWriter, request: RecordRequest, startedAt: number) {
    this.#startedAt = startedAt;
    this.#program = program;
    this.#writer = writer;
    this.#request = request;
    const { trace, shared, stdout, stderr, stdin } = program;
    this.input = stdin && new ProgramInput(stdin, (text) => this.#say(BlobKind.stdin, text));
    const sources = [trace, shared?.source ?? null, stdout, stderr].filter((source) => source !== null);
    this.#batcher = new Batcher(
      (stream, bytes) => this.#deliver(stream, bytes),
      (high) => {
        // A paused pipe fills up and then blocks the program that writes to it. So the program is delayed, but nothing is lost.
        for (const source of sources) high ? source.pause() : source.resume();
      },
    );
  }

  async finished(): Promise<RecordingEnd> {
    const { trace, shared, stdout, stderr, exited } = this.#program;
    const packets = new PacketReader((label, bytes) => this.#other(label, bytes));
    void exited.then(() => shared?.leave());
    const drained = [
      drain(shared?.source ?? null, exited, (bytes) => packets.push(bytes), LINGER_LOOKS),
      drain(trace, exited, (bytes) => {
        this.#scanner.push(bytes);
        this.#batcher.add(MAIN_STREAM, bytes);
      }),
      drain(stdout, exited, (bytes) => this.#say(BlobKind.stdout, bytes)),
      drain(stderr, exited, (bytes) => this.#say(BlobKind.stderr, cleaned(bytes))),
    ];
    const end = await exited;
    this.input?.exited();
    await Promise.all(drained);
    // Processes that still write go on without their tracers.
    shared?.source.destroy();
    if (packets.malformed) this.#say(BlobKind.notice, LOST_THREADS);
    const lastWords = await this.#program.lastWords();
    if (lastWords !== null) this.#sayLast(lastWords);
    await this.#batcher.flush();
    this.#say(BlobKind.programEnd, JSON.stringify(end satisfies ProgramEnd));
    await this.#batcher.flush();
    await this.#close();
    return {
      ...end,
      complete: this.#scanner.bye,
      records: this.#scanners.reduce((sum, { records }) => sum + records, 0),
      bytes: this.#writer.bytes,
      problem: this.#problem ?? (this.#scanner.hello ? null : untraced(this.#request.launch, end)),
    };
  }

  get #scanners(): readonly StreamScanner[] {
    return [this.#scanner, ...[...this.#others.values()].map(({ scanner }) => scanner)];
  }

  #other(label: string, bytes: Uint8Array): void {
    let other = this.#others.get(label);
    if (other === undefined) {
      other = { stream: this.#others.size + 1, scanner: new StreamScanner() };
      this.#others.set(label, other);
    }
    if (other.stream >= HOST_STREAM) return;
    other.scanner.push(bytes);
    this.#batcher.add(other.stream, bytes);
  }

  #say(kind: BlobKind, payload: Uint8Array | string): void {
    const timeNs = (performance.now() - this.#startedAt) * NS_PER_MS;
    this.#batcher.add(HOST_STREAM, this.#host.blob(kind, timeNs, payload).take());
  }

  #sayLast(words: string): void {
    if (this.#program.stderr === null) process.stderr.write(words);
    this.#say(BlobKind.stderr, words);
  }

  async #deliver(stream: number, bytes: Uint8Array): Promise<void> {
    const written = this.#problem === null ? this.#writer.append(stream, bytes) : null;
    const seen = Promise.resolve(this.#request.onBatch?.(stream, bytes)).catch(() => {});
    try {
      await written;
    } catch (error) {
      this.#failed(error);
    }
    await seen;
  }

  async #close(): Promise<void> {
    try {
      await this.#writer.close();
    } catch (error) {
      if (this.#problem === null) this.#failed(error);
    }
  }

  /** The program and the live view go on. Only the file ends here. */
  #failed(error: unknown): void {
    this.#problem = {
      title: 'The recording is not complete',
      detail: writeCause(this.#request.recordingFile, error),
      action: 'Free some disk space or check the permissions, then run the program again.',
    };
  }
}

/** Passes on everything until the source ends. After the program's exit, it also stops if only other processes hold the source open. */
async function drain(
  source: Readable | null,
  exited: Promise<unknown>,
  onBytes: (bytes: Buffer) => void,
  mostLooks = Number.POSITIVE_INFINITY,
): Promise<void> {
  if (source === null) return;
  let hasCome = false;
  const take = (bytes: Buffer) => {
    hasCome = true;
    onBytes(bytes);
  };
  source.on('data', take);
  const ended = new Promise<void>((resolve) => {
    source.once('end', resolve);
    // A killed program leaves a reset connection.
    source.once('error', () => resolve());
    source.once('close', resolve);
  });
  let over = false;
  void ended.then(() => {
    over = true;
  });
  await Promise.race([ended, exited]);
  for (let looks = 0, quiet = 0; !over && looks < mostLooks && quiet < QUIET_LOOKS; ) {
    hasCome = false;
    await Promise.race([ended, looked()]);
    // The consumer of the recording is slower, so nothing is read at the moment.
    if (source.isPaused()) continue;
    looks++;
    quiet = hasCome ? 0 : quiet + 1;
  }
  if (over) return;
  // Processes that hold it must neither be blocked by it nor keep this process alive.
  source.off('data', take);
  source.resume();
  (source as { unref?(): void }).unref?.();
}

/** Resolves after the loop has asked the system for bytes. A timer alone may be called before that. */
const looked = (): Promise<void> =>
  new Promise((done) => setTimeout(() => setImmediate(() => done()), LOOK_MS));
