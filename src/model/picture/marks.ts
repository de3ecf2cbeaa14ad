import { firstAtOrAfter } from '../columns/columns.ts';
import type { RowMarks } from '../view-types.ts';

/**
 * Moments within a window, in order, as marks: those in the same `markNs`, counted from time zero so that marks keep their place while
 * the window moves, are one. `mark` is told the first moment of each, and that after its last. Costs a bisection a mark.
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

/** Marks for the moments of each row within a window. Their counts add up to all. */
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
