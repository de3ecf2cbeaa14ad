// The contents of those blobs that are JSON.

import type { PROTOCOL_VERSION, ResourceKind } from './events.ts';

/** When a stream's time zero was. */
export interface ClockZero {
  /** On the machine's clock. */
  readonly startEpochMs: number;
  /** On the machine's monotonic clock, which all its processes share, in nanoseconds. It is exact; `startEpochMs` is not. */
  readonly monotonicNs?: number;
}

export interface Hello extends ClockZero {
  readonly protocol: typeof PROTOCOL_VERSION;
  readonly pid: number;
  /** For example `node 20.20.2`, `electron 33.2.1 (node 20.18.1)`, later `python 3.14.0`. */
  readonly runtime: string;
  /** Which thread's stream this is; absent for the program's main thread. */
  readonly thread?: ThreadName;
}

/** A thread is whatever runs its own event loop: the program's main thread, a worker, or a process that the program started. */
const THREAD_KINDS = ['main', 'worker', 'process'] as const;
export type ThreadKind = (typeof THREAD_KINDS)[number];

export interface ThreadName {
  /** The name that the starter gave to this start, unique in the recording: see `ThreadStart`. */
  readonly start: string;
  readonly kind: Exclude<ThreadKind, 'main'>;
  /** A file's name or a command's, without arguments. */
  readonly name: string;
}

/**
 * A process that cannot be traced (a shell) may start others that can: their hellos then name the same start with another pid, and
 * they belong to this start as well.
 */
export interface ThreadStart extends ThreadName {
  /** A process's pid; null for a worker, while it is unknown, and for a shell, where the first program that it runs counts as the
   * started one. */
  readonly pid: number | null;
  /** For a worker, and for a process with a role: its number among those that its starter started, from 1. */
  readonly number: number | null;
  /** Its role, where that says more than the kind: `cluster worker`. */
  readonly role?: string;
  /** A process's command, with only those arguments that cannot be secrets: `git log --oneline …`. */
  readonly command?: string;
}

export interface OpenedResource {
  readonly kind: ResourceKind;
  /** What tells it from others of its kind: `127.0.0.1:8080`, `500 ms`; '' when nothing does. */
  readonly name: string;
  /** Where the user's own code opened it; null where a library did. */
  readonly place: { readonly file: string; readonly line: number } | null;
  /** For a timer: everything that it calls is a function of the runtime that settles a promise. */
  readonly settles?: true;
  /** The task that opened it, 0 for none. */
  readonly task: number;
}

export interface ThreadEnd extends ProgramEnd {
  readonly start: string;
}

/** A file, or the next piece of a large one. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
  /** Whether the stream's next blob of this kind goes on with the same file. */
  readonly more?: boolean;
}

export interface TaskError {
  /** For example `TypeError`; the value's type when it is not an error. */
  readonly name: string;
  readonly message: string;
  /** The first errors of an `AggregateError`, without what they were caused by; absent for other errors, and if it has none. */
  readonly members?: readonly TaskError[];
  /** How many errors it has beyond `members`; absent for none. */
  readonly others?: number;
  /** Its `cause`, without what that was caused by; absent for none. */
  readonly cause?: TaskError;
}

/** How many errors of an `AggregateError` are named. */
export const MOST_MEMBERS = 3;

/** The error with which a promise that no task owns was rejected, or that has left a module's top level or a callback, and where that came from. */
export interface Rejection {
  readonly error: TaskError;
  /** Where the error was made: the innermost function of the program's own files on its stack ('' if it has no name). Null if unknown. */
  readonly at: {
    readonly name: string;
    readonly file: string;
    readonly line: number;
    readonly column: number;
  } | null;
  /**
   * The sites of the calls that made promises, each from the one before. The last one made the promise that was rejected. `isWhole`: all of
   * these promises were rejected with the error.
   */
  readonly through: readonly number[];
  readonly isWhole: boolean;
  /** The task on whose behalf the last of these promises was made, or the runtime threw the error; 0 for none. */
  readonly by: number;
  /** There is no such promise: the program's files could not be loaded. */
  readonly isOfLoading?: boolean;
  /** There is no such promise: it has left a callback, which is the task of the record; 0 if none of the program's functions was one. */
  readonly isThrown?: boolean;
}

/** An OpenTelemetry span's status; `unset` unless the program sets it. */
export const SPAN_STATUS_NAMES = ['unset', 'ok', 'error'] as const;
export type SpanStatusName = (typeof SPAN_STATUS_NAMES)[number];

/** What an OpenTelemetry span stands for: work within the program, or one end of a request or a message. */
export const SPAN_KIND_NAMES = ['internal', 'server', 'client', 'producer', 'consumer'] as const;
export type SpanKindName = (typeof SPAN_KIND_NAMES)[number];

/** How many of a span's attributes, events and links are kept (the first of each): as many as the OpenTelemetry SDK keeps. */
export const SPAN_PARTS = 128;

/** What an OpenTelemetry span carried when it ended. */
export interface SpanDetails {
  readonly name: string;
  /** Set if the program itself gave the times of its begin and end: nanoseconds since the stream's start. */
  readonly startedAtNs?: number;
  readonly endedAtNs?: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly kind: SpanKindName;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly {
    readonly name: string;
    /** Nanoseconds since the stream's start. */
    readonly atNs: number;
    readonly attributes?: Readonly<Record<string, unknown>>;
  }[];
  /** The parent span that the program gave it, perhaps a span of another process. */
  readonly parent?: { readonly traceId: string; readonly spanId: string };
  readonly links: readonly {
    readonly traceId: string;
    readonly spanId: string;
    readonly attributes?: Readonly<Record<string, unknown>>;
  }[];
  readonly status: SpanStatusName;
  /** The status's message, if it has one. */
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
