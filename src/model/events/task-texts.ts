import { decodeUtf8 } from '../../protocol/codec.ts';
import { BlobKind, TaskKind } from '../../protocol/events.ts';
import { addToList } from '../lists.ts';
import type { Tables } from '../tables/tables.ts';
import { parseTaskError } from './payloads.ts';
import type { TaskIds } from './task-ids.ts';

/** Texts about a thread's tasks: labels, errors, contents of spans. Some come before their task has entered. */
export class TaskTexts {
  readonly #tables: Tables;
  readonly #ids: TaskIds;
  /** Texts about tasks that have not entered yet, by the tracer's id. */
  readonly #early = new Map<number, { kind: BlobKind; bytes: Uint8Array }[]>();

  constructor(tables: Tables, ids: TaskIds) {
    this.#tables = tables;
    this.#ids = ids;
  }

  add(kind: BlobKind, id: number, bytes: Uint8Array): void {
    const task = this.#ids.find(id);
    if (task >= 0) this.#apply(kind, task, bytes);
    else addToList(this.#early, id, { kind, bytes: new Uint8Array(bytes) });
  }

  /** To be called when the tracer's `id` has entered as `task`, which is -1 if it could not. */
  entered(id: number, task: number): void {
    if (this.#early.size === 0 || task < 0) return;
    for (const { kind, bytes } of this.#early.get(id) ?? []) this.#apply(kind, task, bytes);
    this.#early.delete(id);
  }

  #apply(kind: BlobKind, task: number, bytes: Uint8Array): void {
    const { tasks, texts, errors, spans, labelled } = this.#tables;
    if (kind === BlobKind.label) {
      if (tasks.label.get(task) < 0) labelled.push(task);
      tasks.label.set(task, texts.add(bytes));
      return;
    }
    if (kind === BlobKind.span) {
      if (tasks.kind.get(task) === TaskKind.span) spans.set(task, texts.add(bytes));
      return;
    }
    errors.set(task, parseTaskError(bytes) ?? { name: 'Error', message: decodeUtf8(bytes) });
  }
}
