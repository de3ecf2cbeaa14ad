import { firstAtOrAfter } from '../../columns/columns.ts';

/** The lines that a task wrote something in, in the order of their moments: the row and the moment of each. */
export interface TaskLines {
  readonly rows: readonly number[];
  readonly atNs: readonly number[];
}

const NOTHING: TaskLines = { rows: [], atNs: [] };

interface Sorted {
  readonly rows: number[];
  readonly atNs: number[];
  /** The state of the console for which this is up to date. */
  changes: number;
}

/** Which lines each task wrote something in. */
export class WrittenByTask {
  readonly #rows = new Map<number, number[]>();
  /** Tasks with lines that another writer began: the moment of such a line may still change. */
  readonly #unsettled = new Set<number>();
  /** The last answer for each task. */
  readonly #sorted = new Map<number, Sorted>();

  /** The task wrote the line's beginning, so the line's moment will not change any more. */
  began(task: number, row: number): void {
    this.#note(task, row);
  }

  #note(task: number, row: number): void {
    const rows = this.#rows.get(task);
    if (rows === undefined) this.#rows.set(task, [row]);
    // A line that is written in pieces is noted for each piece; lines of two outputs may alternate.
    else if (rows.at(-1) !== row && rows.at(-2) !== row) rows.push(row);
  }

  /** The task wrote more of a line that another writer began. */
  wentOn(task: number, row: number): void {
    this.#unsettled.add(task);
    this.#note(task, row);
  }

  count(task: number): number {
    return this.#rows.get(task)?.length ?? 0;
  }

  /** A task's lines. `changes` must change whenever the moment of any line may have changed. The answer grows with the task. */
  of(task: number, changes: number, momentOf: (row: number) => number): TaskLines {
    const rows = this.#rows.get(task);
    if (rows === undefined) return NOTHING;
    const known = this.#sorted.get(task);
    const isStill = known !== undefined && (known.changes === changes || !this.#unsettled.has(task));
    const lines = isStill ? known : { rows: [], atNs: [], changes };
    lines.changes = changes;
    this.#sorted.set(task, lines);
    if (lines.rows.length < rows.length) takeIn(lines, rows.slice(lines.rows.length), momentOf);
    return lines;
  }
}

/** Adds more of a task's lines, which are nearly always sorted already. */
function takeIn({ rows, atNs }: Sorted, more: number[], momentOf: (row: number) => number): void {
  const inOrder = (lines: number[]): number[] =>
    areInOrder(lines, momentOf) ? lines : lines.sort((a, b) => momentOf(a) - momentOf(b) || a - b);
  const [first] = inOrder(more);
  const from = firstAtOrAfter(atNs, 0, atNs.length, momentOf(first!));
  const moved = rows.splice(from);
  atNs.length = from;
  for (const row of moved.length === 0 ? more : inOrder([...moved, ...more])) {
    rows.push(row);
    atNs.push(momentOf(row));
  }
}

function areInOrder(lines: readonly number[], momentOf: (row: number) => number): boolean {
  let beforeNs = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < lines.length; at++) {
    const ns = momentOf(lines[at]!);
    if (ns < beforeNs || (ns === beforeNs && lines[at]! < lines[at - 1]!)) return false;
    beforeNs = ns;
  }
  return true;
}
