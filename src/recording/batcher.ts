/** A batch is passed on after this time at the latest, so that a live view lags by no more. */
const MAX_WAIT_MS = 50;
/** … or when this much has come. */
const FULL_BYTES = 256 * 1024;
/** Above this, the sources pause until the batches on the way are delivered. */
const HIGH_WATER_BYTES = 1024 * 1024;

/**
 * Gathers pieces of several streams into batches and passes them on one at a time, in order within each stream.
 * Nothing is dropped: when `deliver` is slow, `onPressure(true)` asks the sources to pause.
 */
export class Batcher {
  readonly #deliver: (stream: number, bytes: Uint8Array) => Promise<void>;
  readonly #onPressure: (high: boolean) => void;
  #pieces = new Map<number, Uint8Array[]>();
  #bytes = 0;
  #timer: NodeJS.Timeout | null = null;
  #delivering: Promise<void> | null = null;
  #pressed = false;
  #looks: NodeJS.Immediate | null = null;

  constructor(
    deliver: (stream: number, bytes: Uint8Array) => Promise<void>,
    onPressure: (high: boolean) => void,
  ) {
    this.#deliver = deliver;
    this.#onPressure = onPressure;
  }

  /** `piece` belongs to the batcher from now on. */
  add(stream: number, piece: Uint8Array): void {
    const pieces = this.#pieces.get(stream);
    if (pieces === undefined) this.#pieces.set(stream, [piece]);
    else pieces.push(piece);
    this.#bytes += piece.length;
    // Delivers only after every source has been read as far as possible. Otherwise a source that brings much at a time would keep the
    // others waiting.
    this.#looks ??= setImmediate(() => this.#look());
  }

  #look(): void {
    this.#looks = null;
    if (this.#bytes >= HIGH_WATER_BYTES) this.#setPressed(true);
    if (this.#delivering !== null) return;
    if (this.#bytes >= FULL_BYTES) void this.flush();
    else if (this.#bytes > 0) this.#timer ??= setTimeout(() => void this.flush(), MAX_WAIT_MS);
  }

  /** Resolves when everything added so far, and meanwhile, has been delivered. */
  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#delivering ??= this.#deliverAll().finally(() => {
      this.#delivering = null;
    });
    return this.#delivering;
  }

  async #deliverAll(): Promise<void> {
    while (this.#bytes > 0) {
      const batch = this.#pieces;
      this.#pieces = new Map();
      this.#bytes = 0;
      for (const [stream, pieces] of batch) await this.#deliver(stream, joined(pieces));
      if (this.#bytes < HIGH_WATER_BYTES) this.#setPressed(false);
      // If much has come meanwhile, it is delivered at once. A little is gathered first.
      if (this.#bytes > 0 && this.#bytes < FULL_BYTES)
        await new Promise((done) => setTimeout(done, MAX_WAIT_MS));
    }
  }

  #setPressed(pressed: boolean): void {
    if (this.#pressed === pressed) return;
    this.#pressed = pressed;
    this.#onPressure(pressed);
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  return pieces.length === 1 ? (pieces[0] as Uint8Array) : new Uint8Array(Buffer.concat(pieces));
}
