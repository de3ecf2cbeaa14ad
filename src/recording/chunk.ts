// One chunk of a recording as bytes and back; src/protocol/recording.ts draws the layout.

import { promisify } from 'node:util';
import { deflateRaw as deflateRawWithCallback, inflateRaw as inflateRawWithCallback } from 'node:zlib';
import { CHUNK_HEADER_BYTES, MAX_CHUNK_BYTES, Packing } from '../protocol/recording.ts';
import { crc32 } from './crc32.ts';

const deflateRaw = promisify(deflateRawWithCallback);
const inflateRaw = promisify(inflateRawWithCallback);

/** The part of the head that the head's own checksum covers. */
const CHECKED_HEAD_BYTES = CHUNK_HEADER_BYTES - 4;

export interface ChunkHead {
  readonly storedBytes: number;
  readonly rawBytes: number;
  readonly crc: number;
  readonly stream: number;
  readonly packing: Packing;
  /** Whether the head is as it was written. A wrong length would look like a file that was cut off. */
  readonly intact: boolean;
}

/** Packs bytes of one stream into a chunk. They are deflated at level 1, unless that gains nothing. */
export async function encodeChunk(stream: number, raw: Uint8Array): Promise<Uint8Array> {
  const deflated = await deflateRaw(raw, { level: 1 });
  const [packing, stored] =
    deflated.length < raw.length ? ([Packing.deflateRaw, deflated] as const) : ([Packing.none, raw] as const);
  const chunk = new Uint8Array(CHUNK_HEADER_BYTES + stored.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, stored.length, true);
  view.setUint32(4, raw.length, true);
  view.setUint32(8, crc32(stored), true);
  view.setUint16(12, stream, true);
  view.setUint8(14, packing);
  view.setUint32(CHECKED_HEAD_BYTES, headCrc(chunk), true);
  chunk.set(stored, CHUNK_HEADER_BYTES);
  return chunk;
}

export function decodeChunkHead(bytes: Uint8Array): ChunkHead {
  const view = new DataView(bytes.buffer, bytes.byteOffset, CHUNK_HEADER_BYTES);
  return {
    storedBytes: view.getUint32(0, true),
    rawBytes: view.getUint32(4, true),
    crc: view.getUint32(8, true),
    stream: view.getUint16(12, true),
    packing: view.getUint8(14) as Packing,
    intact: view.getUint32(CHECKED_HEAD_BYTES, true) === headCrc(bytes),
  };
}

function headCrc(bytes: Uint8Array): number {
  return crc32(bytes.subarray(0, CHECKED_HEAD_BYTES));
}

/** What is in a head that no recorder writes, in words; null if the head makes sense. */
export function headDamage({ storedBytes, rawBytes, packing, intact }: ChunkHead): string | null {
  if (!intact) return 'a chunk whose head does not match its checksum';
  if (packing !== Packing.none && packing !== Packing.deflateRaw) return `an unknown packing (${packing})`;
  if (storedBytes === 0 || rawBytes === 0) return 'a chunk with nothing in it';
  if (storedBytes > MAX_CHUNK_BYTES || rawBytes > MAX_CHUNK_BYTES) return 'a chunk of an impossible size';
  if (packing === Packing.none && storedBytes !== rawBytes) return 'a chunk whose two sizes differ';
  return null;
}

/** Returns the raw bytes. Throws an Error that says what is wrong. Never makes more bytes than the head declares. */
export async function unpackChunk(head: ChunkHead, stored: Uint8Array): Promise<Uint8Array> {
  if (crc32(stored) !== head.crc) throw new Error('a chunk that does not match its checksum');
  if (head.packing === Packing.none) return stored;
  let raw: Uint8Array;
  try {
    raw = await inflateRaw(stored, { maxOutputLength: head.rawBytes });
  } catch {
    throw new Error('a chunk that cannot be unpacked');
  }
  if (raw.length !== head.rawBytes) throw new Error('a chunk shorter than it says');
  return raw;
}
