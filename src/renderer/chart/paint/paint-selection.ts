import type { ChainStep } from '../../../model/cause/chain.ts';
import type { Link } from '../../../model/view-types.ts';
import type { LabelledPicture } from '../../worker/contract.ts';
import { BAR_PX, BAR_TOP_PX, LANE_PX, ROW_PX, type RowsGeometry, rowTopPx } from '../geometry.ts';
import { snapped, type TimeScale } from '../time/spaces.ts';
import type { TimeWindow } from '../time/time-window.ts';
import { hairlinePx } from './canvas-size.ts';
import type { ChartColours } from './chart-colours.ts';

export interface SelectionScene {
  readonly context: CanvasRenderingContext2D;
  readonly colours: ChartColours;
  readonly shown: LabelledPicture;
  readonly scale: TimeScale;
  readonly rows: RowsGeometry;
  readonly ratio: number;
  readonly selectedRow: number | null;
  /** The picked wait or run. */
  readonly picked: TimeWindow | null;
  /** The run before the picked wait, -1 for none. */
  readonly pickedRun: number;
  /** The last step along the chain of cause and effect. */
  readonly arrow: ChainStep['arrow'] | null;
}

/** If more links of a kind are in view, only the picked wait's is drawn, because they would cover the bars. */
const MOST_LINKS = 24;
const ARROW_PX = 4;

/** Draws what belongs to the selected task over the bars: its links, and the picked wait or run. */
export function paintSelection(scene: SelectionScene): void {
  const { context, selectedRow, scale, rows, picked } = scene;
  if (selectedRow === null) return;
  context.save();
  context.beginPath();
  context.rect(0, LANE_PX, scale.widthPx, rows.heightPx - LANE_PX);
  context.clip();
  for (const one of linksToDraw(scene)) paintLink(scene, one);
  const step = stepLink(scene);
  if (step !== null) paintLink(scene, step);
  if (picked !== null) frame(scene, selectedRow, picked);
  context.restore();
}

function linksToDraw({ shown, scale, pickedRun }: SelectionScene): Link[] {
  const { fromNs, toNs } = scale.window;
  const inView = shown.picture.links.filter(({ atNs }) => atNs >= fromNs && atNs <= toNs);
  const counts = new Map<Link['kind'], number>();
  for (const { kind } of inView) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return inView.filter(
    ({ kind, run }) => (counts.get(kind) ?? 0) <= MOST_LINKS || (run >= 0 && run === pickedRun),
  );
}

/** The link of the last step; null unless both tasks have rows. */
function stepLink({ arrow, shown }: SelectionScene): Link | null {
  if (arrow === null) return null;
  const rowOf = (task: number) => shown.picture.rows.find(({ id }) => id === task)?.row;
  const [fromRow, toRow] = [rowOf(arrow.from), rowOf(arrow.to)];
  if (fromRow === undefined || toRow === undefined || fromRow === toRow) return null;
  return { kind: 'woken', atNs: arrow.atNs, fromRow, toRow, run: -1 };
}

function frame(
  { context, colours, scale, rows, ratio }: SelectionScene,
  row: number,
  picked: TimeWindow,
): void {
  const line = 2 * hairlinePx(ratio);
  const left = snapped(scale.viewPx(picked.fromNs) - 2, ratio);
  const right = snapped(scale.viewPx(picked.toNs) + 2, ratio);
  const top = snapped(rowTopPx(row, rows) + BAR_TOP_PX - 2, ratio);
  context.strokeStyle = colours.of['text-1'];
  context.lineWidth = line;
  context.strokeRect(left, top, Math.max(4, right - left), BAR_PX + 4);
}

/**
 * Draws a link: solid from cause to effect, dashed from a waiting task to what it waits for.
 *
 *     waker     ▇▇▇▇●▇▇
 *                   │
 *     selected  ░░░░▼▒▒▒▇▇
 */
function paintLink({ context, colours, scale, rows, ratio }: SelectionScene, link: Link): void {
  const line = hairlinePx(ratio);
  const x = snapped(scale.viewPx(link.atNs), ratio) + line / 2;
  const start = rowTopPx(link.fromRow, rows) + ROW_PX / 2;
  const down = link.toRow > link.fromRow;
  const end = rowTopPx(link.toRow, rows) + (down ? BAR_TOP_PX - 1 : BAR_TOP_PX + BAR_PX + 1);
  const back = down ? -ARROW_PX : ARROW_PX;
  context.strokeStyle = colours.of['text-1'];
  context.fillStyle = colours.of['text-1'];
  context.lineWidth = line;
  context.setLineDash(link.kind === 'awaited' ? [3, 2] : []);
  context.beginPath();
  context.moveTo(x, start);
  context.lineTo(x, end + back);
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  context.arc(x, start, 2.5, 0, 2 * Math.PI);
  context.moveTo(x, end);
  context.lineTo(x - ARROW_PX + 1, end + back * 1.4);
  context.lineTo(x + ARROW_PX - 1, end + back * 1.4);
  context.closePath();
  context.fill();
}
