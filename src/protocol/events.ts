// The vocabulary a tracer speaks, whatever its language: tasks enter, suspend, become ready, resume and end,
// and the event loop turns. docs/wire-protocol.md shows the bytes.
//
// A record is four little-endian 32-bit words:
//
//   word 0   type (bits 0-7), argument (bits 8-31)
//   word 1   nanoseconds since the stream's previous record
//   word 2   first operand
//   word 3   second operand
//
// Only `blob` is longer: its payload follows, padded to the next multiple of 16 bytes.

export const RECORD_BYTES = 16;
export const RECORD_WORDS = 4;
export const PROTOCOL_VERSION = 1;

/** Largest gap word 1 can hold; a longer one is preceded by a `time` record. */
export const MAX_DELTA_NS = 0xffffffff;

export const RecordType = {
  /** Sets the stream's clock: operands are the low and high 32 bits of nanoseconds since the start. */
  time: 1,
  /** Bytes: argument a BlobKind, first operand the length in bytes, second what they belong to. */
  blob: 2,
  /** A task begins and runs: argument `taskKind << 20 | site`, operands its id and its parent's id (0: none). To the kind of
   * a callback `TICK_TASK` is added where it was asked to run before the loop goes on. */
  enter: 3,
  /** A task stops running to wait: argument `awaitedKind << 20 | site`, operands its id and a reference:
   * a task's id when the kind is `task`, the delay in milliseconds when it is `timer`, otherwise 0. */
  suspend: 4,
  /** What a task waits for has happened: argument `awaitedKind << 20 | exact << 19`, operands its id and, for a
   * timer, by how many microseconds the timer fired late (the task was ready from then on); for any other kind
   * the id of the task that was running when it happened (0: none). Should there be several, the latest counts.
   * Bits 0-18 say which of the members of a combination decided it, counted from 1 (0: nobody knows, or no members).
   * Without one, what was awaited was already there and the task is ready from its suspension on. */
  ready: 5,
  /** A suspended task runs again: operands its id and, for a generator, the id of the task that asked (0: none). */
  resume: 6,
  /** A task is over: argument an Outcome, operands its id, and the id of the task that is ready with it (0: none): as an exact
   * `ready` would say that names the first as its reason. */
  end: 7,
  /** The event loop begins another callback: argument `delay << 4 | LoopPhase`, with TURN_ASKED, first operand for how many microseconds the
   * loop had been idle just before (saturating), second by how many microseconds a timer's callback comes late
   * (saturating). `delay` is the timer's in milliseconds (saturating), 0 where it is not to keep the program; of a callback that the
   * poll phase runs a Brought; otherwise 0. The previous turn ended where that idleness began. */
  turn: 8,
  /** Events are missing here: first operand how many, or 0xffffffff when nobody knows. */
  gap: 9,
  /** The program reached its orderly end: argument an EndCause, operands its exit code, and for how many milliseconds in all it stood
   * still because its events could not be sent as fast as it made them. */
  bye: 10,
  /** What a suspended task waits for is called so: operands the task's id and the id of an `about` blob. */
  about: 11,
  /** The task suspended last waits for several things at once, and here is one of them, in order: argument
   * `awaitedKind << 20 | Combinator`, operands a reference (a task's id, a timer's delay in milliseconds, otherwise
   * the id of an `about` blob or 0) and how many there are in all: only the first are told, and of none at all that there are 0. */
  member: 12,
  /** A call kept the program standing still, and has come back: argument its site, operands for how many microseconds
   * (saturating), and the task that made it (0: none). Calls of less than a millisecond are not told. */
  stoodStill: 16,
  /** A task's promise was dropped where it was called, and the task goes on: argument the call's site, first operand
   * the task. */
  leftAlone: 17,
  /** The runtime let nothing of the program run: argument a PauseKind, operands for how many microseconds, and how many
   * microseconds before this record it began (both saturating). Runtimes tell of it afterwards; pauses come in order. */
  pause: 18,
  /** Work that the runtime's pool of threads did for the program is back, or still there as the program ends: argument `threads << 4 | PoolKind`, where threads is
   * how many the pool has, operands for how many microseconds it was there, waiting for a thread and being done
   * (saturating), and the task that asked for it (0: none). When it was done is not known, only when the loop heard of it. */
  poolWork: 19,
  /** Nobody has handled a task's rejection by the time the program is told of it: argument an Unhandled, first operand
   * the task. */
  unhandled: 20,
  /** Something that an `opened` blob told of: argument a ResourceChange, first operand its number. */
  resource: 21,
  /** For how long this thread was kept from running although it had work: the machine gave it no processor, or its events were not
   * sent as fast as it made them. How much that was in all by a moment, see withheld.ts. Whoever tells of it need not be the thread, so it says of which moment it is; what is older than the last one
   * says nothing new. The first says how much it was before anything that is recorded. */
  withheld: 22,
  /** A task has gone on, and a signal that it was given had told it to stop: first operand the task. Told once. */
  toldToStop: 23,
  /** How much of this thread's time tracing has taken so far, about: operands the low and high 32 bits of nanoseconds; argument for how many
   * milliseconds (saturating) the thread has had a processor meanwhile, or stood still because its events could not be sent as fast as it made
   * them; 0 where nobody knows. The last one counts. */
  tracing: 24,
  /** A message is sent: argument the number of the channel's end, operands the how manyth of this end it is, from 1, and the task that
   * sends it (0: none). Should a number come twice, the first was refused. 0 for the number: what was broadcast last has reached everybody. */
  sent: 25,
  /** The how manyth message from the other end, the first operand, reaches the program: what runs on until the loop's next turn, or until
   * 0 comes, does because of it. Argument as in `sent`. */
  received: 26,
  /** The program writes to its standard output or error: argument a Written, see written.ts, operands how many bytes, and the task
   * that does (0: none). The bytes themselves are in the host stream: whoever reads finds them there by their number and check. */
  wrote: 27,
  /** For how long this thread has had a processor by the moment of the next `withheld`: operands 64 bits of microseconds, from whenever. */
  ran: 28,
  /** What a `loading` blob told of is loaded, and the program's code goes on, as anything that a task does says, too. */
  loaded: 29,
  /** A function that a promise called, and that is no task, has had the loop, and is over: argument its site, operands for how many
   * microseconds (saturating), and the task on whose behalf it ran (0: none). Shorter ones than a millisecond are told together: then
   * SEVERAL_REACTIONS is added to the argument, and the first operand is `count << 12 | microseconds`. */
  reaction: 30,
} as const;
export const LAST_RECORD_TYPE = RecordType.reaction;
export type RecordType = (typeof RecordType)[keyof typeof RecordType];

/** Added to the site of a `reaction`: that function ran several times, for so long in all. */
export const SEVERAL_REACTIONS = 1 << 20;

export const TaskKind = { async: 0, generator: 1, module: 2, callback: 3, span: 4 } as const;
export type TaskKind = (typeof TaskKind)[keyof typeof TaskKind];
/** Added to a callback's kind: it runs before the loop goes on, ahead of microtasks, as `process.nextTick` asks. */
export const TICK_TASK = 8;
export const TASK_KIND_NAMES = ['async', 'generator', 'module', 'callback', 'span'] as const;
export type TaskKindName = (typeof TASK_KIND_NAMES)[number];

/** What a wait is for. */
export const AwaitedKind = {
  unknown: 0,
  task: 1,
  timer: 2,
  network: 3,
  file: 4,
  process: 5,
  promise: 6,
} as const;
export type AwaitedKind = (typeof AwaitedKind)[keyof typeof AwaitedKind];
export const AWAITED_KIND_NAMES = [
  'unknown',
  'task',
  'timer',
  'network',
  'file',
  'process',
  'promise',
] as const;
export type AwaitedKindName = (typeof AWAITED_KIND_NAMES)[number];

/** How several promises were made one. */
export const Combinator = { all: 1, race: 2, any: 3, allSettled: 4 } as const;
export type Combinator = (typeof Combinator)[keyof typeof Combinator];
export const COMBINATOR_NAMES = ['', 'all', 'race', 'any', 'allSettled'] as const;
export type CombinatorName = Exclude<(typeof COMBINATOR_NAMES)[number], ''>;

/** How a task ended. `pending` is never on the wire: it is what a task is that the program left behind. */
export const Outcome = { pending: 0, fulfilled: 1, rejected: 2, cancelled: 3 } as const;
export type Outcome = (typeof Outcome)[keyof typeof Outcome];
export const OUTCOME_NAMES = ['pending', 'fulfilled', 'rejected', 'cancelled'] as const;
export type OutcomeName = (typeof OUTCOME_NAMES)[number];

/** What became of a rejection that nobody handled in time: the program has no listener for it, or one; or somebody handled it after
 * all, which takes back what was told before. */
export const Unhandled = { unheard: 0, heard: 1, handledLater: 2 } as const;
export type Unhandled = (typeof Unhandled)[keyof typeof Unhandled];

/** What a callback of the poll phase brings from outside: nothing of these, a request to the program's server, what came through
 * its standard input, or a signal that the program listens to. */
export const Brought = { nothing: 0, request: 1, input: 2, signal: 3 } as const;
export type Brought = (typeof Brought)[keyof typeof Brought];

/** What a program opens, and has to close again. */
export const ResourceKind = {
  file: 1,
  server: 2,
  socket: 3,
  watcher: 4,
  interval: 5,
  worker: 6,
  /** One that comes once, and takes long. */
  timer: 7,
  /** What a person types, or another program writes: standard input. */
  input: 8,
  process: 9,
  /** One end of a channel of messages. */
  port: 10,
  /** A file that was opened without waiting, to be read: a number stands for it. */
  descriptor: 11,
  /** The same, to be written: a log, or a lock, is kept so to the end. */
  output: 12,
} as const;
export type ResourceKind = (typeof ResourceKind)[keyof typeof ResourceKind];

/** `used`: it did something for the program. `released`: it does not keep the program from ending by itself any more; `holds`: again. */
export const ResourceChange = { used: 0, closed: 1, released: 2, holds: 3 } as const;
export type ResourceChange = (typeof ResourceChange)[keyof typeof ResourceChange];

/** Why a program ended. `other`: it was told to (`process.exit`), or the recording is from before this was said. */
export const EndCause = { other: 0, nothingLeft: 1, uncaught: 2 } as const;
export type EndCause = (typeof EndCause)[keyof typeof EndCause];

/** What the event loop is doing. */
export const LoopPhase = {
  other: 0,
  timers: 1,
  pending: 2,
  poll: 3,
  check: 4,
  close: 5,
  nextTick: 6,
  microtasks: 7,
} as const;
export type LoopPhase = (typeof LoopPhase)[keyof typeof LoopPhase];
/** Added to a turn's phase: since the turn before, the loop has asked the system what has come. */
export const TURN_ASKED = 8;
export const LOOP_PHASE_NAMES = [
  'other',
  'timers',
  'pending',
  'poll',
  'check',
  'close',
  'nextTick',
  'microtasks',
] as const;
export type LoopPhaseName = (typeof LOOP_PHASE_NAMES)[number];

/** What the runtime did meanwhile: it collected what was made lately, or all there is, took a step of a collection that goes
 * on beside the program, or told those who wanted to know what was collected. */
export const PauseKind = { other: 0, young: 1, full: 2, step: 3, telling: 4 } as const;
export type PauseKind = (typeof PauseKind)[keyof typeof PauseKind];
export const PAUSE_KIND_NAMES = ['other', 'young', 'full', 'step', 'telling'] as const;
export type PauseKindName = (typeof PAUSE_KIND_NAMES)[number];

/** What a pool of threads does for a program. */
export const PoolKind = { other: 0, file: 1, dns: 2, crypto: 3, compression: 4 } as const;
export type PoolKind = (typeof PoolKind)[keyof typeof PoolKind];
export const POOL_KIND_NAMES = ['other', 'file', 'dns', 'crypto', 'compression'] as const;
export type PoolKindName = (typeof POOL_KIND_NAMES)[number];

export const BlobKind = {
  /** JSON `Hello`: the first record of a tracer's stream. */
  hello: 1,
  /** JSON `SiteTable`: may come after records that name its sites. */
  sites: 2,
  /** UTF-8: the first arguments of the task named by the second operand, for example `"AAPL"`, to tell it from its
   * siblings. (A span has no site: there it is the span's name.) */
  label: 3,
  /** JSON `TaskError`: why the task named by the second operand was rejected. */
  error: 4,
  /** UTF-8 as the program wrote it to its standard output. Host stream; where that is not read, behind each `wrote`. */
  stdout: 5,
  /** The same for its standard error. */
  stderr: 6,
  /** JSON `ProgramEnd`. Host stream, last. */
  programEnd: 7,
  /** JSON `SourceText`: a file as its author wrote it. */
  source: 8,
  /** JSON `SpanDetails` of the span named by the second operand. */
  span: 9,
  /** JSON `Notice`: something the tracer could not do and the person should know. */
  notice: 10,
  /** UTF-8: what is awaited, for example `readFile data.json` or `GET localhost:8080/price`. The second operand is its
   * number in the stream; records name it by that. */
  about: 11,
  /** JSON `ThreadStart`: the task named by the second operand (0: none) has started a worker or a process. */
  threadStart: 12,
  /** JSON `ThreadEnd`: one that this stream has started is over. */
  threadEnd: 13,
  /** JSON `Channel`: an end of one, whose number in the stream is the second operand. */
  channel: 14,
  /** JSON `OpenedResource`: the program has opened something. The second operand is its number in the stream. */
  opened: 16,
  /** JSON `HandOver`: the end of a channel whose number is the second operand goes elsewhere with a message. */
  handOver: 17,
  /** UTF-8: a file of the program's or of a library's is about to be loaded, called so; '' where no name is to be told. */
  loading: 18,
} as const;
export type BlobKind = (typeof BlobKind)[keyof typeof BlobKind];

/** When a stream's time zero was. */
export interface ClockZero {
  /** On the machine's clock. */
  readonly startEpochMs: number;
  /** On the clock that all processes of the machine share and nobody sets, in nanoseconds: exact where `startEpochMs`
   * is not. */
  readonly monotonicNs?: number;
}

export interface Hello extends ClockZero {
  readonly protocol: typeof PROTOCOL_VERSION;
  readonly pid: number;
  /** For example `node 20.20.2`, `electron 33.2.1 (node 20.18.1)`, later `python 3.14.0`. */
  readonly runtime: string;
  /** Whose stream this is; without it the program's main thread's. */
  readonly thread?: ThreadName;
}

/** What runs an event loop of its own: the program's main thread, a worker, or a process that the program started. */
const THREAD_KINDS = ['main', 'worker', 'process'] as const;
export type ThreadKind = (typeof THREAD_KINDS)[number];

export interface ThreadName {
  /** What the starter calls the start that it goes back to, unique in the recording: see `ThreadStart`. */
  readonly start: string;
  readonly kind: Exclude<ThreadKind, 'main'>;
  /** A file's name or a command's, without arguments. */
  readonly name: string;
}

/**
 * A process that is no program for a tracer (a shell) may start others that are: their hellos then name the same start
 * with another pid, and they belong to it as well.
 */
export interface ThreadStart extends ThreadName {
  /** Of a process. Null for a worker, while nobody knows, and for a shell: what that runs first counts as what was
   * started. */
  readonly pid: number | null;
  /** Of a worker, and of a process with a role: the how manyth its starter started, from 1. */
  readonly number: number | null;
  /** What its starter calls such as it, where that says more than the kind: `cluster worker`. */
  readonly role?: string;
  /** A process's command with what of its arguments cannot be a secret: `git log --oneline …`. */
  readonly command?: string;
}

export interface OpenedResource {
  readonly kind: ResourceKind;
  /** What tells it from others: `127.0.0.1:8080`, `500 ms`; '' for nothing. */
  readonly name: string;
  /** Where the person's own code opened it; null where a library did. */
  readonly place: { readonly file: string; readonly line: number } | null;
  /** The task that did, 0 for none. */
  readonly task: number;
}

export interface ThreadEnd extends ProgramEnd {
  readonly start: string;
}

export interface SourceText {
  readonly file: string;
  readonly text: string;
}

export interface TaskError {
  /** For example `TypeError`; the value's type when it is not an error. */
  readonly name: string;
  readonly message: string;
}

/** An OpenTelemetry span's status; without a word of the program it is `unset`. */
export const SPAN_STATUS_NAMES = ['unset', 'ok', 'error'] as const;
export type SpanStatusName = (typeof SPAN_STATUS_NAMES)[number];

/** Of a span's attributes, events and links only the first are kept: as many of each as the OpenTelemetry SDK keeps. */
export const SPAN_PARTS = 128;

/** What an OpenTelemetry span carried when it ended. */
export interface SpanDetails {
  readonly name: string;
  /** Where the program said when it began and ended, rather than that it does now: nanoseconds since the stream's start. */
  readonly startedAtNs?: number;
  readonly endedAtNs?: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly {
    readonly name: string;
    /** Nanoseconds since the stream's start. */
    readonly atNs: number;
    readonly attributes?: Readonly<Record<string, unknown>>;
  }[];
  /** The span that the program made it under, which may be another process's. */
  readonly parent?: { readonly traceId: string; readonly spanId: string };
  readonly links: readonly {
    readonly traceId: string;
    readonly spanId: string;
    readonly attributes?: Readonly<Record<string, unknown>>;
  }[];
  readonly status: SpanStatusName;
  /** What its status says, where it says something. */
  readonly message?: string;
}

export interface ProgramEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

export interface Notice {
  readonly message: string;
  readonly file?: string;
}
