// Spans of the program's own SDK, noticed as they begin and end. The SDK keeps them and exports what it would have exported: its tracers get a
// `startSpan` that calls the original, and its spans an `end`. Neither is enumerable.

import type {
  Attributes,
  HrTime,
  Link,
  Span,
  SpanContext,
  SpanKind,
  SpanOptions,
  SpanStatus,
  TimeInput,
  Tracer,
  TracerProvider,
} from '@opentelemetry/api';
import { SPAN_KIND_NAMES, SPAN_PARTS, SPAN_STATUS_NAMES, type SpanDetails } from '../../protocol/payloads.ts';
import { SafeWeakSet } from '../safe-weak.ts';
import type { SpanHost } from './span-host.ts';
import { agoNs, linkOf, saidAtNs } from './span-parts.ts';

/** The fields of an SDK's span, in versions 1.x and 2.x: https://github.com/open-telemetry/opentelemetry-js */
interface ReadableSpan extends Span {
  readonly name?: string;
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  readonly events?: readonly {
    readonly name: string;
    readonly time: HrTime;
    readonly attributes?: Attributes;
  }[];
  readonly links?: readonly Link[];
  readonly status?: SpanStatus;
  /** 2.x, and 1.x. */
  readonly parentSpanContext?: SpanContext;
  readonly parentSpanId?: string;
}
/** A provider of the API's own, which asks that of the SDK. */
interface ProxyProvider extends TracerProvider {
  getDelegateTracer?(...scope: Parameters<TracerProvider['getTracer']>): Tracer | undefined;
}

const watched = new SafeWeakSet<object>();
/** For each span that has not ended, by its id: its task, and the task in which it began. */
const open = new Map<string, { readonly task: number; readonly owner: number }>();

/** Reports all spans that a provider's tracers make from now on to the host. */
export function watchProvider(host: SpanHost, provider: ProxyProvider): void {
  if (watched.has(provider)) return;
  watched.add(provider);
  for (const name of ['getTracer', 'getDelegateTracer'] as const) {
    const own = provider[name];
    if (typeof own !== 'function') continue;
    hide(provider, name, function (this: unknown, ...args: unknown[]) {
      const tracer = Reflect.apply(own, this, args) as Tracer | undefined;
      if (tracer != null) watchTracer(host, tracer);
      return tracer;
    });
  }
}

function watchTracer(host: SpanHost, tracer: Tracer & { _getTracer?: unknown }): void {
  // A tracer of the API's asks one of the SDK's, which is watched as well. Each span is reported once.
  if (watched.has(tracer) || typeof tracer._getTracer === 'function') return;
  watched.add(tracer);
  const own = tracer.startSpan;
  if (typeof own !== 'function') return;
  hide(tracer, 'startSpan', function (this: unknown, ...args: unknown[]) {
    const span = Reflect.apply(own, this, args) as ReadableSpan;
    watchSpan(host, span, String(args[0]), args[1] as SpanOptions | undefined);
    return span;
  });
}

function watchSpan(host: SpanHost, span: ReadableSpan, name: string, options?: SpanOptions): void {
  // A span that is not sampled is not shown.
  if (typeof span?.isRecording !== 'function' || !span.isRecording()) return;
  const own = span.end;
  const id = span.spanContext().spanId;
  const around = open.get(parentIdOf(span) ?? '');
  const owner = host.current();
  const task = host.begin(name, around !== undefined && around.owner === owner ? around.task : 0);
  open.set(id, { task, owner });
  const started = saidAtNs('startedAtNs', options?.startTime, host.now());
  hide(span, 'end', function (this: unknown, ...args: unknown[]) {
    const ended = saidAtNs('endedAtNs', args[0] as TimeInput | undefined, host.now());
    const result = Reflect.apply(own, this, args);
    if (!open.delete(id)) return result;
    if (span.name !== undefined && span.name !== name) host.rename(task, span.name);
    host.end(task, span.status?.code === 2, { ...detailsOf(host, span, name), ...started, ...ended });
    return result;
  });
}

const parentIdOf = (span: ReadableSpan): string | undefined =>
  span.parentSpanContext?.spanId ?? span.parentSpanId;

function detailsOf(host: SpanHost, span: ReadableSpan, name: string): SpanDetails {
  const { traceId, spanId } = span.spanContext();
  const { status } = span;
  const parent = parentIdOf(span);
  return {
    name: span.name ?? name,
    traceId,
    spanId,
    kind: SPAN_KIND_NAMES[span.kind ?? 0] ?? 'internal',
    attributes: { ...span.attributes },
    events: (span.events ?? []).slice(0, SPAN_PARTS).map((event) => ({
      name: event.name,
      atNs: host.now() - agoNs(event.time),
      ...(event.attributes === undefined ? {} : { attributes: { ...event.attributes } }),
    })),
    ...(parent === undefined ? {} : { parent: { traceId, spanId: parent } }),
    links: (span.links ?? []).slice(0, SPAN_PARTS).map(linkOf),
    status: SPAN_STATUS_NAMES[status?.code ?? 0] ?? 'unset',
    ...(status?.message === undefined ? {} : { message: status.message }),
  };
}

function hide(object: object, name: string, value: (...args: unknown[]) => unknown): void {
  try {
    Object.defineProperty(value, 'name', { value: name, configurable: true });
    Object.defineProperty(object, name, { value, configurable: true, writable: true, enumerable: false });
  } catch {
    // The tracer object is frozen. Its spans are not shown, and it works as ever.
  }
}
