import type { ExportProgress } from '../protocol/export-formats.ts';

const TELL_EVERY_MS = 100;

/**
 * Tells the app, when that is what started us, how far an export is. Its end of the channel closing means that nobody
 * wants the export any more: `signal` is aborted.
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

  /** The same pieces; how much has gone by is told. */
  *counted(pieces: Iterable<string | Uint8Array>): Generator<string | Uint8Array> {
    let writtenBytes = 0;
    for (const piece of pieces) {
      yield piece;
      writtenBytes += Buffer.byteLength(piece);
      this.#tell({ writtenBytes });
    }
  }

  /** An open channel would keep the process. */
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
