// A recording as OpenTelemetry spans, as OpenTelemetry's exporters send them: one trace with one span per task.

import {
  type Attributes,
  createTraceState,
  type HrTime,
  type SpanContext,
  type SpanKind,
  SpanStatusCode,
} from '@opentelemetry/api';
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import {
  baseName,
  type Model,
  type ReportLine,
  type ReportTask,
  type ReportWait,
  reportLinesOf,
  reportTask,
  spanOf,
  starterOf,
} from '../model/index.ts';
import { SPAN_KIND_NAMES } from '../protocol/payloads.ts';
import { msOf, NS_PER_MS, NS_PER_S } from '../protocol/units.ts';

type Span = Parameters<typeof JsonTraceSerializer.serializeRequest>[0][number];
type SpanEvent = Span['events'][number];

/** Spans in one request: what the exporters of the OpenTelemetry SDK send at most by default. */
const SPANS_A_REQUEST = 512;
const MS_PER_S = 1000;
const SAMPLED = 1;
/** Some receivers (Fiberplane Studio 0.14) refuse links without a trace state. */
const NO_STATE = createTraceState();

export type OtlpEncoding = 'json' | 'protobuf';

export const OTLP_CONTENT_TYPES: Readonly<Record<OtlpEncoding, string>> = {
  json: 'application/json',
  protobuf: 'application/x-protobuf',
};

/** The bodies of OTLP/HTTP requests to `/v1/traces`, in order; parents come before their children. */
export function* otlpRequests(model: Model, encoding: OtlpEncoding): Generator<Uint8Array> {
  const { serializeRequest } = encoding === 'json' ? JsonTraceSerializer : ProtobufTraceSerializer;
  const spans = new Spans(model);
  const { length } = model.tables.tasks;
  for (let from = 0; from < length; from += SPANS_A_REQUEST) {
    const count = Math.min(SPANS_A_REQUEST, length - from);
    const body = serializeRequest(Array.from({ length: count }, (_, at) => spans.of(from + at)));
    if (body !== undefined) yield body;
  }
}

/**
 * The same as one file. JSON has one request per line, as the collector's file receiver reads it. Protobuf requests are simply joined:
 * by the rules of Protocol Buffers that is one request with all their spans.
 */
export function* otlpFile(model: Model, encoding: OtlpEncoding): Generator<Uint8Array> {
  const lineBreak = new Uint8Array([0x0a]);
  for (const request of otlpRequests(model, encoding)) {
    yield request;
    if (encoding === 'json') yield lineBreak;
  }
}

class Spans {
  readonly #model: Model;
  readonly #startEpochMs: number;
  readonly #endMs: number;
  readonly #seed: string;
  readonly #traceId: string;
  /** The span context of each task. Its trace is that of the task's own span, or of the nearest ancestor's, or else the recording's. */
  readonly #contexts: SpanContext[] = [];
  readonly #spanIds: ReadonlySet<string>;
  readonly #resource: Span['resource'];
  readonly #scope = { name: 'loopscope' };

  constructor(model: Model) {
    const path = model.header?.program?.path ?? 'program';
    this.#model = model;
    this.#startEpochMs = model.startEpochMs ?? 0;
    this.#endMs = msOf(model.endNs);
    // Only from the recording itself, so that exporting it twice gives the same trace.
    this.#seed = `${this.#startEpochMs} ${path}`;
    this.#traceId = [0, 1, 2, 3].map((part) => hash32(`${part} ${this.#seed}`)).join('');
    this.#resource = resource({
      'service.name': baseName(path),
      'process.runtime.description': model.runtime,
    });
    for (let task = 0; task < model.tables.tasks.length; task++) this.#contexts.push(this.#contextOf(task));
    this.#spanIds = new Set(this.#contexts.map(({ spanId }) => spanId));
  }

  of(task: number): Span {
    const shown = reportTask(this.#model, task);
    // Times that the program stated for a span count more than when it made the calls.
    const startMs = shown.span?.startMs ?? shown.startMs;
    const endMs = Math.max(startMs, shown.span?.endMs ?? shown.endMs ?? this.#endMs);
    const context = this.#contexts[task]!;
    const starter = shown.parentId === null ? undefined : this.#contexts[shown.parentId - 1];
    const own = this.#ownParent(shown, context);
    const parent = own?.isRemote || starter?.traceId !== context.traceId ? own : starter;
    return {
      name: shown.label,
      kind: SPAN_KIND_NAMES.indexOf(shown.span?.kind ?? 'internal') satisfies SpanKind,
      spanContext: () => context,
      ...(parent !== undefined && { parentSpanContext: parent }),
      startTime: this.#time(startMs),
      endTime: this.#time(endMs),
      duration: hrTime(0, endMs - startMs),
      status: statusOf(shown),
      attributes: attributesOf(shown),
      events: this.#events(shown, endMs, reportLinesOf(this.#model, task)),
      links: this.#links(shown, parent === starter ? undefined : starter),
      ended: true,
      resource: this.#resource,
      instrumentationScope: this.#scope,
      droppedAttributesCount: 0,
      droppedEventsCount: 0,
      droppedLinksCount: 0,
    };
  }

  /** The parent that the program gave a span. It is remote if it belongs to another process, named for example in a request's headers. */
  #ownParent({ span }: ReportTask, { traceId, spanId: own }: SpanContext): SpanContext | undefined {
    const spanId = span?.parentSpanId ?? null;
    // A recording may claim anything, but no span is its own parent.
    if (spanId === null || spanId === own) return undefined;
    return { traceId, spanId, traceFlags: SAMPLED, isRemote: !this.#spanIds.has(spanId) };
  }

  /** A parent belongs to the same trace. If the starter belongs to another trace, it is linked instead. */
  #links({ span }: ReportTask, starter: SpanContext | undefined): Span['links'] {
    const own = (span?.links ?? []).map(({ traceId, spanId, attributes }) => ({
      context: { traceId, spanId, traceFlags: SAMPLED, traceState: NO_STATE },
      ...(attributes !== undefined && { attributes: { ...attributes } as Attributes }),
    }));
    return starter === undefined ? own : [{ context: { ...starter, traceState: NO_STATE } }, ...own];
  }

  #events({ waits, error, span }: ReportTask, endMs: number, printed: readonly ReportLine[]): SpanEvent[] {
    const events = waits.flatMap((wait) => this.#waitEvents(wait));
    for (const { atMs, output, text } of printed) {
      const attributes = { 'loopscope.output': output, 'loopscope.text': text };
      events.push({ name: 'printed', time: this.#time(atMs), attributes });
    }
    if (error !== null) {
      const attributes = { 'exception.type': error.name, 'exception.message': error.message };
      events.push({ name: 'exception', time: this.#time(endMs), attributes });
    }
    for (const { name, timeMs, attributes } of span?.events ?? []) {
      events.push({ name, time: this.#time(timeMs ?? endMs), attributes: attributes as Attributes });
    }
    return events;
  }

  /** The events of a wait. A wait that was not over at the program's end may have become ready or not, but did not resume. */
  #waitEvents({ startMs, suspendedMs, readyMs, readyExact, on, line, expression }: ReportWait): SpanEvent[] {
    const about: Attributes = { 'loopscope.awaits': on.kind };
    if (line !== null) about['code.line.number'] = line;
    if (expression !== null) about['loopscope.expression'] = expression;
    const readyAtMs = startMs + suspendedMs;
    const resumedAtMs = readyAtMs + readyMs;
    const suspended = { name: 'suspended', time: this.#time(startMs), attributes: about };
    if (readyExact === null) return [suspended];
    const known = { 'loopscope.time': readyExact ? 'exact' : 'earliest' };
    const ready = { name: 'ready', time: this.#time(readyAtMs), attributes: known };
    if (resumedAtMs >= this.#endMs) return [suspended, ready];
    return [suspended, ready, { name: 'running', time: this.#time(resumedAtMs) }];
  }

  /** The span context of a task, with the program's own ids if it has some. Ancestors are worked out first. */
  #contextOf(task: number): SpanContext {
    const own = spanOf(this.#model, task)?.context;
    if (own) return { ...own, traceFlags: SAMPLED };
    const traceId = this.#contexts[starterOf(this.#model, task)]?.traceId ?? this.#traceId;
    const spanId = hash32(this.#seed) + (task + 1).toString(16).padStart(8, '0');
    return { traceId, spanId, traceFlags: SAMPLED };
  }

  #time(ms: number): HrTime {
    return hrTime(this.#startEpochMs, ms);
  }
}

function statusOf({ outcome, error, span }: ReportTask): Span['status'] {
  if (outcome === 'rejected') {
    return { code: SpanStatusCode.ERROR, message: error?.message ?? span?.statusMessage ?? '' };
  }
  return { code: span?.status === 'ok' ? SpanStatusCode.OK : SpanStatusCode.UNSET };
}

function attributesOf(task: ReportTask): Attributes {
  const { kind, outcome, name, file, line, column, runningMs, readyMs, suspendedMs, thread } = task;
  const attributes: Attributes = {
    'loopscope.kind': kind,
    'loopscope.outcome': outcome,
    'loopscope.running_ms': runningMs,
    'loopscope.ready_ms': readyMs,
    'loopscope.suspended_ms': suspendedMs,
    'code.function.name': name,
    'thread.id': thread,
  };
  if (file !== null) attributes['code.file.path'] = file;
  if (line !== null) attributes['code.line.number'] = line;
  if (column !== null) attributes['code.column.number'] = column;
  return { ...attributes, ...task.span?.attributes } as Attributes;
}

function resource(attributes: Attributes): Span['resource'] {
  const made: Span['resource'] = { attributes, merge: () => made, getRawAttributes: () => [] };
  return made;
}

/** Seconds and nanoseconds: as milliseconds, today's date is so large a number that its nanoseconds would be lost. */
function hrTime(epochMs: number, ms: number): HrTime {
  const nanoseconds = Math.round(((epochMs % MS_PER_S) + ms) * NS_PER_MS);
  // A span may begin before the recording did: then the nanoseconds count from the second before.
  const seconds = Math.floor(nanoseconds / NS_PER_S);
  return [Math.floor(epochMs / MS_PER_S) + seconds, nanoseconds - seconds * NS_PER_S];
}

/** FNV-1a as eight hexadecimal digits: enough to tell recordings apart, and the same on every machine. */
function hash32(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
