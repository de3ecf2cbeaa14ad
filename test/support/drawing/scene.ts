// Prepares a recording for a painter, with a canvas that records what is drawn (draw-log.ts).

import { type Model, type Picture, picture, Rows } from '../../../src/model/index.ts';
import type { LinksRequest } from '../../../src/model/view-types.ts';
import type { Nanoseconds, RowIndex } from '../../../src/protocol/units.ts';
import { NS_PER_MS } from '../../../src/protocol/units.ts';
import { timeScale } from '../../../src/renderer/chart/time/spaces.ts';
import { stretchLabels } from '../../../src/renderer/worker/stretch-labels.ts';
import type { ScriptLine } from '../script.ts';
import { DrawLog, namedColours } from './draw-log.ts';

const HEIGHT_PX = 200;

export interface View {
  /** How many milliseconds the view shows, one per pixel, from 0 on. */
  readonly ms: number;
  readonly widthPx?: number;
  readonly rows?: Rows;
  readonly scrollPx?: number;
  readonly growing?: boolean;
  readonly selectedRow?: number;
  readonly links?: LinksRequest;
  readonly counters?: boolean;
  readonly picked?: { readonly fromMs: number; readonly toMs: number };
}

export function sceneOf(model: Model, view: View) {
  const { ms, widthPx = ms, rows = new Rows(model), scrollPx = 0, links, counters = false } = view;
  const made: Picture = picture(model, rows, {
    fromNs: 0 as Nanoseconds,
    toNs: (ms * NS_PER_MS) as Nanoseconds,
    widthPx,
    fromRow: 0 as RowIndex,
    toRow: rows.count as RowIndex,
    ...(links && { links }),
    counters,
  });
  const log = new DrawLog();
  return {
    log,
    scene: {
      context: log.context,
      colours: namedColours(),
      shown: { picture: made, labels: stretchLabels(model, made), rowsVersion: 0, path: [] },
      scale: timeScale({ fromNs: 0, toNs: ms * NS_PER_MS }, widthPx),
      rows: { scrollPx, heightPx: HEIGHT_PX },
      ratio: 1,
      edgeNs: model.endNs,
      growing: view.growing ?? false,
      selectedRow: view.selectedRow ?? null,
    },
  };
}

/** The lines of one task: its `enter`, a wait of `ms`, and its end. */
export const waiting = (task: number, fromMs: number, toMs: number, outcome = 'fulfilled'): ScriptLine[] => [
  [fromMs, 'enter', task, `f${task}`, { line: 10 * task }],
  [fromMs + 0.1, 'suspend', task, 'timer', Math.round(toMs - fromMs), { line: 2 }],
  [toMs - 0.1, 'ready', task, { late: 0 }],
  [toMs - 0.1, 'resume', task],
  [toMs, 'end', task, outcome as 'fulfilled'],
];
