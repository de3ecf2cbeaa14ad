// Spans that the program or its libraries make through `@opentelemetry/api`. This is a bundle of its own, which is loaded when the first of
// them asks for a tracer: most programs never do.

import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Attributes,
  type Context,
  type ContextManager,
  type Exception,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  type SpanOptions,
  type SpanStatus,
  SpanStatusCode,
  type TimeInput,
  TraceFlags,
  type Tracer,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import { SPAN_KIND_NAMES, SPAN_PARTS, SPAN_STATUS_NAMES, type SpanDetails } from '../../protocol/payloads.ts';
import type { SpanHost } from './span-host.ts';
import { agoNs, isTime, linkOf, saidAtNs } from './span-parts.ts';

export { watchProvider } from './sdk-spans.ts';

/** What every copy of the API finds under its well-known symbol. */
export interface OpenTelemetryGlobal {
  version: string;
  trace?: TracerProvider;
  context?: ContextManager;
}

/** Copies of the API take a global whose minor version is at least their own. */
const VERSION = '1.999.0';

export function createGlobal(host: SpanHost): OpenTelemetryGlobal {
  const getTracer = (...scope: Scope): Tracer => new TaskTracer(host, scope);
  return { version: VERSION, trace: { getTracer }, context: new StorageContext() };
}

/** Keeps the active context across awaits and callbacks, as an SDK of the program's would. */
class StorageContext implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>();

  active(): Context {
    return this.#storage.getStore() ?? ROOT_CONTEXT;
  }
  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    context: Context,
    fn: F,
    thisArg?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return this.#storage.run(context, () => fn.apply(thisArg, args));
  }
  bind<T>(context: Context, target: T): T {
    if (typeof target !== 'function') return target;
    const storage = this.#storage;
    return function bound(this: unknown, ...args: unknown[]) {
      return storage.run(context, () => target.apply(this, args) as unknown);
    } as T;
  }
  enable(): this {
    return this;
  }
  disable(): this {
    this.#storage.disable();
    return this;
  }
}

/** Copies of the API keep the tracers they were given. Once the program has an SDK, spans that such a tracer makes are the SDK's. */
class TaskTracer implements Tracer {
  readonly #host: SpanHost;
  readonly #context = new StorageContext();
  readonly #scope: Scope;

  constructor(host: SpanHost, scope: Scope) {
    this.#host = host;
    this.#scope = scope;
  }

  startSpan(name: string, options: SpanOptions = {}, context?: Context): Span {
    const own = this.#ofProgram();
    if (own !== null) return own.startSpan(name, options, context);
    const active = context ?? globalContext(this.#context).active();
    const parent = options.root ? undefined : trace.getSpan(active);
    return new TaskSpan(this.#host, name, options, parent);
  }

  startActiveSpan<F extends (span: Span) => unknown>(name: string, ...rest: unknown[]): ReturnType<F> {
    const own = this.#ofProgram() as { startActiveSpan(...args: unknown[]): ReturnType<F> } | null;
    if (own !== null) return own.startActiveSpan(name, ...rest);
    const fn = rest.at(-1) as F;
    const { 0: options, 1: context } = rest.slice(0, -1) as [SpanOptions?, Context?];
    const manager = globalContext(this.#context);
    const span = this.startSpan(name, options, context);
    return manager.with(
      trace.setSpan(context ?? manager.active(), span),
      fn as never,
      undefined,
      span as never,
    );
  }

  #ofProgram(): Tracer | null {
    const provider = this.#host.programsProvider();
    return provider === null ? null : provider.getTracer(...this.#scope);
  }
}

type Scope = Parameters<TracerProvider['getTracer']>;

function globalContext(fallback: ContextManager): ContextManager {
  const shared = (globalThis as Record<symbol, OpenTelemetryGlobal | undefined>)[
    Symbol.for('opentelemetry.js.api.1')
  ];
  return shared?.context ?? fallback;
}

class TaskSpan implements Span {
  readonly #host: SpanHost;
  readonly #owner: number;
  readonly #task: number;
  readonly #context: SpanContext;
  readonly #kind: SpanDetails['kind'];
  readonly #attributes: Attributes;
  readonly #events: SpanDetails['events'][number][] = [];
  readonly #links: Link[];
  readonly #started: { readonly startedAtNs?: number };
  readonly #parent: { readonly traceId: string; readonly spanId: string } | null;
  #name: string;
  #status: SpanStatus = { code: SpanStatusCode.UNSET };
  #ended = false;

  constructor(host: SpanHost, name: string, options: SpanOptions, parent: Span | undefined) {
    this.#host = host;
    this.#owner = host.current();
    // Below the span around it, unless another task has begun since then: in that case below that task.
    const around = parent instanceof TaskSpan && parent.#owner === this.#owner ? parent.#task : 0;
    this.#task = host.begin(name, around);
    this.#name = name;
    this.#kind = SPAN_KIND_NAMES[options.kind ?? 0] ?? 'internal';
    this.#attributes = { ...options.attributes };
    this.#links = [...(options.links ?? [])];
    this.#started = saidAtNs('startedAtNs', options.startTime, host.now());
    const above = parent?.spanContext();
    this.#parent = above === undefined ? null : { traceId: above.traceId, spanId: above.spanId };
    this.#context = {
      traceId: above?.traceId ?? host.randomHex(32),
      spanId: host.randomHex(16),
      traceFlags: TraceFlags.SAMPLED,
    };
  }

  spanContext(): SpanContext {
    return this.#context;
  }
  setAttribute(key: string, value: Attributes[string]): this {
    if (!this.#ended) this.#attributes[key] = value;
    return this;
  }
  setAttributes(attributes: Attributes): this {
    if (!this.#ended) Object.assign(this.#attributes, attributes);
    return this;
  }
  addEvent(name: string, attributes?: Attributes | TimeInput, time?: TimeInput): this {
    if (this.#ended || this.#events.length >= SPAN_PARTS) return this;
    if (isTime(attributes)) return this.addEvent(name, undefined, attributes);
    const atNs = this.#host.now() - (time === undefined ? 0 : agoNs(time));
    this.#events.push({ name, atNs, ...(attributes === undefined ? {} : { attributes: { ...attributes } }) });
    return this;
  }
  addLink(link: Link): this {
    if (!this.#ended && this.#links.length < SPAN_PARTS) this.#links.push(link);
    return this;
  }
  addLinks(links: Link[]): this {
    for (const link of links) this.addLink(link);
    return this;
  }
  setStatus(status: SpanStatus): this {
    if (!this.#ended) this.#status = { ...status };
    return this;
  }
  updateName(name: string): this {
    if (this.#ended) return this;
    this.#name = name;
    this.#host.rename(this.#task, name);
    return this;
  }
  isRecording(): boolean {
    return !this.#ended;
  }
  recordException(exception: Exception, time?: TimeInput): void {
    const error = typeof exception === 'string' ? { message: exception } : exception;
    const attributes: Attributes = {};
    if ('name' in error && error.name) attributes['exception.type'] = error.name;
    if (error.message) attributes['exception.message'] = error.message;
    this.addEvent('exception', attributes, time);
  }
  end(time?: TimeInput): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#host.end(this.#task, this.#status.code === SpanStatusCode.ERROR, {
      name: this.#name,
      ...this.#started,
      ...saidAtNs('endedAtNs', time, this.#host.now()),
      traceId: this.#context.traceId,
      spanId: this.#context.spanId,
      kind: this.#kind,
      attributes: this.#attributes,
      events: this.#events,
      ...(this.#parent === null ? {} : { parent: this.#parent }),
      links: this.#links.map(linkOf),
      status: SPAN_STATUS_NAMES[this.#status.code] ?? 'unset',
      ...(this.#status.message === undefined ? {} : { message: this.#status.message }),
    });
  }
}
