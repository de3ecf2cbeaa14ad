/** The lines that a task has written something in, in the order of their moments: rows of the console and moments, one entry a line. */
export interface TaskLines {
  readonly rows: readonly number[];
  readonly atNs: readonly number[];
}

const NOTHING: TaskLines = { rows: [], atNs: [] };

/** Which lines each task has written something in. */
export class WrittenByTask {
  readonly #rows = new Map<number, number[]>();
  /** As they were asked for last, and of what state of the console that was. */
  readonly #sorted = new Map<number, TaskLines & { readonly changes: number }>();

  note(task: number, row: number): void {
    const rows = this.#rows.get(task);
    if (rows === undefined) this.#rows.set(task, [row]);
    // What is written in pieces is noted as often; those of two outputs may alternate.
    else if (rows.at(-1) !== row && rows.at(-2) !== row) rows.push(row);
  }

  count(task: number): number {
    return this.#rows.get(task)?.length ?? 0;
  }

  /** `changes`: another number whenever the moment of any line may have changed. */
  of(task: number, changes: number, momentOf: (row: number) => number): TaskLines {
    const rows = this.#rows.get(task);
    if (rows === undefined) return NOTHING;
    const known = this.#sorted.get(task);
    if (known !== undefined && known.changes === changes && known.rows.length === rows.length) return known;
    // Of what it has told in turn: nearly sorted already, and then as many comparisons as there are lines.
    const sorted = [...rows].sort((a, b) => momentOf(a) - momentOf(b) || a - b);
    const lines = { rows: sorted, atNs: sorted.map(momentOf), changes };
    this.#sorted.set(task, lines);
    return lines;
  }
}
