import { expect, test } from 'vitest';
import { PACKET_HEAD_BYTES, PACKET_MAGIC } from '../../src/protocol/packets.ts';
import { PacketReader } from '../../src/recording/packet-reader.ts';

/** One packet of the stream of that label. */
function packet(label: string, text: string): Buffer {
  const head = Buffer.alloc(PACKET_HEAD_BYTES);
  head.writeUInt32LE(PACKET_MAGIC, 0);
  head.writeUInt32LE(text.length, 4);
  head.write(label.padEnd(8), 8, 'latin1');
  return Buffer.concat([head, Buffer.from(text)]);
}

function read(pieces: readonly Buffer[]): { streams: Record<string, string>; malformed: boolean } {
  const streams: Record<string, string> = {};
  const reader = new PacketReader((label, bytes) => {
    const name = label.trim();
    streams[name] = (streams[name] ?? '') + String(bytes);
  });
  for (const piece of pieces) reader.push(piece);
  return { streams, malformed: reader.malformed };
}

const ALL = Buffer.concat([
  packet('a', 'one '),
  packet('b', 'x'),
  packet('a', ''),
  packet('a', 'two'),
  packet('b', 'y'),
]);

test('alternating streams are separated, whatever pieces they arrive in', () => {
  const whole = { streams: { a: 'one two', b: 'xy' }, malformed: false };
  expect(read([ALL])).toEqual(whole);
  expect(read(Array.from(ALL, (byte) => Buffer.from([byte])))).toEqual(whole);
  for (let at = 0; at <= ALL.length; at++)
    expect(read([ALL.subarray(0, at), ALL.subarray(at)])).toEqual(whole);
});

test('a packet that is cut off or malformed ends the reading; what came before counts', () => {
  expect(read([ALL.subarray(0, -1)])).toEqual({ streams: { a: 'one two', b: 'x' }, malformed: false });
  expect(read([packet('a', 'one'), Buffer.alloc(16), packet('a', 'two')])).toEqual({
    streams: { a: 'one' },
    malformed: true,
  });
  expect(read([packet('a', 'x'.repeat(5000))])).toEqual({ streams: {}, malformed: true });
});
