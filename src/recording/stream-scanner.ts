import { blobBytes, MAX_BLOB_BYTES } from '../protocol/codec.ts';
import { BlobKind, LAST_RECORD_TYPE, RECORD_BYTES, RecordType } from '../protocol/events.ts';

/**
 * Scans a stream's records, in pieces of any size, only to learn how the stream ends. Unlike RecordDecoder it keeps no payload, so neither
 * a flood of events nor a hostile file takes memory.
 */
export class StreamScanner {
  /** Whether the tracer reached its orderly end. */
  bye = false;
  /** Whether the host recorded how the program ended. */
  programEnd = false;
  /** Whether the tracer's hello has come. */
  hello = false;
  /** Whether something came that no tracer writes. Everything after it is ignored. */
  malformed = false;
  records = 0;

  readonly #partial = new Uint8Array(RECORD_BYTES);
  #partialLength = 0;
  #payloadLeft = 0;

  push(piece: Uint8Array): void {
    let at = 0;
    while (at < piece.length && !this.malformed) {
      if (this.#payloadLeft > 0) {
        const skipped = Math.min(this.#payloadLeft, piece.length - at);
        this.#payloadLeft -= skipped;
        at += skipped;
      } else if (this.#partialLength === 0 && piece.length - at >= RECORD_BYTES) {
        this.#record(piece, at);
        at += RECORD_BYTES;
      } else {
        const taken = Math.min(RECORD_BYTES - this.#partialLength, piece.length - at);
        this.#partial.set(piece.subarray(at, at + taken), this.#partialLength);
        this.#partialLength += taken;
        at += taken;
        if (this.#partialLength < RECORD_BYTES) continue;
        this.#partialLength = 0;
        this.#record(this.#partial, 0);
      }
    }
  }

  #record(bytes: Uint8Array, at: number): void {
    this.records++;
    const type = bytes[at] as number;
    if (type === RecordType.bye) this.bye = true;
    else if (type === RecordType.blob) this.#blob(bytes[at + 1] as number, uint32(bytes, at + 8));
    else if (type < RecordType.time || type > LAST_RECORD_TYPE) this.malformed = true;
  }

  #blob(kind: number, length: number): void {
    if (length > MAX_BLOB_BYTES) this.malformed = true;
    this.#payloadLeft = blobBytes(length) - RECORD_BYTES;
    if (kind === BlobKind.hello) this.hello = true;
    if (kind === BlobKind.programEnd) this.programEnd = true;
  }
}

function uint32(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, true);
}
