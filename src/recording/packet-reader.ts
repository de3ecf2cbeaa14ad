import { PACKET_BYTES, PACKET_HEAD_BYTES, PACKET_MAGIC } from '../protocol/packets.ts';

/** Splits the bytes of a shared pipe, which come in pieces of any size, into its streams. */
export class PacketReader {
  readonly #take: (label: string, bytes: Uint8Array) => void;
  #rest: Buffer = Buffer.alloc(0);
  /** Whether something came that no tracer writes. Everything after it is ignored. */
  malformed = false;

  /** `take` owns the bytes that it is given. */
  constructor(take: (label: string, bytes: Uint8Array) => void) {
    this.#take = take;
  }

  push(piece: Buffer): void {
    if (this.malformed) return;
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    let at = 0;
    while (bytes.length - at >= PACKET_HEAD_BYTES) {
      const length = bytes.readUInt32LE(at + 4);
      if (bytes.readUInt32LE(at) !== PACKET_MAGIC || length > PACKET_BYTES.linux) {
        this.malformed = true;
        return;
      }
      const end = at + PACKET_HEAD_BYTES + length;
      if (end > bytes.length) break;
      this.#take(bytes.toString('latin1', at + 8, at + 16), bytes.subarray(at + PACKET_HEAD_BYTES, end));
      at = end;
    }
    this.#rest = bytes.subarray(at);
  }
}
