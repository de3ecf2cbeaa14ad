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
  const { timeNs, length } = console;
  const offsetNs = model.hostOffsetNs;
  const marks = { atNs: [] as number[], line: [] as number[], count: [] as number[], errors: [] as number[] };
  // Two lines of a clock that was set wrong may seem to come before the program: they stand at its start.
  let bin = Math.floor(Math.max(0, fromNs) / binNs);
  let line = bin === 0 ? 0 : firstAtOrAfter(timeNs, 0, length, bin * binNs - offsetNs);
  while (line < length) {
    const atNs = Math.max(0, timeNs[line]! + offsetNs);
    if (atNs > toNs) break;
    bin = Math.floor(atNs / binNs);
    const next = Math.max(line + 1, firstAtOrAfter(timeNs, line, length, (bin + 1) * binNs - offsetNs));
    marks.atNs.push(atNs);
    marks.line.push(line);
    marks.count.push(next - line);
    marks.errors.push(console.errorsBefore(next) - console.errorsBefore(line));
    line = next;
  }
  return {
    atNs: Float64Array.from(marks.atNs),
    line: Int32Array.from(marks.line),
    count: Int32Array.from(marks.count),
    errors: Int32Array.from(marks.errors),
  };
}
