import { selectedRow } from '../../store/selection.ts';
import type { UiState } from '../../store/ui-store.ts';
import type { LabelledPicture } from '../../worker/contract.ts';
import type { ChartElements } from '../chart-elements.ts';
import { LANE_PX, type RowsGeometry, scrolledTopPx } from '../geometry.ts';
import { paintAxis } from '../time/axis.ts';
import type { TimeScale } from '../time/spaces.ts';
import { sizeCanvas } from './canvas-size.ts';
import { type ChartColours, readChartColours } from './chart-colours.ts';
import { paintAwaited } from './paint-awaited.ts';
import { paintBars } from './paint-bars.ts';
import { paintDensities } from './paint-density.ts';
import { paintFailures } from './paint-failures.ts';
import { paintFolds } from './paint-folds.ts';
import { paintGround } from './paint-ground.ts';
import { paintLane } from './paint-lane.ts';
import { paintMarks } from './paint-marks.ts';
import { paintPath } from './paint-path.ts';
import { paintSelection } from './paint-selection.ts';
import { paintThreads } from './paint-threads.ts';
import { paintWritten } from './paint-written.ts';

export interface ChartFrame {
  /** Null while there is none. */
  readonly shown: LabelledPicture | null;
  readonly scale: TimeScale;
  readonly rows: RowsGeometry;
  /** The newest moment, to which everything extends that has not ended. */
  readonly edgeNs: number;
  readonly state: UiState;
}

/** The chart's canvas and its axis: their size, their colours, and everything that a frame draws, from back to front. */
export class ChartPainter {
  widthPx = 0;
  heightPx = 0;
  ratio = window.devicePixelRatio;
  colours: ChartColours;
  readonly #elements: ChartElements;
  readonly #context: CanvasRenderingContext2D;

  constructor(elements: ChartElements) {
    this.#elements = elements;
    this.#context = elements.canvas.getContext('2d', { alpha: false }) as CanvasRenderingContext2D;
    this.colours = readChartColours(elements.root, this.ratio);
  }

  /** Adapts to the present size of the elements. */
  resize(): void {
    this.widthPx = this.#elements.surface.clientWidth;
    this.heightPx = this.#elements.scroller.clientHeight;
    if (window.devicePixelRatio === this.ratio) return;
    this.ratio = window.devicePixelRatio;
    this.readColours();
  }

  /** To be called when the theme has changed. */
  readColours(): void {
    this.colours = readChartColours(this.#elements.root, this.ratio);
  }

  paint({ shown, scale, rows, edgeNs, state }: ChartFrame): void {
    const { axis, axisBase } = this.#elements;
    const ticks = paintAxis(axis, axisBase, scale);
    const context = this.#context;
    sizeCanvas(context, this.widthPx, this.heightPx, this.ratio);
    const growing = state.phase !== 'finished';
    const selected = shown?.picture.rows.find(({ id }) => id === selectedRow(state));
    const common = {
      context,
      colours: this.colours,
      scale,
      rows,
      ratio: this.ratio,
      edgeNs,
      growing,
      selectedRow: selected?.row ?? null,
    };
    const litRows = state.litLine === null ? [] : (shown?.picture.lit ?? []);
    paintGround({ ...common, litRows, ticks: ticks.values });
    if (shown === null) return;
    this.#paintParts(rows, (part) => {
      for (const paint of [paintThreads, paintBars, paintDensities, paintFailures, paintWritten])
        paint({ ...common, rows: part, shown });
    });
    this.#paintPinnedEdge(rows);
    paintFolds(common);
    this.#paintParts(rows, (part) => paintAwaited({ ...common, rows: part, shown }));
    paintMarks({ ...common, marks: state.marks });
    if (state.showsPath) paintPath({ ...common, path: shown.path });
    paintSelection({ ...common, shown, ...picked(state, edgeNs) });
    paintLane(common, shown.picture.loop);
  }

  /** Scrolling rows pass below the pinned ones, so each kind is drawn clipped to its own part. */
  #paintParts(rows: RowsGeometry, paint: (part: RowsGeometry) => void): void {
    for (const part of partsOf(rows)) {
      this.#context.save();
      clipTo(this.#context, part, this.widthPx);
      paint(part);
      this.#context.restore();
    }
  }

  #paintPinnedEdge(rows: RowsGeometry): void {
    if ((rows.pinned ?? 0) === 0) return;
    this.#context.fillStyle = this.colours.of['line-strong'];
    this.#context.fillRect(0, scrolledTopPx(rows) - 1, this.widthPx, 1);
  }
}

function partsOf(rows: RowsGeometry): readonly RowsGeometry[] {
  if ((rows.pinned ?? 0) === 0) return [rows];
  return [
    { ...rows, only: 'scrolled' },
    { ...rows, only: 'pinned' },
  ];
}

function clipTo(context: CanvasRenderingContext2D, rows: RowsGeometry, widthPx: number): void {
  const edge = scrolledTopPx(rows);
  context.beginPath();
  if (rows.only === 'pinned') context.rect(0, LANE_PX, widthPx, edge - LANE_PX);
  else context.rect(0, edge, widthPx, rows.heightPx - edge);
  context.clip();
}

/** The picked wait or run, and the run before a picked wait. */
function picked({ steppedRun, selectedWait, walk }: UiState, edgeNs: number) {
  if (selectedWait === null) {
    const walked = walk !== null && walk.stretch === steppedRun && walk.last.run !== null;
    return { picked: steppedRun, pickedRun: -1, arrow: walked ? walk.last.arrow : null };
  }
  const { startNs, endNs, run } = selectedWait.wait;
  return { picked: { fromNs: startNs, toNs: endNs ?? edgeNs }, pickedRun: run, arrow: null };
}
