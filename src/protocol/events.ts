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
  /** A payload follows: argument a BlobKind, first operand its length in bytes, second a number that says what it belongs to. */
  blob: 2,
  /** A task begins, and runs: argument `taskKind << 20 | site`, operands its id and its parent's id (0: none). `TICK_TASK` is
   * added to the kind of a callback that was asked to run before the loop goes on. */
  enter: 3,
  /** A task stops running to wait: argument `awaitedKind << 20 | site`, operands its id and a reference:
   * a task's id when the kind is `task`, the delay in milliseconds when it is `timer`, otherwise 0. */
  suspend: 4,
  /** What a task waits for has happened: argument `awaitedKind << 20 | exact << 19 | member`. The first operand is the task's id.
   * The second is, for a timer, by how many microseconds it fired late (the task was ready from the moment the timer was due);
   * for any other kind it is the id of the task that was running when it happened (0: none). `member` (bits 0-18) says which
   * member of a combination decided it, counted from 1 (0: unknown, or not a combination). If there are several such records for
   * one wait, the last counts. If there is none, what was awaited had already happened, and the task is ready from its suspension on. */
  ready: 5,
  /** A suspended task runs again: operands its id and, for a generator, the id of the task that asked for its next value (0: none). */
  resume: 6,
  /** A task is over: argument an Outcome, operands its id and the id of the task that becomes ready through this (0: none). The
   * second stands for an exact `ready` record of that task, with the first as its reason. */
  end: 7,
  /** The event loop begins another callback, a turn: argument `detail << 4 | LoopPhase`, where TURN_ASKED may be added to the phase.
   * First operand: for how many microseconds the loop had been idle just before (saturating); the previous turn ended where that
   * began. Second operand: by how many microseconds a timer's callback is late (saturating). `detail` depends on the phase: for
   * timers it is the delay in milliseconds (saturating), or 0 for a timer that does not keep the program from ending; for poll it
   * is a Brought; otherwise 0. */
  turn: 8,
  /** Events are missing here: first operand how many, or 0xffffffff when that is unknown. */
  gap: 9,
  /** The thread reached its orderly end: argument an EndCause, operands its exit code, and for how many milliseconds altogether it was
   * blocked because its events could not be sent as fast as it made them. */
  bye: 10,
  /** The name of what a suspended task waits for: operands the task's id and the number of an `about` blob, or 0 if the name that was told is
   * wrong and there is no other. */
  about: 11,
  /** The most recently suspended task waits for several things at once (or a `combination` is about them); each such record names one of them, in order: argument
   * `awaitedKind << 20 | Combinator`, operands a reference (a task's id, a timer's delay in milliseconds, otherwise the number of
   * an `about` blob or 0) and how many members there are in all. Only the first ones are recorded; for a combination of nothing there
   * is one record, which says that there are 0. */
  member: 12,
  /** A synchronous call that kept the thread waiting has returned: argument its site, operands for how many microseconds it took
   * (saturating), and the task that made it (0: none). Calls that take less than a millisecond are not recorded. */
  stoodStill: 16,
  /** A call started a task and dropped its promise, and the task goes on: argument the call's site, first operand the task. */
  leftAlone: 17,
  /** The runtime stopped the program for a while: argument a PauseKind, operands for how many microseconds, and how many
   * microseconds before this record that began (both saturating). Runtimes report pauses afterwards; they come in order. */
  pause: 18,
  /** The runtime's thread pool has finished a piece of work, or still has it when the program ends: argument
   * `threads << 4 | PoolKind`, where `threads` is the size of the pool; operands for how many microseconds the work was in the pool,
   * waiting for a thread and being done (saturating), and the task that asked for it (0: none). The time of this record is when the
   * loop was told; when the work was really done is unknown. */
  poolWork: 19,
  /** A rejection was not handled by the time at which the runtime reports that to the program: argument an Unhandled, operands the task
   * that was rejected (0: none that is known) and the number of the `rejection` blob that tells more (0: there is none). */
  unhandled: 20,
  /** A change of something that an `opened` blob introduced: argument a ResourceChange, first operand its number. */
  resource: 21,
  /** For how long this thread could not run although it had work, because the machine gave it no processor or because its events
   * were not sent as fast as it made them: the sum up to a moment, packed as in withheld.ts. The record names that moment because
   * another thread may write it; one whose moment is earlier than the last one's is ignored. The first record holds what had
   * accumulated before anything was recorded. */
  withheld: 22,
  /** A task has gone on although an AbortSignal that it was given had told it to stop: first operand the task. Recorded once. */
  toldToStop: 23,
  /** About how much of this thread's time tracing has taken so far: operands the low and high 32 bits of nanoseconds. Argument: for
   * how many milliseconds (saturating) the thread meanwhile had a processor or was blocked because its events could not be sent as
   * fast as it made them; 0 where that is unknown. The last one counts. */
  tracing: 24,
  /** A message is sent: argument the number of the channel's end; operands the message's number at this end, counted from 1, and the
   * task that sends it (0: none). If a number comes twice, the first message was refused. Number 0 says instead that the last
   * broadcast has reached everybody. */
  sent: 25,
  /** A message reaches the program: argument as in `sent`, first operand its number at the other end. It is the cause of whatever runs
   * until the loop's next turn, or until number 0 comes. */
  received: 26,
  /** The program writes to its standard output or error: argument a Written (written.ts), operands how many bytes, and the task that
   * writes (0: none). The bytes themselves are in the host stream, where the reader finds them by their number and checksum. */
  wrote: 27,
  /** For how long this thread has had a processor, up to the moment of the next `withheld`: operands 64 bits of microseconds, counted
   * from some fixed moment. */
  ran: 28,
  /** The file of the last `loading` blob is loaded, and the program's code goes on. Any record of a task says the same. */
  loaded: 29,
  /** A promise has called a function that is not a task, and the function has returned: argument its site, operands for how many
   * microseconds it held the loop (saturating), and the task on whose behalf it ran (0: none). Calls shorter than a millisecond are
   * reported together: then SEVERAL_REACTIONS is added to the argument, and the first operand is `count << 12 | microseconds`. */
  reaction: 30,
  /** Something has settled that was made of several members, and no task waits for it: argument `Combinator << 20 | site`, operands the
   * task that made it (0: none) and which member decided it, counted from 1 (0: unknown). A `member` record for each follows. */
  combination: 31,
  /** A `member` was told as a timer which had only been set in case nothing settles the member, or as a file that was asked for on the way, and
   * something else has settled it: operands the id of the task that waits for it, and which member it is, counted from 1. */
  guard: 32,
  /** What a task waits for turns out to be a timer which the last `turn` does not tell: operands the id of the task, and the timer's delay in
   * milliseconds. A `ready` that says `timer` follows. */
  timer: 33,
} as const;
export const LAST_RECORD_TYPE = RecordType.timer;
export type RecordType = (typeof RecordType)[keyof typeof RecordType];

/** At most this many members of one combination are told. */
export const MOST_MEMBERS = 100;

/** Added to the site of a `reaction` that reports several calls of the function together. */
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

/** Which of Promise's methods combined several promises. */
export const Combinator = { all: 1, race: 2, any: 3, allSettled: 4 } as const;
export type Combinator = (typeof Combinator)[keyof typeof Combinator];
export const COMBINATOR_NAMES = ['', 'all', 'race', 'any', 'allSettled'] as const;
export type CombinatorName = Exclude<(typeof COMBINATOR_NAMES)[number], ''>;

/** How a task ended. `pending` is never on the wire: it is the outcome of a task that had not ended when the program did. */
export const Outcome = { pending: 0, fulfilled: 1, rejected: 2, cancelled: 3 } as const;
export type Outcome = (typeof Outcome)[keyof typeof Outcome];
export const OUTCOME_NAMES = ['pending', 'fulfilled', 'rejected', 'cancelled'] as const;
export type OutcomeName = (typeof OUTCOME_NAMES)[number];

/** What became of a rejection that was not handled in time: `unheard`, the program has no listener for such rejections; `heard`, it
 * has one; `handledLater`, it was handled after all, which takes back an earlier record. */
export const Unhandled = { unheard: 0, heard: 1, handledLater: 2 } as const;
export type Unhandled = (typeof Unhandled)[keyof typeof Unhandled];

/** What a callback of the poll phase brings from outside: a request to the program's server, something on its standard input, a
 * signal that the program listens to, or none of these. */
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
  /** A `setTimeout` with a long delay. */
  timer: 7,
  /** Standard input: what the user types, or another program writes. */
  input: 8,
  process: 9,
  /** One end of a channel of messages. */
  port: 10,
  /** A file descriptor that a synchronous call opened for reading. */
  descriptor: 11,
  /** The same for writing: logs and locks are often kept open to the end. */
  output: 12,
} as const;
export type ResourceKind = (typeof ResourceKind)[keyof typeof ResourceKind];

/** `used`: it did something for the program. `released`: it no longer keeps the program from ending (`unref`). `holds`: it does again. */
export const ResourceChange = { used: 0, closed: 1, released: 2, holds: 3 } as const;
export type ResourceChange = (typeof ResourceChange)[keyof typeof ResourceChange];

/** Why a program ended. `other`: it was told to (`process.exit`), or the recording is older than this field. */
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

/** What the runtime did in a pause: collected young objects (`young`) or all of them (`full`), took one step of a collection that
 * otherwise goes on beside the program (`step`), or notified those who want to know what was collected (`telling`). */
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
  /** UTF-8: the first arguments of the task named by the second operand, for example `"AAPL"`, to tell it from other calls of the
   * same function. A span has no site; for a span it is the span's name. */
  label: 3,
  /** JSON `TaskError`: why the task named by the second operand was rejected. */
  error: 4,
  /** UTF-8 as the program wrote it to its standard output. In the host stream; where the host does not read that output, it follows
   * each `wrote` in the tracer's own stream. */
  stdout: 5,
  /** The same for its standard error. */
  stderr: 6,
  /** JSON `ProgramEnd`. Host stream, last. */
  programEnd: 7,
  /** JSON `SourceText`: a file as its author wrote it, in one or several. */
  source: 8,
  /** JSON `SpanDetails` of the span named by the second operand. */
  span: 9,
  /** JSON `Notice`: something the tracer could not do and the person should know. */
  notice: 10,
  /** UTF-8: what is awaited, for example `readFile data.json` or `GET localhost:8080/price`. The second operand is its number in the
   * stream, by which records refer to it. */
  about: 11,
  /** JSON `ThreadStart`: the task named by the second operand (0: none) has started a worker or a process. */
  threadStart: 12,
  /** JSON `ThreadEnd`: a worker or process that this stream has started is over. */
  threadEnd: 13,
  /** JSON `Channel`: one end of a channel of messages. The second operand is its number in the stream. */
  channel: 14,
  /** JSON `OpenedResource`: the program has opened something. The second operand is its number in the stream. */
  opened: 16,
  /** JSON `HandOver`: the end of a channel named by the second operand is transferred to another thread with a message. */
  handOver: 17,
  /** UTF-8: the name of a file, of the program or of a library, that is about to be loaded; '' where the name is not to be recorded. */
  loading: 18,
  /** JSON `Rejection`. The second operand is its number, by which `unhandled` records before it refer to it. */
  rejection: 19,
  /** UTF-8: what was typed for the program's standard input; empty at its end. Host stream. */
  stdin: 20,
} as const;
export type BlobKind = (typeof BlobKind)[keyof typeof BlobKind];
