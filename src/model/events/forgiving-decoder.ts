import { MalformedStreamError, RecordDecoder, type RecordVisitor } from '../../protocol/codec.ts';

/** Decodes a stream up to the first thing it does not understand, and ignores the rest. */
export class ForgivingDecoder {
  readonly #damage: { push(text: string): unknown };
  readonly #decoder = new RecordDecoder();
  #lost = false;

  /** `damage` receives the reason, in words. */
  constructor(damage: { push(text: string): unknown }) {
    this.#damage = damage;
  }

  /** What another decoder needs to go on from here; null where this one gave up. */
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
