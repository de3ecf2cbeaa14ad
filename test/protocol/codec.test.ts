import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  blobBytes,
  decodeUtf8,
  MAX_BLOB_BYTES,
  MalformedStreamError,
  RecordDecoder,
  RecordEncoder,
} from '../../src/protocol/codec.ts';
import {
  BlobKind,
  LAST_RECORD_TYPE,
  MAX_DELTA_NS,
  RECORD_BYTES,
  RecordType,
} from '../../src/protocol/events.ts';

type Seen =
  | readonly ['record', type: number, argument: number, timeNs: number, a: number, b: number]
  | readonly ['blob', kind: number, ref: number, timeNs: number, payload: string];

/** Decodes a stream that arrives in these pieces. */
function decode(pieces: readonly Uint8Array[]): { seen: Seen[]; pendingBytes: number } {
  const decoder = new RecordDecoder();
  const seen: Seen[] = [];
  for (const piece of pieces) {
    decoder.push(piece, {
      record: (...record) => seen.push(['record', ...record]),
      blob: (kind, ref, timeNs, bytes) => seen.push(['blob', kind, ref, timeNs, decodeUtf8(bytes)]),
    });
  }
  return { seen, pendingBytes: decoder.pendingBytes };
}

function encode(all: readonly Seen[]): Uint8Array {
  const encoder = new RecordEncoder();
  for (const one of all) {
    if (one[0] === 'record') encoder.record(one[1] as RecordType, one[2], one[3], one[4], one[5]);
    else encoder.blob(one[1] as BlobKind, one[3], one[4], one[2]);
  }
  return encoder.take();
}

const S = 1e9;
const EXAMPLE: readonly Seen[] = [
  ['blob', BlobKind.hello, 0, 0, '{"protocol":1}'],
  ['record', RecordType.enter, 0xffffff, 0, 1, 0],
  ['record', RecordType.suspend, 0x200007, 1, 1, 0xffffffff],
  ['blob', BlobKind.label, 1, 1, ''],
  ['blob', BlobKind.label, 0xffffffff, 2, 'ü'],
  ['blob', BlobKind.source, 0, 3, 'x'.repeat(15)],
  ['blob', BlobKind.source, 0, 3, 'x'.repeat(16)],
  ['blob', BlobKind.source, 0, 3, 'x'.repeat(17)],
  ['record', RecordType.turn, 3, 5 * S, 5_000_000, 0],
  ['record', RecordType.ready, 0, 5 * S, 1, 0],
  ['blob', BlobKind.stdout, 0, 20 * S, 'after a long silence\n'],
  ['record', RecordType.resume, 0, 20 * S + 1, 1, 0],
  ['record', RecordType.end, 1, 20 * S + 2, 1, 0],
  ['record', RecordType.gap, 0, 20 * S + 2, 12, 0],
  ['record', RecordType.bye, 0, 90_000 * S, 0, 0],
];

test('what is written is read', () => {
  expect(decode([encode(EXAMPLE)])).toEqual({ seen: EXAMPLE, pendingBytes: 0 });
});

test('a stream split in two at any byte reads the same', () => {
  const bytes = encode(EXAMPLE);
  for (let at = 0; at <= bytes.length; at++) {
    const { seen } = decode([bytes.subarray(0, at), bytes.subarray(at)]);
    expect(seen, `split at ${at}`).toEqual(EXAMPLE);
  }
});

test('a stream that arrives byte by byte reads the same', () => {
  const bytes = encode(EXAMPLE);
  expect(decode(Array.from(bytes, (byte) => Uint8Array.of(byte))).seen).toEqual(EXAMPLE);
});

test('any part of a stream from its start reads as the records that are whole in it', () => {
  const bytes = encode(EXAMPLE);
  let most = 0;
  for (let length = 0; length <= bytes.length; length++) {
    const { seen, pendingBytes } = decode([bytes.subarray(0, length)]);
    expect(seen).toEqual(EXAMPLE.slice(0, seen.length));
    expect(seen.length).toBeGreaterThanOrEqual(most);
    expect(pendingBytes).toBeLessThan(blobBytes('after a long silence\n'.length));
    most = seen.length;
  }
  expect(most).toBe(EXAMPLE.length);
});

test('pieces may lie at any address, and in memory that is used again', () => {
  const bytes = encode(EXAMPLE);
  const decoder = new RecordDecoder();
  const seen: Seen[] = [];
  const pool = Buffer.alloc(64);
  for (let at = 0; at < bytes.length; at += 13) {
    const part = bytes.subarray(at, at + 13);
    const offset = at % 31;
    pool.set(part, offset);
    decoder.push(pool.subarray(offset, offset + part.length), {
      record: (...record) => seen.push(['record', ...record]),
      blob: (kind, ref, timeNs, payload) => seen.push(['blob', kind, ref, timeNs, decodeUtf8(payload)]),
    });
    pool.fill(0xee);
  }
  expect(seen).toEqual(EXAMPLE);
});

const anyTimes = fc.array(
  fc.oneof(
    fc.nat({ max: 1000 }),
    fc.constantFrom(MAX_DELTA_NS - 1, MAX_DELTA_NS, MAX_DELTA_NS + 1, 2 ** 33),
    fc.maxSafeNat().map((ns) => ns % (24 * 3600 * S)),
  ),
);
const word = fc.nat({ max: 0xffffffff });
const anyRecord = fc.tuple(
  fc.constantFrom(...Object.values(RecordType).filter((type) => type > RecordType.blob)),
  fc.nat({ max: 0xffffff }),
  word,
  word,
);
const anyBlob = fc.tuple(
  fc.constantFrom(...Object.values(BlobKind)),
  word,
  fc.string({ unit: 'grapheme', maxLength: 60 }),
);

test('anything that can be written is read, however it is cut and however long nothing happens', () => {
  fc.assert(
    fc.property(
      anyTimes,
      fc.infiniteStream(fc.oneof(anyRecord, anyBlob)),
      fc.infiniteStream(fc.integer({ min: 1, max: 70 })),
      (gaps, contents, cuts) => {
        let timeNs = 0;
        const all = gaps.map((gap): Seen => {
          timeNs += gap;
          const [content] = contents.take(1);
          return content!.length === 4
            ? ['record', content![0], content![1], timeNs, content![2], content![3]]
            : ['blob', content![0], content![1], timeNs, content![2]];
        });
        const bytes = encode(all);
        const pieces: Uint8Array[] = [];
        for (let at = 0; at < bytes.length; ) {
          const [cut] = cuts.take(1);
          pieces.push(bytes.subarray(at, at + cut!));
          at += cut!;
        }
        expect(decode(pieces)).toEqual({ seen: all, pendingBytes: 0 });
      },
    ),
  );
});

test('parts of a nanosecond do not add up to an error', () => {
  const encoder = new RecordEncoder();
  for (let i = 1; i <= 1000; i++) encoder.record(RecordType.turn, 0, i * 0.4);
  const { seen } = decode([encoder.take()]);
  expect(seen.at(-1)).toEqual(['record', RecordType.turn, 0, 400, 0, 0]);
});

test('time never runs backwards on the wire', () => {
  const encoder = new RecordEncoder();
  encoder.record(RecordType.turn, 0, 100).record(RecordType.turn, 0, 40).record(RecordType.turn, 0, 120);
  expect(decode([encoder.take()]).seen.map((record) => record[3])).toEqual([100, 100, 120]);
});

test('bytes are taken only once, and the clock goes on', () => {
  const encoder = new RecordEncoder();
  const first = encoder.record(RecordType.turn, 0, 100).take();
  const second = encoder.record(RecordType.turn, 0, 150).take();
  expect([first.length, second.length, encoder.take().length]).toEqual([16, 16, 0]);
  expect(decode([first, second]).seen.map((record) => record[3])).toEqual([100, 150]);
});

test('a large blob among many records comes through whole', () => {
  const text = 'all work and no play '.repeat(50_000);
  const encoder = new RecordEncoder();
  for (let i = 0; i < 2000; i++) encoder.record(RecordType.resume, 0, i, i);
  encoder.blob(BlobKind.source, 5000, text);
  const { seen } = decode([encoder.take()]);
  expect(seen).toHaveLength(2001);
  expect(seen[2000]![4]).toBe(text);
});

test.each([
  ['type 0', 0, 0],
  ['the type after the last', LAST_RECORD_TYPE + 1, 0],
  ['type 255', 255, 0],
  ['a blob longer than any', RecordType.blob, MAX_BLOB_BYTES + 1],
])('%s is nobody’s: the error says where', (_, type, length) => {
  const good = new RecordEncoder().record(RecordType.enter, 0, 5, 1).take();
  const bad = new Uint8Array(new Uint32Array([type, 0, length, 0]).buffer);
  const seen: number[] = [];
  const decoder = new RecordDecoder();
  const visitor = { record: (type: number) => seen.push(type), blob: () => {} };
  decoder.push(good, visitor);
  const error = caught(() => decoder.push(bad, visitor));
  expect(error).toBeInstanceOf(MalformedStreamError);
  expect((error as MalformedStreamError).offset).toBe(RECORD_BYTES);
  expect(seen).toEqual([RecordType.enter]);
});

test('bytes of any kind never do worse than a MalformedStreamError', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 100 })), (pieces) => {
      const error = caught(() => decode(pieces));
      expect(error === null || error instanceof MalformedStreamError).toBe(true);
    }),
  );
});

test('a blob takes its head and its payload rounded up to whole records', () => {
  expect([0, 1, 16, 17].map(blobBytes)).toEqual([16, 32, 32, 48]);
});

function caught(action: () => void): unknown {
  try {
    action();
    return null;
  } catch (error) {
    return error;
  }
}
