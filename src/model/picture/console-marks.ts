import type { Model } from '../model.ts';
import { firstAtOrAfter } from '../tables/columns.ts';
import type { ConsoleMarks } from '../view-types.ts';

/**
 * When the program wrote to its console, within a window of time: lines that would stand closer than `binNs` are one
 * mark. Bins are counted from time zero, so that marks keep their place while the window moves.
 * Costs a bisection a bin, however many lines there are.
 */
export function consoleMarks(model: Model, fromNs: number, toNs: number, binNs: number): ConsoleMarks {
  const { console } = model.tables;
  const order = console.inOrder();
  const { atNs: moments, length } = order;
  const marks = { atNs: [] as number[], line: [] as number[], count: [] as number[], errors: [] as number[] };
  let bin = Math.floor(Math.max(0, fromNs) / binNs);
  let line = bin === 0 ? 0 : firstAtOrAfter(moments, 0, length, bin * binNs);
  while (line < length) {
    const atNs = moments[line]!;
    if (atNs > toNs) break;
    bin = Math.floor(atNs / binNs);
    const next = Math.max(line + 1, firstAtOrAfter(moments, line, length, (bin + 1) * binNs));
    marks.atNs.push(atNs);
    marks.line.push(line);
    marks.count.push(next - line);
    marks.errors.push(order.errorsBefore(next) - order.errorsBefore(line));
    line = next;
  }
  return {
    atNs: Float64Array.from(marks.atNs),
    line: Int32Array.from(marks.line),
    count: Int32Array.from(marks.count),
    errors: Int32Array.from(marks.errors),
  };
}
