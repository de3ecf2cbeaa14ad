import { Unhandled } from '../../protocol/events.ts';
import type { Rejection } from '../../protocol/payloads.ts';

/** A rejection that nobody had handled when the runtime told the program of it. */
export interface UnhandledRow {
  readonly stream: number;
  /** Whose it is, or is passed on; -1 for nobody known. */
  readonly task: number;
  /** The program has a listener for such rejections. */
  readonly heard: boolean;
  readonly toldNs: number;
  /** What is told of a promise that is no task's; null where it is the task's own, or not known yet. */
  rejection: Rejection | null;
}

/** Those that nobody has handled up to now, in the order in which they were told. */
export class UnhandledTable {
  readonly #rows = new Map<string, UnhandledRow>();

  all(): IterableIterator<UnhandledRow> {
    return this.#rows.values();
  }

  /** As an `unhandled` record says it; `number` is that of the rejection that tells more, 0 for none. */
  told(what: number, stream: number, task: number, number: number, toldNs: number): void {
    const key = number === 0 ? `task ${task}` : `${stream} ${number}`;
    if (what === Unhandled.handledLater) this.#rows.delete(key);
    else this.#rows.set(key, { stream, task, heard: what === Unhandled.heard, toldNs, rejection: null });
  }

  explained(stream: number, number: number, rejection: Rejection): void {
    const row = this.#rows.get(`${stream} ${number}`);
    if (row !== undefined) row.rejection = rejection;
  }
}
