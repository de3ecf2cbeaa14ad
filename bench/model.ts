// How many events a second the model takes, as a ratio to the floor: decoding the same bytes without doing anything.
//
//   npm run bench                       all of them
//   node bench/model.ts [events]        this one, on Node 22.18 or later
//
// The recording is made here: tasks that start others, wait for timers and for one another, and end, with loop turns in between. Floor and
// model run in turns in one process, so that the machine affects both equally. Medians count.

import { Model } from '../src/model/index.ts';
import { RecordDecoder, RecordEncoder } from '../src/protocol/codec.ts';
import { AwaitedKind, LoopPhase, Outcome, RecordType } from '../src/protocol/events.ts';
import { median } from './median.ts';

const EVENTS = Number(process.argv[2] ?? 2_000_000);
const ROUNDS = 7;
const PIECE_BYTES = 256 * 1024;
const EXACT = 1 << 19;

/** In every turn, 20 tasks begin below a task of an earlier turn, wait three times and end: 12 events each. */
function recording(events: number): Uint8Array {
  const encoder = new RecordEncoder();
  const parts: Uint8Array[] = [];
  let ns = 0;
  let written = 0;
  let task = 0;
  const put = (type: RecordType, argument: number, a: number, b = 0): void => {
    ns += 250;
    encoder.record(type, argument, ns, a, b);
    written++;
  };
  while (written < events) {
    put(RecordType.turn, LoopPhase.timers, 40);
    const first = task + 1;
    for (let i = 0; i < 20; i++) {
      put(RecordType.enter, 1 + (i % 5), ++task, Math.max(0, first - 20 + i));
      put(RecordType.suspend, (AwaitedKind.timer << 20) | 7, task, 10);
    }
    for (let wait = 0; wait < 3; wait++) {
      put(RecordType.turn, LoopPhase.poll, 15);
      for (let id = first; id <= task; id++) {
        put(RecordType.ready, (AwaitedKind.timer << 20) | EXACT, id, 1);
        put(RecordType.resume, 0, id);
        if (wait < 2) put(RecordType.suspend, (AwaitedKind.promise << 20) | 8, id);
        else put(RecordType.end, Outcome.fulfilled, id);
      }
    }
    parts.push(encoder.take());
  }
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function inPieces(bytes: Uint8Array, take: (piece: Uint8Array) => void): number {
  const start = performance.now();
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) take(bytes.subarray(at, at + PIECE_BYTES));
  return performance.now() - start;
}

function floor(bytes: Uint8Array): number {
  const decoder = new RecordDecoder();
  const visitor = { record() {}, blob() {} };
  return inPieces(bytes, (piece) => decoder.push(piece, visitor));
}

function model(bytes: Uint8Array): number {
  const model = new Model();
  const ms = inPieces(bytes, (piece) => model.ingest(0, piece));
  if (model.tables.illegal > 0)
    throw new Error(`${model.tables.illegal} illegal events in the bench's recording`);
  return ms;
}

const bytes = recording(EVENTS);
const events = bytes.length / 16;
const floors: number[] = [];
const models: number[] = [];
for (let round = -1; round < ROUNDS; round++) {
  const floorMs = floor(bytes);
  const modelMs = model(bytes);
  // The first round warms up the compiler, so it does not count.
  if (round < 0) continue;
  floors.push(floorMs);
  models.push(modelMs);
}

const rate = (ms: number): string => `${(events / ms / 1000).toFixed(1)} million events/s`;
const floorMs = median(floors);
const modelMs = median(models);
console.log(`model: ${events.toLocaleString('en')} events, median of ${ROUNDS} rounds`);
console.log(`  floor (decode only)   ${rate(floorMs)}`);
console.log(`  model (ingest)        ${rate(modelMs)}`);
console.log(`  ratio to the floor    ${(modelMs / floorMs).toFixed(1)}`);
