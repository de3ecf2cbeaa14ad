import type { RowView, TaskDetails, WaitView } from '../../model/view-types.ts';
import type { LabelledPicture } from '../worker/contract.ts';
import type { ChartColours } from './chart-colours.ts';
import { BAR_PX, BAR_TOP_PX, LANE_PX, ROW_PX, type RowsGeometry, rowTopPx } from './geometry.ts';
import type { TimeScale, TimeWindow } from './spaces.ts';

export interface SelectionScene {
  readonly context: CanvasRenderingContext2D;
  readonly colours: ChartColours;
  readonly shown: LabelledPicture;
  readonly scale: TimeScale;
  readonly rows: RowsGeometry;
  readonly edgeNs: number;
  readonly selectedRow: number | null;
  readonly details: TaskDetails | null;
  readonly steppedRun: TimeWindow | null;
  readonly selectedWait: number | null;
}

/** With more links in view than this none is drawn but the selected wait's: they would cover the bars. */
const MOST_LINKS = 24;
const ARROW_PX = 4;

/** What belongs to the selected task, over the bars: who woke it, who started it, the wait or run that was picked. */
export function paintSelection(scene: SelectionScene): void {
  const { context, details, selectedRow, scale, rows } = scene;
  if (selectedRow === null || details === null) return;
  context.save();
  context.beginPath();
  context.rect(0, LANE_PX, scale.widthPx, rows.heightPx - LANE_PX);
  context.clip();
  paintLinks(scene, details, selectedRow);
  const wait = scene.selectedWait === null ? undefined : details.waits[scene.selectedWait];
  if (wait !== undefined) frame(scene, selectedRow, wait.startNs, wait.endNs ?? scene.edgeNs);
  if (scene.steppedRun !== null) frame(scene, selectedRow, scene.steppedRun.fromNs, scene.steppedRun.toNs);
  context.restore();
}

function frame(
  { context, colours, scale, rows }: SelectionScene,
  row: number,
  fromNs: number,
  toNs: number,
): void {
  const left = Math.round(scale.viewPx(fromNs)) - 2;
  const right = Math.round(scale.viewPx(toNs)) + 2;
  const top = rowTopPx(row, rows) + BAR_TOP_PX - 2;
  context.strokeStyle = colours.of['text-1'];
  context.lineWidth = 1.5;
  context.strokeRect(left, top, Math.max(4, right - left), BAR_PX + 4);
}

/**
 *     waker     ▇▇▇▇●▇▇
 *                   │
 *     selected  ░░░░▼▒▒▒▇▇
 */
function paintLinks(scene: SelectionScene, details: TaskDetails, selectedRow: number): void {
  const { scale, shown, selectedWait } = scene;
  const rowOf = new Map(shown.picture.rows.map((view: RowView) => [view.task, view.row]));
  const inView = ({ readyNs, waker }: WaitView): boolean =>
    waker !== null && readyNs !== null && readyNs >= scale.window.fromNs && readyNs <= scale.window.toNs;
  const woken = details.waits.filter(inView);
  const picked = selectedWait === null ? undefined : details.waits[selectedWait];
  const linked = woken.length <= MOST_LINKS ? woken : woken.filter((wait) => wait === picked);
  for (const wait of linked) {
    const row = wait.waker === null ? undefined : rowOf.get(wait.waker);
    if (row !== undefined && row !== selectedRow) link(scene, wait.readyNs as number, row, selectedRow);
  }
  const parentRow = details.parent === null ? undefined : rowOf.get(details.parent.task);
  if (parentRow !== undefined) link(scene, details.startNs, parentRow, selectedRow);
}

function link(
  { context, colours, scale, rows }: SelectionScene,
  atNs: number,
  from: number,
  to: number,
): void {
  const x = Math.round(scale.viewPx(atNs)) + 0.5;
  const start = rowTopPx(from, rows) + ROW_PX / 2;
  const down = to > from;
  const end = rowTopPx(to, rows) + (down ? BAR_TOP_PX - 1 : BAR_TOP_PX + BAR_PX + 1);
  const back = down ? -ARROW_PX : ARROW_PX;
  context.strokeStyle = colours.of['text-1'];
  context.fillStyle = colours.of['text-1'];
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, start);
  context.lineTo(x, end + back);
  context.stroke();
  context.beginPath();
  context.arc(x, start, 2.5, 0, 2 * Math.PI);
  context.moveTo(x, end);
  context.lineTo(x - ARROW_PX + 1, end + back * 1.4);
  context.lineTo(x + ARROW_PX - 1, end + back * 1.4);
  context.closePath();
  context.fill();
}
