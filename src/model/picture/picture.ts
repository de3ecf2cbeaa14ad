import { MAIN_STREAM } from '../../protocol/recording.ts';
import type { RowIndex, TaskIndex } from '../../protocol/units.ts';
import { linksOf } from '../details/links.ts';
import type { Model } from '../model.ts';
import { setOf } from '../rows/row-items.ts';
import { movedAlong, placesNow } from '../rows/row-places.ts';
import { hiding, rowView } from '../rows/row-view.ts';
import type { Rows } from '../rows/rows.ts';
import { countersAt, countersNow } from '../tables/counters.ts';
import { LineTasks } from '../totals/line-tasks.ts';
import type { CounterLanes, Density, LoopLane, Picture, PictureRequest, RowView } from '../view-types.ts';
import { allOf, type Work } from '../work.ts';
import { consoleMarks } from './console-marks.ts';
import { addingUpCounters } from './counter-lanes.ts';
import { addingUp } from './density.ts';
import type { Fold } from './fold.ts';
import { loopLane } from './loop-lane.ts';
import { rowMarks } from './marks.ts';
import { mergeStretches } from './merge.ts';
import { StretchList } from './stretch-list.ts';
import { runAt as runIn, timelines } from './timeline.ts';

/** About how wide the bins of a density are, in pixels. */
const BIN_PX = 2;
/** The same for a row that hides others. These may be most of the program, and every task that lies in several bins is looked at. */
const HIDDEN_BIN_PX = 4;
/** Writes of a task that are closer than this are one mark in its row. */
const WRITTEN_PX = 3;
/** Marks of the console closer than this are one. */
const MARK_PX = 6;
/** Failures closer than this are one mark. A mark is as wide, so that neighbouring marks do not overlap. */
const FAILURE_PX = 3;
/** Pinned rows beyond this number, which is more than fits on a screen, are sent only on request, like other rows. */
const MOST_PINNED = 100;

/**
 * What the chart shows of a window: rows with their captions, their stretches and the loop's turns, where everything narrower than a pixel
 * is merged. The `count`s of the stretches add up to the number of all stretches that touch the window in these rows.
 */
export function picture(
  model: Model,
  rows: Rows,
  asked: PictureRequest,
  prepared: Prepared = { densities: new Densities(model, asked), counterLanes: null },
): Picture {
  const request = movedAlong(rows, asked);
  const window = windowUntil(rows, request);
  const { fromNs, toNs } = window;
  const nsPerPx = nsPerPxOf(request);
  const shown = picturedRows(model, rows, request, prepared.densities);
  const views = shown.rows;
  return {
    request,
    endNs: model.endNs,
    rowCount: rows.count,
    pinned: pinnedIn(rows),
    ...shown,
    places: placesNow(rows, request),
    failures: rows.hidden.marks(
      views.map(({ row }) => row),
      request,
      FAILURE_PX * nsPerPx,
    ),
    written: rowMarks(
      views.flatMap(({ row, task, fold }) =>
        task === null || fold !== null ? [] : [[row, model.tables.console.linesOf(task).atNs] as const],
      ),
      window,
      WRITTEN_PX * nsPerPx,
    ),
    loop: loopLane(model, MAIN_STREAM, fromNs, toNs, nsPerPx),
    console: consoleMarks(model, fromNs, toNs, MARK_PX * nsPerPx),
    links: request.links === undefined ? [] : linksOf(model, rows, request.links, fromNs, toNs),
    lit: litRows(model, views, request.lit),
    counters: request.atNs === undefined ? countersNow(model) : countersAt(model, request.atNs),
    counterLanes: prepared.counterLanes ?? allOf(addingUpLanes(model, request)),
  };
}

/** The rows of a picture, each with what it shows: a fold its density, a thread its loop, a task its stretches. */
function picturedRows(
  model: Model,
  rows: Rows,
  request: PictureRequest,
  of: Densities,
): Pick<Picture, 'rows' | 'stretches' | 'densities' | 'hidden' | 'loops'> {
  const { fromNs, toNs } = request;
  const loopToNs = windowUntil(rows, request).toNs;
  const nsPerPx = nsPerPxOf(request);
  const views: RowView[] = [];
  const stretches = new StretchList();
  const densities = new Map<number, Density>();
  const hidden = new Map<number, Density>();
  const loops = new Map<number, LoopLane>();
  const toRow = Math.min(request.toRow, rows.count);
  for (const row of rowsBetween(pinnedIn(rows), request.fromRow, toRow)) {
    const view = rowView(model, rows, row as RowIndex);
    views.push(view);
    const ofHidden = () => of.of(rows.hiders.foldOf(view.id), HIDDEN_BIN_PX);
    if (view.fold !== null) {
      const own = of.of(rows.foldOf(view.fold.set), ownBinPx(view.hidden));
      const { ended, failed } = own;
      densities.set(row, { ...(view.hidden > 0 ? ofHidden() : own), ended, failed });
    } else if (view.thread !== null) {
      const { stream } = model.tables.threads.all[view.thread.thread]!;
      if (stream >= 0 && stream !== MAIN_STREAM)
        loops.set(row, loopLane(model, stream, fromNs, loopToNs, nsPerPx));
    } else {
      if (view.hidden > 0) hidden.set(row, ofHidden());
      mergeStretches(timelines(model).get(model, view.task!), row, fromNs, toNs, nsPerPx, stretches);
    }
  }
  return { rows: views, stretches: stretches.take(), densities, hidden, loops };
}

/** The window of a picture, up to the moment at which the rows are frozen: what came after it is not shown. */
function windowUntil(
  rows: Rows,
  { fromNs, toNs }: PictureRequest,
): { readonly fromNs: number; readonly toNs: number } {
  return { fromNs, toNs: Math.max(fromNs, Math.min(toNs, rows.untilNs)) };
}

/** How many rows at the top are in every picture. */
const pinnedIn = (rows: Rows): number => Math.min(MOST_PINNED, rows.pinned);

/** Computes in pieces what `picture` needs first. The rows have to be laid out. */
export function* preparePicture(model: Model, rows: Rows, request: PictureRequest): Work<Prepared> {
  const { fromRow, toRow } = movedAlong(rows, request);
  const shown = [...rowsBetween(pinnedIn(rows), fromRow, Math.min(toRow, rows.count))];
  yield* rows.folding(shown);
  const densities = new Densities(model, request);
  for (const row of shown) if (row < rows.count) yield* preparingRow(model, rows, row as RowIndex, densities);
  yield* rows.hidden.updating();
  return { densities, counterLanes: yield* addingUpLanes(model, request) };
}

function* addingUpLanes(model: Model, request: PictureRequest): Work<CounterLanes | null> {
  if (request.counters !== true) return null;
  return yield* addingUpCounters(model, request, BIN_PX * nsPerPxOf(request));
}

function* preparingRow(model: Model, rows: Rows, row: RowIndex, densities: Densities): Work<void> {
  const id = rows.idAt(row);
  const { hidden } = hiding(rows, id);
  const set = setOf(id);
  if (id >= 0) yield* timelines(model).preparing(model, id);
  if (set !== null) yield* densities.addingUp(rows.foldOf(set), ownBinPx(hidden));
  if (hidden > 0) yield* densities.addingUp(rows.hiders.foldOf(id), HIDDEN_BIN_PX);
}

interface Prepared {
  readonly densities: Densities;
  /** Null if they were not requested. */
  readonly counterLanes: CounterLanes | null;
}

/** The densities of the rows of one picture that stand for many tasks: all as of one moment, so that they have equally many bins. */
class Densities {
  readonly #model: Model;
  readonly #window: { readonly fromNs: number; readonly toNs: number };
  readonly #nsPerPx: number;
  readonly #known = new Map<Fold, { readonly binPx: number; readonly density: Density }>();

  constructor(model: Model, request: PictureRequest) {
    this.#model = model;
    this.#window = { fromNs: request.fromNs, toNs: Math.min(request.toNs, model.endNs) };
    this.#nsPerPx = nsPerPxOf(request);
  }

  /** Computes one in pieces. */
  *addingUp(fold: Fold, binPx: number): Work<Density> {
    const binNs = binNsOf(binPx, this.#nsPerPx);
    const density = yield* addingUp(this.#model, timelines(this.#model), fold, this.#window, binNs);
    this.#known.set(fold, { binPx, density });
    return density;
  }

  /** A fold's density; computes it at once if `addingUp` has not. */
  of(fold: Fold, binPx: number): Density {
    const known = this.#known.get(fold);
    return known?.binPx === binPx ? known.density : allOf(this.addingUp(fold, binPx));
  }
}

const ownBinPx = (hidden: number): number => (hidden > 0 ? HIDDEN_BIN_PX : BIN_PX);

function nsPerPxOf({ fromNs, toNs, widthPx }: PictureRequest): number {
  return Math.max(1e-3, (toNs - fromNs) / Math.max(1, widthPx));
}

/** A power of two, so that bins of one width serve for many pictures while the user zooms or the run grows. */
function binNsOf(px: number, nsPerPx: number): number {
  return 2 ** Math.round(Math.log2(px * nsPerPx));
}

/** The pinned rows, which stay in view, and the requested rows. */
function* rowsBetween(pinned: number, fromRow: number, toRow: number): Generator<number> {
  for (let row = 0; row < pinned; row++) yield row;
  for (let row = Math.max(pinned, fromRow); row < toRow; row++) yield row;
}

function litRows(model: Model, views: readonly RowView[], lit: PictureRequest['lit']): number[] {
  if (lit === undefined) return [];
  const line = new LineTasks(model, lit.file, lit.line);
  return views.filter(({ task }) => task !== null && line.has(task)).map(({ row }) => row);
}

/** The run that a task is in at a time, or whose wait it is in; -1 before it began and after it ended. */
export function runAt(model: Model, task: TaskIndex, atNs: number): number {
  return runIn(model, timelines(model), task, atNs);
}
