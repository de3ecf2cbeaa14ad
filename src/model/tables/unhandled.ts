import { Unhandled } from '../../protocol/events.ts';
import type { Rejection } from '../../protocol/payloads.ts';

/** A rejection that nobody had handled when the runtime told the program of it. */
export interface UnhandledRow {
  readonly stream: number;
  /** The task that owns or passes on the promise; -1 if unknown. */
  readonly task: number;
  /** Whether the program has a listener for such rejections. */
  readonly heard: boolean;
  readonly toldNs: number;
  /** What the tracer reported about a promise that no task owns; null for a task's own promise, and until it has been reported. */
  rejection: Rejection | null;
}

/** The rejections that nobody has handled so far, in the order in which they were reported. */
export class UnhandledTable {
  readonly #rows = new Map<string, UnhandledRow>();

  all(): IterableIterator<UnhandledRow> {
    return this.#rows.values();
  }

  /** Takes an `unhandled` record. `number`: that of the rejection that a later report explains, 0 for none. */
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
