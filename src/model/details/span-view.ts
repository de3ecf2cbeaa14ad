import type { SpanKindName, SpanStatusName } from '../../protocol/payloads.ts';

export type SpanValue = string | number | boolean;
export type SpanAttributes = Readonly<Record<string, SpanValue | readonly SpanValue[]>>;

export interface SpanIds {
  readonly traceId: string;
  readonly spanId: string;
}

export interface SpanLink extends SpanIds {
  readonly attributes?: SpanAttributes;
}

/** What the program said about a span through OpenTelemetry. */
export interface SpanView {
  /** Also `internal` in recordings made before kinds were recorded. */
  readonly kind: SpanKindName;
  /** Null if the recording has no valid ids. */
  readonly context: SpanIds | null;
  /** The times that the program stated for its begin and end; null if it stated none. */
  readonly startedAtNs: number | null;
  readonly endedAtNs: number | null;
  readonly status: SpanStatusName;
  /** The status's message, '' for none. */
  readonly message: string;
  readonly attributes: SpanAttributes;
  /** `atNs` is null in recordings made before times of events were recorded. */
  readonly events: readonly {
    readonly name: string;
    readonly atNs: number | null;
    readonly attributes: SpanAttributes;
  }[];
  /** The parent span that the program gave it, perhaps one of another process; null if it gave none. */
  readonly parent: SpanIds | null;
  readonly links: readonly SpanLink[];
}
