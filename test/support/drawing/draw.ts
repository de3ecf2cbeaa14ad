// The chart as text, from the picture that the window draws:
//
//   main    ##........++#
//     order   #......?#
//
// # running, + ready, ? ready at most (input and output), . suspended. A stretch narrower than a column is drawn in the column in which it
// begins, as the state that most of its time was spent in.

import { type Model, type Picture, picture, Rows } from '../../../src/model/index.ts';
import { paintStretches } from '../../../src/model/report/ascii.ts';
import type { Nanoseconds, RowIndex } from '../../../src/protocol/units.ts';
import { NS_PER_MS } from '../../../src/protocol/units.ts';

export interface DrawOptions {
  readonly rows?: Rows;
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** The whole recording, or a part of it, `width` columns wide. */
export function draw(model: Model, width: number, options: DrawOptions = {}): string {
  const rows = options.rows ?? new Rows(model);
  const fromNs = (options.fromMs ?? 0) * NS_PER_MS;
  const toNs = options.toMs === undefined ? model.endNs : options.toMs * NS_PER_MS;
  const drawn = picture(model, rows, {
    fromNs: fromNs as Nanoseconds,
    toNs: toNs as Nanoseconds,
    widthPx: width,
    fromRow: 0 as RowIndex,
    toRow: rows.count as RowIndex,
  });
  return drawPicture(drawn);
}

/** A picture's rows with their captions in front. */
function drawPicture({ request, rows, stretches, endNs }: Picture): string {
  const captions = rows.map((row) => '  '.repeat(row.depth) + row.label.replace(/\(\)$/, ''));
  const longest = Math.max(...captions.map((caption) => caption.length));
  const shown = {
    ...stretches,
    row: stretches.row.map((row) => row - request.fromRow),
    toNs: stretches.toNs.map((ns) => Math.min(ns, endNs)),
  };
  const lines = paintStretches(shown, rows.length, request.widthPx, request.fromNs, request.toNs);
  return lines.map((line, row) => `${captions[row]!.padEnd(longest)}  ${line}`.trimEnd()).join('\n');
}
