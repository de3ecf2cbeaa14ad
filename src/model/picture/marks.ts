import { firstAtOrAfter } from '../tables/columns.ts';
import type { RowMarks } from '../view-types.ts';

/**
 * Marks for the moments of each row within a window: those in the same `markNs`, counted from time zero so that marks keep their place
 * while the window moves, are one. Their counts add up to all. Costs a bisection a mark.
 */
export function rowMarks(
  rows: Iterable<readonly [row: number, atNs: readonly number[]]>,
  { fromNs, toNs }: { readonly fromNs: number; readonly toNs: number },
  markNs: number,
): RowMarks {
  const marks: { row: number; atNs: number; count: number }[] = [];
  for (const [row, atNs] of rows) {
    const { length } = atNs;
    for (let at = firstAtOrAfter(atNs, 0, length, fromNs); at < length && atNs[at]! < toNs; ) {
      const markEndNs = (Math.floor(atNs[at]! / markNs) + 1) * markNs;
      const next = Math.max(at + 1, firstAtOrAfter(atNs, at, length, Math.min(markEndNs, toNs)));
      marks.push({ row, atNs: atNs[at]!, count: next - at });
      at = next;
    }
  }
  return {
    row: Int32Array.from(marks, ({ row }) => row),
    atNs: Float64Array.from(marks, ({ atNs }) => atNs),
    count: Uint32Array.from(marks, ({ count }) => count),
  };
}
