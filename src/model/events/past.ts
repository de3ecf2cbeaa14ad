import { type RecordDecoder, RecordEncoder, type RecordVisitor } from '../../protocol/codec.ts';
import { BlobKind, RecordType, ResourceChange } from '../../protocol/events.ts';
import type { ClockZero } from '../../protocol/payloads.ts';
import { HOST_STREAM, MAIN_STREAM } from '../../protocol/recording.ts';
import { NS_PER_MS } from '../../protocol/units.ts';
import { addToList } from '../lists.ts';
import type { Model } from '../model.ts';
import { ForgivingDecoder } from './forgiving-decoder.ts';
import { parseHello, parseThreadEnd, parseThreadStart } from './payloads.ts';
import { READY_WITH_END } from './task-events.ts';
import { offsetOf } from './zero.ts';

/** How much of the console's last output is kept, to be shown before the output that follows. */
const CONSOLE_BYTES = 256 * 1024;
const TWO_32 = 2 ** 32;

/**
 * The recording before the part that is shown. However long it is, this keeps only what is still true at its end: the tasks that are
 * under way with whoever started them, places, sources, threads, and what is open. `into` gives that to a model to begin with, as if all
 * of it had just begun.
 */
export class Past {
  readonly #streams = new Map<number, PastThread>();
  readonly #host = new PastHost();

  push(stream: number, bytes: Uint8Array): void {
    if (stream === HOST_STREAM) this.#host.push(bytes);
    else this.#thread(stream).push(bytes);
  }

  /** The model must not have been given anything except its header. */
  into(model: Model): void {
    const main = this.#thread(MAIN_STREAM).zero;
    const threads = [...this.#streams].sort(([a], [b]) => a - b);
    if (main !== null) {
      const zero = { epochMs: main.startEpochMs, monotonicNs: main.monotonicNs ?? null, fromNs: 0 };
      const ends = threads.map(([, thread]) => thread.timeNs + offsetOf(zero, thread.zero ?? main));
      model.beginAt(Math.max(...ends));
    }
    const ended = new Set(threads.flatMap(([, { ended }]) => [...ended]));
    for (const [stream, thread] of threads) {
      if (stream !== MAIN_STREAM && thread.isOver) continue;
      const later = model.stream(stream);
      later.events.ids.over = thread.newestTask;
      later.tracingBeforeNs = thread.tracingNs;
      later.ranBeforeNs = thread.ranNs;
      model.ingest(stream, thread.take(ended));
    }
    model.ingest(HOST_STREAM, this.#host.take());
  }

  #thread(stream: number): PastThread {
    const known = this.#streams.get(stream);
    if (known !== undefined) return known;
    const thread = new PastThread();
    this.#streams.set(stream, thread);
    return thread;
  }
}

type Told = readonly [type: RecordType, argument: number, a: number, b: number];

interface Blob {
  readonly kind: BlobKind;
  readonly ref: number;
  readonly bytes: Uint8Array;
}

interface KnownTask {
  readonly id: number;
  readonly entered: Told;
  readonly parent: KnownTask | null;
  /** The blobs that hold for the task whatever it does. */
  readonly blobs: Blob[];
  readonly lasting: Told[];
  /** The records of its present wait; empty while it runs. */
  wait: Told[];
  end: Told | null;
  /** How many of the tasks that it started are kept. */
  children: number;
}

const CONSOLE_KINDS: ReadonlySet<BlobKind> = new Set([BlobKind.stdout, BlobKind.stderr, BlobKind.stdin]);

/** The last of what was written to the console, or typed. */
class LastWritten {
  readonly blobs: Blob[] = [];
  #bytes = 0;

  /** Keeps such a blob; false for any other. */
  take(blob: Blob): boolean {
    if (!CONSOLE_KINDS.has(blob.kind)) return false;
    this.blobs.push(blob);
    this.#bytes += blob.bytes.length;
    let first = 0;
    while (this.#bytes > CONSOLE_BYTES) this.#bytes -= this.blobs[first++]!.bytes.length;
    this.blobs.splice(0, first);
    return true;
  }
}

class PastThread implements RecordVisitor {
  /** Null until its hello. */
  zero: ClockZero | null = null;
  /** Whether its bye has come. */
  isOver = false;
  newestTask = 0;
  /** How much of its time tracing has taken. */
  tracingNs = 0;
  /** For how long it has run. */
  ranNs = 0;
  /** The starts of the threads whose end it has reported. */
  readonly ended = new Set<string>();
  readonly #damage: string[] = [];
  readonly #decoder = new ForgivingDecoder(this.#damage);
  #hello: Blob | null = null;
  readonly #lasting: Blob[] = [];
  readonly #written = new LastWritten();
  readonly #starts: { readonly start: string; readonly blob: Blob }[] = [];
  /** What is open, by the number of the resource, with the last change of each kind. */
  readonly #open = new Map<number, { readonly blob: Blob; readonly changes: Map<number, Told> }>();
  readonly #tasks = new Map<number, KnownTask>();
  /** Blobs of tasks that have not entered yet. */
  readonly #early = new Map<number, Blob[]>();
  /** For each type of record of which only the last one counts, that one. */
  readonly #last = new Map<RecordType, Told>();
  #suspended: KnownTask | null = null;

  get timeNs(): number {
    return this.#decoder.rest?.timeNs ?? 0;
  }

  push(bytes: Uint8Array): void {
    this.#decoder.push(bytes, this);
  }

  record(type: RecordType, argument: number, _timeNs: number, a: number, b: number): void {
    const told: Told = [type, argument, a, b];
    const task = this.#tasks.get(a);
    switch (type) {
      case RecordType.enter:
        this.#enter(told, a, b);
        return;
      case RecordType.suspend:
        if (task === undefined) return;
        task.wait = [told];
        this.#suspended = task;
        return;
      case RecordType.about:
      case RecordType.guard:
      case RecordType.timer:
      case RecordType.ready:
        if (task !== undefined && task.wait.length > 0) task.wait.push(told);
        return;
      case RecordType.member:
        this.#suspended?.wait.push(told);
        return;
      case RecordType.combination:
        this.#suspended = null;
        return;
      case RecordType.resume:
        if (task !== undefined) task.wait = [];
        return;
      case RecordType.end: {
        const next = this.#tasks.get(b);
        if (next !== undefined && next.wait.length > 0)
          next.wait.push([RecordType.ready, READY_WITH_END, b, a]);
        if (task !== undefined) this.#end(task, told);
        return;
      }
      case RecordType.leftAlone:
      case RecordType.unhandled:
      case RecordType.toldToStop:
        task?.lasting.push(told);
        return;
      case RecordType.resource:
        if (argument === ResourceChange.closed) this.#open.delete(a);
        else this.#open.get(a)?.changes.set(argument === ResourceChange.used ? 0 : 1, told);
        return;
      case RecordType.tracing:
        this.tracingNs = a + b * TWO_32;
        this.ranNs = argument * NS_PER_MS;
        return;
      case RecordType.ran:
      case RecordType.withheld:
        this.#last.set(type, told);
        return;
      case RecordType.bye:
        this.#last.set(type, told);
        this.isOver = true;
        return;
    }
  }

  blob(kind: BlobKind, ref: number, _timeNs: number, bytes: Uint8Array): void {
    const blob: Blob = { kind, ref, bytes: new Uint8Array(bytes) };
    switch (kind) {
      case BlobKind.label:
      case BlobKind.error:
      case BlobKind.span: {
        const task = this.#tasks.get(ref);
        if (task !== undefined) task.blobs.push(blob);
        else if (ref > this.newestTask) addToList(this.#early, ref, blob);
        return;
      }
      case BlobKind.opened:
        this.#open.set(ref, { blob, changes: new Map() });
        return;
      case BlobKind.threadStart: {
        const start = parseThreadStart(bytes)?.start;
        if (start !== undefined) this.#starts.push({ start, blob });
        return;
      }
      case BlobKind.threadEnd: {
        const start = parseThreadEnd(bytes)?.start;
        if (start !== undefined) this.ended.add(start);
        return;
      }
      case BlobKind.hello:
        this.zero ??= parseHello(bytes);
        this.#hello ??= blob;
        return;
    }
    if (!this.#written.take(blob)) this.#lasting.push(blob);
  }

  /** What is kept, as a stream that continues with whatever comes next. `ended`: starts of threads that are over. */
  take(ended: ReadonlySet<string>): Uint8Array {
    const { rest } = this.#decoder;
    // A stream that became unreadable stays unreadable.
    if (rest === null) return new Uint8Array(16);
    const encoder = new RecordEncoder();
    const tell = ([type, argument, a, b]: Told): unknown => encoder.record(type, argument, rest.timeNs, a, b);
    const tellBlob = ({ kind, ref, bytes }: Blob): unknown => encoder.blob(kind, rest.timeNs, bytes, ref);
    // Before the hello it is not known by how much its clock is ahead.
    if (this.#hello !== null) encoder.blob(BlobKind.hello, 0, this.#hello.bytes);
    for (const blob of this.#lasting) tellBlob(blob);
    for (const { start, blob } of this.#starts) if (!ended.has(start)) tellBlob(blob);
    for (const { blob, changes } of this.#open.values()) {
      tellBlob(blob);
      for (const told of changes.values()) tell(told);
    }
    for (const { entered, blobs } of this.#tasks.values()) {
      tell(entered);
      for (const blob of blobs) tellBlob(blob);
    }
    // After all tasks have entered, since a task may wait for one that came later.
    for (const { wait, lasting, end } of this.#tasks.values()) {
      for (const told of [...wait, ...lasting]) tell(told);
      if (end !== null) tell(end);
    }
    for (const told of this.#last.values()) tell(told);
    for (const blob of this.#written.blobs) tellBlob(blob);
    return continued(encoder, rest);
  }

  #enter(entered: Told, id: number, parentId: number): void {
    if (id === 0 || this.#tasks.has(id)) return;
    const parent = this.#tasks.get(parentId) ?? null;
    if (parent !== null) parent.children++;
    const blobs = this.#early.get(id) ?? [];
    this.#early.delete(id);
    this.#tasks.set(id, { id, entered, parent, blobs, lasting: [], wait: [], end: null, children: 0 });
    if (id > this.newestTask) this.newestTask = id;
  }

  /** A task that is over is kept as long as anything that it started, because the starter is shown. */
  #end(task: KnownTask, end: Told): void {
    task.end = end;
    task.wait = [];
    for (let over: KnownTask | null = task; over !== null && over.end !== null && over.children === 0; ) {
      this.#tasks.delete(over.id);
      over = over.parent;
      if (over !== null) over.children--;
    }
  }
}

class PastHost implements RecordVisitor {
  readonly #decoder = new ForgivingDecoder([]);
  readonly #lasting: Blob[] = [];
  readonly #written = new LastWritten();

  push(bytes: Uint8Array): void {
    this.#decoder.push(bytes, this);
  }

  record(): void {}

  blob(kind: BlobKind, ref: number, _timeNs: number, bytes: Uint8Array): void {
    const blob: Blob = { kind, ref, bytes: new Uint8Array(bytes) };
    if (!this.#written.take(blob)) this.#lasting.push(blob);
  }

  take(): Uint8Array {
    const { rest } = this.#decoder;
    if (rest === null) return new Uint8Array(16);
    const encoder = new RecordEncoder();
    for (const { kind, ref, bytes } of [...this.#lasting, ...this.#written.blobs])
      encoder.blob(kind, rest.timeNs, bytes, ref);
    return continued(encoder, rest);
  }
}

/** What an encoder has written, followed by the unfinished record in a decoder. */
function continued(encoder: RecordEncoder, { timeNs, bytes }: RecordDecoder['rest']): Uint8Array {
  const told = encoder
    .record(RecordType.time, 0, timeNs, timeNs % TWO_32, Math.floor(timeNs / TWO_32))
    .take();
  const all = new Uint8Array(told.length + bytes.length);
  all.set(told);
  all.set(bytes, told.length);
  return all;
}
