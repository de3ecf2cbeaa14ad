import { MalformedStreamError, RecordDecoder, type RecordVisitor } from '../../protocol/codec.ts';

/** Decodes a stream up to where it cannot be understood; what follows is passed over. */
export class ForgivingDecoder {
  readonly #damage: { push(text: string): unknown };
  readonly #decoder = new RecordDecoder();
  #lost = false;

  /** `damage`: is told why, in words. */
  constructor(damage: { push(text: string): unknown }) {
    this.#damage = damage;
  }

  /** Bytes of a record whose rest has not come. */
  get pendingBytes(): number {
    return this.#decoder.pendingBytes;
  }

  /** Where another decoder goes on; null where this one cannot. */
  get rest(): RecordDecoder['rest'] | null {
    return this.#lost ? null : this.#decoder.rest;
  }

  push(bytes: Uint8Array, visitor: RecordVisitor): void {
    if (this.#lost) return;
    try {
      this.#decoder.push(bytes, visitor);
    } catch (error) {
      if (!(error instanceof MalformedStreamError)) throw error;
      this.#lost = true;
      this.#damage.push(error.message);
    }
  }
}
