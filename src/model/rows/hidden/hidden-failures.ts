import type { RowIndex, TaskIndex } from '../../../protocol/units.ts';
import type { Model } from '../../model.ts';
import { rowMarks } from '../../picture/marks.ts';
import type { PictureRequest, RowMarks } from '../../view-types.ts';
import { allOf, type Work } from '../../work.ts';
import type { RowHiders } from './row-hiders.ts';

/** What is needed of `Rows`. */
interface HidingRows {
  readonly hiders: RowHiders;
  /** How many tasks the rows know of. */
  readonly taskCount: number;
  /** The moment as of which rows are shown. */
  readonly untilNs: number;
  idAt(row: RowIndex): number;
  rowHiding(task: TaskIndex): RowIndex | null;
}

const NONE: readonly number[] = [];
/** Failures looked at before other questions may be answered: 3 ms. */
const PIECE = 16_384;

/**
 * When tasks without a row of their own were rejected, in order, for each row that hides such tasks: a closed row of many tasks (not for
 * its own tasks, which it shows itself), a collapsed task or a closed thread. Each rejection belongs to exactly one row.
 *
 *     ▸ leaf ×2,000      ✕ 3      three of what the leaves started
 *     ▾ order
 *       ▸ cook +4        ✕ 1
 *         send     ✕              has a row, so it is not hidden
 */
export class HiddenFailures {
  readonly #model: Model;
  readonly #rows: HidingRows;
  readonly #byId = new Map<number, number[]>();
  #changes = -1;
  /** How many failures it has looked at. */
  #seen = 0;
  /** Failures of tasks that the rows do not know of yet, and that may get rows of their own. */
  #held: TaskIndex[] = [];

  constructor(model: Model, rows: HidingRows) {
    this.#model = model;
    this.#rows = rows;
  }

  count(row: number): number {
    return this.of(row).length;
  }

  /** The marks of the given rows within a window. */
  marks(rows: readonly number[], window: Pick<PictureRequest, 'fromNs' | 'toNs'>, markNs: number): RowMarks {
    return rowMarks(
      rows.map((row) => [row, this.of(row)] as const),
      window,
      markNs,
    );
  }

  /** The failures of one row. Looks at the new failures; at all of them if rows hide other tasks than before. */
  of(row: number): readonly number[] {
    const id = this.#rows.idAt(row as RowIndex);
    allOf(this.updating());
    return this.#byId.get(id) ?? NONE;
  }

  /** Does in pieces what `of` would do at once. */
  *updating(): Work<void> {
    const { rejected } = this.#model.tables;
    this.#begin();
    const held = this.#held;
    this.#held = [];
    for (const task of held) this.#add(task);
    for (; this.#seen < rejected.length; this.#begin()) {
      const until = Math.min(rejected.length, this.#seen + PIECE);
      for (; this.#seen < until; this.#seen++) this.#add(rejected[this.#seen]! as TaskIndex);
      if (this.#seen < rejected.length) yield;
    }
  }

  /** Starts over if rows hide other tasks than before. */
  #begin(): void {
    const { changes } = this.#rows.hiders;
    if (changes === this.#changes) return;
    this.#changes = changes;
    this.#byId.clear();
    this.#seen = 0;
    this.#held = [];
  }

  #add(task: TaskIndex): void {
    if (task >= this.#rows.taskCount) {
      this.#held.push(task);
      return;
    }
    const endNs = this.#model.tables.tasks.endNs.get(task);
    const row = endNs > this.#rows.untilNs ? null : this.#rows.rowHiding(task);
    if (row === null) return;
    const id = this.#rows.idAt(row);
    const ends = this.#byId.get(id);
    if (ends === undefined) this.#byId.set(id, [endNs]);
    // Failures of several threads do not arrive in order of time.
    else if (ends.at(-1)! <= endNs) ends.push(endNs);
    else
      ends.splice(
        ends.findIndex((other) => other > endNs),
        0,
        endNs,
      );
  }
}
