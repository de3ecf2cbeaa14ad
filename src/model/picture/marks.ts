import { firstAtOrAfter } from '../columns/columns.ts';
import type { RowMarks } from '../view-types.ts';

/**
 * Turns the moments in a window into marks: moments in the same interval of `markNs` are one mark. Intervals are counted from time zero,
 * so that marks keep their place while the window moves. `mark` gets the index of each mark's first moment, and the one after its last.
 * Costs one bisection per mark.
 */
export function eachMark(
  atNs: ArrayLike<number>,
  length: number,
  { fromNs, toNs }: { readonly fromNs: number; readonly toNs: number },
  markNs: number,
  mark: (first: number, next: number) => void,
): void {
  for (let at = firstAtOrAfter(atNs, 0, length, fromNs); at < length && atNs[at]! < toNs; ) {
    const markEndNs = (Math.floor(atNs[at]! / markNs) + 1) * markNs;
    const next = Math.max(at + 1, firstAtOrAfter(atNs, at, length, Math.min(markEndNs, toNs)));
    mark(at, next);
    at = next;
  }
}

/** Marks for the moments of each row in a window. Their counts add up to the number of moments. */
export function rowMarks(
  rows: Iterable<readonly [row: number, atNs: readonly number[]]>,
  window: { readonly fromNs: number; readonly toNs: number },
  markNs: number,
): RowMarks {
  const marks: { row: number; atNs: number; count: number }[] = [];
  for (const [row, atNs] of rows)
    eachMark(atNs, atNs.length, window, markNs, (first, next) => {
      marks.push({ row, atNs: atNs[first]!, count: next - first });
    });
  return {
    row: Int32Array.from(marks, ({ row }) => row),
    atNs: Float64Array.from(marks, ({ atNs }) => atNs),
    count: Uint32Array.from(marks, ({ count }) => count),
  };
}
