// Recordings written down as a few lines, for tests that need no real program:
//
//   trace([
//     [0, 'enter', 1, 'main'],
//     [2, 'enter', 2, 'order', { parent: 1 }],
//     [3, 'suspend', 2, 'timer', 2000, { line: 12 }],
//     [9, 'ready', 2, { late: 1 }],
//     [10, 'resume', 2],
//     [11, 'end', 2],
//   ])
//
// Times are milliseconds. What comes out are the wire's real bytes, made by the encoder, place tables and all.

import { Model, type ModelHeader } from '../../src/model/index.ts';
import { RecordEncoder } from '../../src/protocol/codec.ts';
import { BlobKind, PROTOCOL_VERSION } from '../../src/protocol/events.ts';
import type { Hello, ThreadName } from '../../src/protocol/payloads.ts';
import { HOST_STREAM, type RecordingHeader } from '../../src/protocol/recording.ts';
import { NS_PER_MS } from '../../src/protocol/units.ts';
import type { EnterOptions, ScriptLine, SuspendOptions } from './script-line.ts';
import { FILE, ScriptSites, writeLine } from './script-writers.ts';

export type { EnterOptions, ScriptLine, SuspendOptions };
export { FILE };

export interface TraceOptions {
  /** The thread whose stream it is; by default the main thread. */
  readonly thread?: ThreadName;
  readonly pid?: number;
  readonly monotonicNs?: number;
  /** When this stream began, on the machine's clock. */
  readonly startEpochMs?: number;
  /** Sends the table of places after the events that name them. */
  readonly sitesLast?: boolean;
  readonly hello?: boolean;
}

export const EPOCH_MS = 1_750_000_000_000;

/** One tracer stream, written piece by piece. */
export class Script {
  readonly #encoder = new RecordEncoder();
  readonly #sites = new ScriptSites();
  readonly #sitesLast: boolean;

  constructor({
    startEpochMs = EPOCH_MS,
    sitesLast = false,
    hello = true,
    pid = 4711,
    ...whose
  }: TraceOptions = {}) {
    this.#sitesLast = sitesLast;
    if (!hello) return;
    const greeting: Hello = {
      protocol: PROTOCOL_VERSION,
      pid,
      runtime: 'node 20.20.2',
      startEpochMs,
      ...whose,
    };
    this.#encoder.json(BlobKind.hello, 0, greeting);
  }

  /** The bytes of these lines, which follow those written before. */
  write(lines: readonly ScriptLine[]): Uint8Array<ArrayBuffer> {
    // Places are found while writing. So a first pass without output collects those that have to come first.
    if (!this.#sitesLast) {
      for (const line of lines) writeLine(line, new RecordEncoder(), this.#sites);
      this.#writeSites(lines[0]?.[0] ?? 0);
    }
    for (const line of lines) writeLine(line, this.#encoder, this.#sites);
    this.#writeSites(lines.at(-1)?.[0] ?? 0);
    return this.#encoder.take();
  }

  #writeSites(ms: number): void {
    for (const table of this.#sites.takeNew()) this.#encoder.json(BlobKind.sites, ms * NS_PER_MS, table);
  }
}

/** One tracer stream's bytes. */
export function trace(lines: readonly ScriptLine[], options: TraceOptions = {}): Uint8Array<ArrayBuffer> {
  return new Script(options).write(lines);
}

export type HostLine =
  | readonly [ms: number, what: 'stdout' | 'stderr', text: string | Uint8Array]
  | readonly [ms: number, what: 'programEnd', exitCode: number | null, signal?: string | null];

/** The host stream's bytes. */
export function hostTrace(lines: readonly HostLine[]): Uint8Array<ArrayBuffer> {
  const encoder = new RecordEncoder();
  for (const line of lines) {
    const ns = line[0] * NS_PER_MS;
    if (line[1] === 'programEnd') {
      encoder.json(BlobKind.programEnd, ns, { exitCode: line[2], signal: line[3] ?? null });
    } else {
      encoder.blob(BlobKind[line[1]], ns, line[2]);
    }
  }
  return encoder.take();
}

/** A recording's header, begun by the host 50 ms before the program's first instant. */
export function header(program: Partial<RecordingHeader['program']> = {}): RecordingHeader {
  return {
    format: 'loopscope-recording/1',
    program: { path: FILE, args: [], cwd: '/app', runtime: 'node 20.20.2', ...program },
    startEpochMs: EPOCH_MS - 50,
    recorder: 'loopscope 0.1.0',
  };
}

export interface ModelOptions extends TraceOptions {
  readonly host?: readonly HostLine[];
  readonly header?: ModelHeader;
  /** Whether the recording is complete (the default if it has a bye), goes on, or was cut off. */
  readonly end?: 'complete' | 'live' | 'cut-off';
}

/** The model of a recording with one thread. */
export function modelOf(lines: readonly ScriptLine[], options: ModelOptions = {}): Model {
  const model = new Model();
  model.setHeader(options.header ?? header());
  model.ingest(0, trace(lines, options));
  if (options.host !== undefined) model.ingest(HOST_STREAM, hostTrace(options.host));
  const end = options.end ?? (lines.some((line) => line[1] === 'bye') ? 'complete' : 'live');
  if (end !== 'live') model.finish({ cutOff: end === 'cut-off' });
  return model;
}
