import type { Model } from '../model.ts';
import type { ConsoleMarks } from '../view-types.ts';
import { eachMark } from './marks.ts';

/**
 * The moments in a window at which the program wrote to its console. Lines closer than `binNs` are one mark. Bins are counted from time
 * zero, so that marks keep their place while the window moves.
 */
export function consoleMarks(model: Model, fromNs: number, toNs: number, binNs: number): ConsoleMarks {
  const { console } = model.tables;
  const order = console.inOrder();
  const { atNs: moments, length } = order;
  const marks = { atNs: [] as number[], line: [] as number[], count: [] as number[], errors: [] as number[] };
  const from = Math.floor(Math.max(0, fromNs) / binNs) * binNs;
  // Whole bins, so that a mark at an edge of the window keeps its place.
  const bins = {
    fromNs: from === 0 ? Number.NEGATIVE_INFINITY : from,
    toNs: (Math.floor(toNs / binNs) + 1) * binNs,
  };
  eachMark(moments, length, bins, binNs, (line, next) => {
    marks.atNs.push(moments[line]!);
    marks.line.push(line);
    marks.count.push(next - line);
    marks.errors.push(order.errorsBefore(next) - order.errorsBefore(line));
  });
  return {
    atNs: Float64Array.from(marks.atNs),
    line: Int32Array.from(marks.line),
    count: Int32Array.from(marks.count),
    errors: Int32Array.from(marks.errors),
  };
}
