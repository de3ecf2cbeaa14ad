// Stretches as letters, for the report on a terminal:
//
//   main    ##........++#
//   order    #......?#

import { type Stretches, StretchKind } from '../view-types.ts';

const LETTERS: Readonly<Record<number, string>> = {
  [StretchKind.running]: '#',
  [StretchKind.ready]: '+',
  [StretchKind.readyAtMost]: '?',
  [StretchKind.suspended]: '.',
};

export const LEGEND = '# running   + ready   ? ready at most   . suspended';

/**
 * Draws one line per row, `width` columns for the window from `fromNs` to `toNs`. A stretch narrower than a column is drawn in the column
 * in which it begins, as the state that most of its time was spent in. If several tasks share a row, running hides ready, and ready hides
 * suspended.
 */
export function paintStretches(
  stretches: Stretches,
  rowCount: number,
  width: number,
  fromNs: number,
  toNs: number,
): string[] {
  const lines = Array.from({ length: rowCount }, () => new Array<string>(width).fill(' '));
  const nsPerColumn = (toNs - fromNs) / width;
  for (const narrow of [false, true]) {
    for (const kind of [
      StretchKind.suspended,
      StretchKind.readyAtMost,
      StretchKind.ready,
      StretchKind.running,
    ]) {
      for (let at = 0; at < stretches.length; at++) {
        if (stretches.mostly[at] !== kind) continue;
        const from = (stretches.fromNs[at]! - fromNs) / nsPerColumn;
        const to = Math.min((stretches.toNs[at]! - fromNs) / nsPerColumn, width);
        // Times are whole nanoseconds, so rounding may make a stretch slightly shorter than a whole column.
        if (to - from < 1 - 1e-6 !== narrow) continue;
        const first = Math.min(width - 1, Math.max(0, narrow ? Math.floor(from + 1e-6) : Math.round(from)));
        lines[stretches.row[at]!]?.fill(LETTERS[kind]!, first, narrow ? first + 1 : Math.round(to));
      }
    }
  }
  return lines.map((line) => line.join(''));
}
