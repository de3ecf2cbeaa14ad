import {
  type BlobKind,
  LAST_RECORD_TYPE,
  MAX_DELTA_NS,
  RECORD_BYTES,
  RECORD_WORDS,
  RecordType,
} from './events.ts';

const TWO_32 = 2 ** 32;

/** What `RecordDecoder` calls for every record, in order. Times are nanoseconds from the stream's start. */
export interface RecordVisitor {
  record(type: RecordType, argument: number, timeNs: number, a: number, b: number): void;
  /** `bytes` is only valid during the call. */
  blob(kind: BlobKind, ref: number, timeNs: number, bytes: Uint8Array): void;
}

/**
 * Turns a stream's bytes into records, whatever pieces they arrive in. A record split between two pieces is kept
 * until the rest comes. Words are little-endian, as every machine Loopscope runs on.
 * Throws `MalformedStreamError` on a record type or a length that no tracer writes: the rest of the stream is then lost.
 */
export class RecordDecoder {
  #timeNs = 0;
  /** The beginning of an unfinished record, in memory that grows by doubling: a large blob comes in many pieces. */
  #rest: Uint8Array = new Uint8Array(0);
  #restBytes = 0;
  #offset = 0;

  /** Bytes of an unfinished record, waiting for the rest. */
  get pendingBytes(): number {
    return this.#restBytes;
  }

  /** Those bytes and the time of the last whole record: what another decoder needs to continue. */
  get rest(): { readonly timeNs: number; readonly bytes: Uint8Array } {
    return { timeNs: this.#timeNs, bytes: copied(this.#rest.subarray(0, this.#restBytes)) };
  }

  push(piece: Uint8Array, visitor: RecordVisitor): void {
    const bytes = this.#restBytes === 0 ? aligned(piece) : this.#joined(piece);
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
    const end = bytes.length - (bytes.length % RECORD_BYTES);
    let at = 0;
    while (at < end) {
      const word = at >> 2;
      const head = words[word] as number;
      const type = (head & 0xff) as RecordType;
      const argument = head >>> 8;
      const a = words[word + 2] as number;
      const b = words[word + 3] as number;
      if (type === RecordType.blob) {
        const size = blobBytes(a);
        if (a > MAX_BLOB_BYTES) throw new MalformedStreamError(`a blob of ${a} bytes`, this.#offset + at);
        if (at + size > bytes.length) break;
        this.#timeNs += words[word + 1] as number;
        const from = at + RECORD_BYTES;
        visitor.blob(argument as BlobKind, b, this.#timeNs, bytes.subarray(from, from + a));
        at += size;
        continue;
      }
      if (type === RecordType.time) {
        this.#timeNs = a + b * TWO_32;
      } else {
        if (type < RecordType.time || type > LAST_RECORD_TYPE) {
          throw new MalformedStreamError(`record type ${type}`, this.#offset + at);
        }
        this.#timeNs += words[word + 1] as number;
        visitor.record(type, argument, this.#timeNs, a, b);
      }
      at += RECORD_BYTES;
    }
    this.#offset += at;
    this.#restBytes = bytes.length - at;
    // In place already while a large blob is incomplete: copying it for every piece would take time quadratic in its size.
    const alreadyThere = at === 0 && bytes.buffer === this.#rest.buffer;
    if (this.#restBytes > 0 && !alreadyThere) this.#rest = copied(bytes.subarray(at));
  }

  #joined(piece: Uint8Array): Uint8Array {
    const length = this.#restBytes + piece.length;
    if (length > this.#rest.length) {
      const grown = new Uint8Array(Math.max(length, 2 * this.#rest.length));
      grown.set(this.#rest.subarray(0, this.#restBytes));
      this.#rest = grown;
    }
    this.#rest.set(piece, this.#restBytes);
    return this.#rest.subarray(0, length);
  }
}

/** No tracer writes a larger blob: sources and site tables come in pieces that are far smaller. */
export const MAX_BLOB_BYTES = 64 * 1024 * 1024;

/** A stream holds something that no tracer writes. `offset` is in bytes from the stream's start. */
export class MalformedStreamError extends Error {
  override name = 'MalformedStreamError';
  readonly what: string;
  readonly offset: number;

  constructor(what: string, offset: number) {
    super(`The recording is damaged at byte ${offset} of a stream: ${what}.`);
    this.what = what;
    this.offset = offset;
  }
}

/** How many bytes a blob record takes in all, its head and padding included. */
export function blobBytes(length: number): number {
  return RECORD_BYTES + Math.ceil(length / RECORD_BYTES) * RECORD_BYTES;
}

/**
 * Writes records into memory of its own, growing as needed: what the host and the tests write with. (The tracer
 * has a writer of its own in src/tracer: same layout, but into memory shared with the thread that sends it.)
 */
export class RecordEncoder {
  #words = new Uint32Array(1024);
  #length = 0;
  #timeNs = 0;

  record(type: RecordType, argument: number, timeNs: number, a = 0, b = 0): this {
    this.#reserve(2 * RECORD_WORDS);
    const at = this.#head(type, argument, timeNs);
    this.#words[at + 2] = a;
    this.#words[at + 3] = b;
    return this;
  }

  blob(kind: BlobKind, timeNs: number, payload: Uint8Array | string, ref = 0): this {
    const bytes = typeof payload === 'string' ? encodeUtf8(payload) : payload;
    this.#reserve(RECORD_WORDS + (blobBytes(bytes.length) >> 2));
    const at = this.#head(RecordType.blob, kind, timeNs);
    this.#words[at + 2] = bytes.length;
    this.#words[at + 3] = ref;
    const padded = (blobBytes(bytes.length) - RECORD_BYTES) >> 2;
    this.#words.fill(0, this.#length, this.#length + padded);
    new Uint8Array(this.#words.buffer).set(bytes, this.#length * 4);
    this.#length += padded;
    return this;
  }

  json(kind: BlobKind, timeNs: number, value: unknown, ref = 0): this {
    return this.blob(kind, timeNs, JSON.stringify(value), ref);
  }

  /** Everything written since the last call, as bytes of its own. */
  take(): Uint8Array<ArrayBuffer> {
    return this.lend().slice();
  }

  /** The same in the encoder's own memory, where the next record will overwrite it. */
  lend(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.#words.buffer, 0, this.#length * 4);
    this.#length = 0;
    return bytes;
  }

  #head(type: RecordType, argument: number, timeNs: number): number {
    // Rounded, because fractions of a nanosecond cut off at every record would add up.
    const now = Math.max(this.#timeNs, Math.round(timeNs));
    let delta = now - this.#timeNs;
    if (delta > MAX_DELTA_NS) {
      this.#put(RecordType.time, 0, now % TWO_32, Math.floor(now / TWO_32));
      delta = 0;
    }
    this.#timeNs = now;
    return this.#put(type | (argument << 8), delta, 0, 0);
  }

  #put(head: number, delta: number, a: number, b: number): number {
    const at = this.#length;
    this.#words[at] = head;
    this.#words[at + 1] = delta;
    this.#words[at + 2] = a;
    this.#words[at + 3] = b;
    this.#length = at + RECORD_WORDS;
    return at;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#words.length) return;
    const grown = new Uint32Array(Math.max(this.#words.length * 2, this.#length + more));
    grown.set(this.#words.subarray(0, this.#length));
    this.#words = grown;
  }
}

// `protocol` has neither DOM nor Node types; both runtimes have these two.
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const TextDecoder: new () => { decode(bytes: Uint8Array): string };
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const encodeUtf8 = (text: string): Uint8Array => encoder.encode(text);
export const decodeUtf8 = (bytes: Uint8Array): string => decoder.decode(bytes);

function aligned(piece: Uint8Array): Uint8Array {
  return piece.byteOffset % 4 === 0 ? piece : copied(piece);
}

/** Not `slice`: Node's Buffer has one that shares the memory. */
function copied(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}
