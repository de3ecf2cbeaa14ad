// Recordings in which a program prints something: what its tracer reports about that, and what the host reads.

import type { Model } from '../../src/model/index.ts';
import { RecordEncoder } from '../../src/protocol/codec.ts';
import { BlobKind, RecordType } from '../../src/protocol/events.ts';
import { HOST_STREAM } from '../../src/protocol/recording.ts';
import { checkOfAscii, OUTPUTS, Way, writtenArgument } from '../../src/protocol/written.ts';

const MS = 1e6;
/** By how much the host's clock is ahead in these recordings. */
const AHEAD_MS = 50;

type Write = readonly [ms: number, output: (typeof OUTPUTS)[number], text: string, task: number, way?: Way];

/** Writes what tasks print into the main thread's stream. */
export function tell(model: Model, writes: readonly Write[]): void {
  const encoder = new RecordEncoder();
  for (const [ms, output, text, task, way = Way.stream] of writes) {
    const argument = writtenArgument(OUTPUTS.indexOf(output), way, checkOfAscii(text));
    encoder.record(RecordType.time, 0, ms * MS, ms * MS, 0);
    encoder.record(RecordType.wrote, argument, ms * MS, text.length, task);
  }
  model.ingest(0, encoder.take());
}

/** Lets the host read some output. */
export function came(model: Model, ms: number, output: (typeof OUTPUTS)[number], text: string): void {
  const atNs = (AHEAD_MS + ms) * MS;
  const encoder = new RecordEncoder().record(RecordType.time, 0, atNs, atNs, 0);
  model.ingest(HOST_STREAM, encoder.blob(BlobKind[output], atNs, text).take());
}
