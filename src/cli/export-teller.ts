import type { ExportProgress } from '../protocol/export-formats.ts';

const TELL_EVERY_MS = 100;

/**
 * Reports to the app, if it started this process, how far an export is. If the app closes its end of the channel, the export was cancelled,
 * and `signal` is aborted.
 */
export class ExportTeller {
  readonly #cancel = new AbortController();
  #toldAt = 0;

  constructor() {
    process.once('disconnect', () => this.#cancel.abort(new Error('cancelled')));
  }

  get signal(): AbortSignal {
    return this.#cancel.signal;
  }

  read(part: number): void {
    this.#tell({ read: part });
  }

  /** Passes the pieces through, and reports how many bytes have passed. */
  *counted(pieces: Iterable<string | Uint8Array>): Generator<string | Uint8Array> {
    let writtenBytes = 0;
    for (const piece of pieces) {
      yield piece;
      writtenBytes += Buffer.byteLength(piece);
      this.#tell({ writtenBytes });
    }
  }

  /** Closes the channel, which would keep this process alive. */
  done(): void {
    process.removeAllListeners('disconnect');
    if (process.connected) process.disconnect();
  }

  #tell(progress: ExportProgress): void {
    const now = performance.now();
    if (process.send === undefined || now - this.#toldAt < TELL_EVERY_MS) return;
    this.#toldAt = now;
    process.send(progress);
  }
}
