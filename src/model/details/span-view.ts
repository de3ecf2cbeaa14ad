import type { SpanKindName, SpanStatusName } from '../../protocol/events.ts';

export type SpanValue = string | number | boolean;
export type SpanAttributes = Readonly<Record<string, SpanValue | readonly SpanValue[]>>;

export interface SpanIds {
  readonly traceId: string;
  readonly spanId: string;
}

export interface SpanLink extends SpanIds {
  readonly attributes?: SpanAttributes;
}

/** A span's own: what the program said of it through OpenTelemetry. */
export interface SpanView {
  /** `internal` in recordings from before this was told, too. */
  readonly kind: SpanKindName;
  /** Null where the recording's are none. */
  readonly context: SpanIds | null;
  /** Where the program said when it began and ended, rather than that it does now; null where it did not. */
  readonly startedAtNs: number | null;
  readonly endedAtNs: number | null;
  readonly status: SpanStatusName;
  /** What the status says, '' for nothing. */
  readonly message: string;
  readonly attributes: SpanAttributes;
  /** `atNs` is null in recordings from before this was told. */
  readonly events: readonly {
    readonly name: string;
    readonly atNs: number | null;
    readonly attributes: SpanAttributes;
  }[];
  /** The span that the program made it under, perhaps another process's; null where it said none. */
  readonly parent: SpanIds | null;
  readonly links: readonly SpanLink[];
}
