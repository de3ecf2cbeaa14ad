import type { RowView } from '../../../model/view-types.ts';
import { endWords } from '../../../model/words.ts';
import { AwaitedKind } from '../../../protocol/events.ts';
import type { LabelledPicture } from '../../worker/contract.ts';
import {
  BAND_PX,
  BAND_TOP_PX,
  BAR_PX,
  BAR_TOP_PX,
  LANE_PX,
  ROW_PX,
  type RowsGeometry,
  rowTopPx,
} from '../geometry.ts';
import { snapped } from '../time/spaces.ts';
import { type LoopScene, paintLoop } from './paint-lane.ts';
import { fittedText } from './text-fit.ts';

export interface ThreadsScene extends LoopScene {
  readonly shown: LabelledPicture;
  readonly rows: RowsGeometry;
  readonly selectedRow: number | null;
}

/** Space for the sign, after a thread's end, of how it ended. */
const SIGN_PX = 20;
/** From this width on a bar has room for words. */
const TEXT_ROOM_PX = 28;

/** Draws the rows that are threads: what each one's loop did, or how long a process lived. */
export function paintThreads(scene: ThreadsScene): void {
  const { context, shown, scale, rows } = scene;
  context.save();
  context.beginPath();
  context.rect(0, LANE_PX, scale.widthPx, rows.heightPx - LANE_PX);
  context.clip();
  for (const view of shown.picture.rows) {
    const topPx = rowTopPx(view.row, rows);
    if (view.thread === null || topPx < LANE_PX - ROW_PX || topPx > rows.heightPx) continue;
    const loop = shown.picture.loops.get(view.row);
    if (view.thread.tasks === null) paintProcess(scene, view, topPx);
    else paintHead(scene, view.row, topPx);
    // The main thread's loop is above the rows.
    if (loop !== undefined) {
      paintStart(scene, view.startNs, loop.sinceNs, topPx);
      paintLoop(scene, loop, topPx + BAR_TOP_PX, view.endNs ?? scene.edgeNs);
    }
    paintEnd(scene, view, topPx);
  }
  context.restore();
}

/** Draws the ground that distinguishes a group's head from the rows below it. */
function paintHead({ context, colours, scale, selectedRow }: ThreadsScene, row: number, topPx: number): void {
  if (row !== selectedRow) {
    context.fillStyle = colours.of['surface-1'];
    context.fillRect(0, topPx, scale.widthPx, ROW_PX);
  }
  context.fillStyle = colours.of.line;
  context.fillRect(0, topPx, scale.widthPx, 1);
}

/** Draws a line from when a thread was started to when its loop began. */
function paintStart(scene: ThreadsScene, startNs: number, sinceNs: number, topPx: number): void {
  const { context, colours, scale } = scene;
  const left = Math.max(0, scale.viewPx(startNs));
  const right = Math.min(scale.widthPx, scale.viewPx(sinceNs));
  context.fillStyle = colours.of['line-strong'];
  if (right > left) context.fillRect(left, topPx + BAR_TOP_PX + BAR_PX / 2 - 1, right - left, 1);
}

/** Draws a process that is not traced as a band with its name, in the colour of waiting for a process. */
function paintProcess(scene: ThreadsScene, { startNs, endNs, label }: RowView, topPx: number): void {
  const { context, colours, scale, ratio, edgeNs } = scene;
  const left = snapped(Math.max(-8, scale.viewPx(startNs)), ratio);
  const right = snapped(Math.min(scale.widthPx + 8, scale.viewPx(endNs ?? edgeNs)), ratio);
  if (right < 0 || left > scale.widthPx) return;
  context.fillStyle = colours.band[AwaitedKind.process]!;
  context.fillRect(left, topPx + BAND_TOP_PX, Math.max(1, right - left), BAND_PX);
  const visible = Math.max(0, left);
  if (right - visible < TEXT_ROOM_PX) return;
  context.font = colours.uiFont;
  context.textBaseline = 'middle';
  context.fillStyle = colours.ink[AwaitedKind.process]!;
  const text = fittedText(context, label, right - visible - 12);
  context.fillText(text, Math.round((visible + 6) * ratio) / ratio, topPx + ROW_PX / 2 + 0.5);
}

/** Draws how a thread ended, in words, unless it ended normally. */
function paintEnd(scene: ThreadsScene, { thread, endNs, state }: RowView, topPx: number): void {
  const { context, colours, scale, ratio } = scene;
  if (thread === null || endNs === null || state === 'fulfilled') return;
  const x = scale.viewPx(endNs) + SIGN_PX;
  if (x < 0 || x > scale.widthPx) return;
  context.font = colours.uiFont;
  context.textBaseline = 'middle';
  context.fillStyle = colours.of[state === 'rejected' ? 'rejected' : 'text-2'];
  const text = fittedText(context, endWords(thread), scale.widthPx - x - 4);
  context.fillText(text, Math.round(x * ratio) / ratio, topPx + ROW_PX / 2 + 0.5);
}
