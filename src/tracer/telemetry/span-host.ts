import type { TracerProvider } from '@opentelemetry/api';
import type { SpanDetails } from '../../protocol/payloads.ts';

/** What the tracer offers to the bundle of spans, which shares no modules with it. */
export interface SpanHost {
  /** Begins a task of kind span under `parent` (0: the task that runs now); returns its id. */
  begin(name: string, parent: number): number;
  rename(task: number, name: string): void;
  end(task: number, failed: boolean, details: SpanDetails): void;
  /** The task that runs now; 0 for none. */
  current(): number;
  /** Nanoseconds since the stream's start. */
  now(): number;
  /** A random hexadecimal number of so many digits. */
  randomHex(length: number): string;
  /** The SDK of the program; null while it has none. */
  programsProvider(): TracerProvider | null;
}
