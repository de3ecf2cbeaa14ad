import { AWAITED_KIND_NAMES } from '../../../protocol/events.ts';
import type { LabelledPicture } from '../../worker/contract.ts';
import { BAR_PX, BAR_TOP_PX, LANE_PX, ROW_PX, type RowsGeometry, rowTopPx } from '../geometry.ts';
import { snapped, type TimeScale } from '../time/spaces.ts';
import { type Bucket, Fill, fillBuckets, newBuckets } from './bar-buckets.ts';
import { hairlinePx } from './canvas-size.ts';
import type { ChartColours } from './chart-colours.ts';
import { GLYPH_SIZE, OUTCOME_GLYPHS } from './glyphs.ts';

export interface BarsScene {
  readonly context: CanvasRenderingContext2D;
  readonly colours: ChartColours;
  readonly shown: LabelledPicture;
  readonly scale: TimeScale;
  readonly rows: RowsGeometry;
  readonly ratio: number;
  /** The newest moment, to which everything extends that has not ended. */
  readonly edgeNs: number;
  /** Whether more will come. */
  readonly growing: boolean;
  readonly selectedRow: number | null;
}

const buckets = newBuckets();
const outcomePaths = {
  rejected: new Path2D(OUTCOME_GLYPHS.rejected),
  cancelled: new Path2D(OUTCOME_GLYPHS.cancelled),
  pending: new Path2D(OUTCOME_GLYPHS.pending),
};

/** Draws the rows' stretches, and how they ended. */
export function paintBars(scene: BarsScene): void {
  const { context, colours, shown, scale, rows, edgeNs, ratio } = scene;
  context.save();
  context.beginPath();
  context.rect(0, LANE_PX, scale.widthPx, rows.heightPx - LANE_PX);
  context.clip();
  fillBuckets(buckets, shown.picture.stretches, scale, rows, edgeNs, ratio);
  anchorPatterns(colours, scale, ratio, rows.scrollPx);
  buckets.forEach((bucket, fill) => {
    paintBucket(scene, bucket, fill);
  });
  paintEnds(scene);
  context.restore();
}

/** Moves patterns along with the bars: a hatch fixed to the screen would swim through them during panning. */
export function anchorPatterns(
  { hatch, lightHatch, dots, patternPx }: ChartColours,
  scale: TimeScale,
  ratio: number,
  scrollPx: number,
): void {
  const x = scale.viewPx(0) % patternPx;
  const y = -scrollPx % patternPx;
  const place = new DOMMatrix().translate(x, y).scale(1 / ratio);
  for (const pattern of [hatch, lightHatch, dots]) pattern.setTransform(place);
}

function paintBucket({ context, colours, ratio }: BarsScene, bucket: Bucket, fill: number): void {
  if (bucket.length === 0) return;
  context.fillStyle = fillStyle(colours, fill);
  const { values, length } = bucket;
  for (let at = 0; at < length; at += 4) {
    context.fillRect(values[at]!, values[at + 1]!, values[at + 2]!, values[at + 3]!);
  }
  if (fill !== Fill.ready && fill !== Fill.readyAtMost) return;
  context.strokeStyle = colours.of.ready;
  context.globalAlpha = 0.7;
  const line = hairlinePx(ratio);
  const inner = line / 2;
  context.lineWidth = line;
  context.setLineDash(fill === Fill.readyAtMost ? [3, 2] : []);
  context.beginPath();
  for (let at = 0; at < length; at += 4) {
    const [left, top] = [values[at]!, snapped(values[at + 1]!, ratio)];
    const right = left + values[at + 2]!;
    const bottom = snapped(values[at + 1]! + values[at + 3]!, ratio);
    context.rect(left + inner, top + inner, right - left - line, bottom - top - line);
  }
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

function fillStyle(colours: ChartColours, fill: number): string | CanvasPattern {
  if (fill === Fill.ready) return colours.hatch;
  if (fill === Fill.readyAtMost) return colours.lightHatch;
  if (fill === Fill.readySliver) return colours.of.ready;
  if (fill === Fill.running || fill === Fill.mergedRuns) return colours.of.running;
  if (fill === Fill.mergedBand) return colours.of.line;
  const kind = fill - Fill.band;
  return AWAITED_KIND_NAMES[kind] === 'unknown' ? colours.dots : (colours.band[kind] as string);
}

const FADE_PX = 24;

/** Draws how each row's task ended: a tick, a cross or a crossed circle; an open end if it has not ended. */
function paintEnds(scene: BarsScene): void {
  const { context, colours, shown, scale, rows, edgeNs, growing, ratio } = scene;
  const lastNs = growing ? null : lastEnds(shown.picture);
  for (const view of shown.picture.rows) {
    const top = rowTopPx(view.row, rows);
    if (top < LANE_PX - ROW_PX || top > rows.heightPx) continue;
    const endNs = view.endNs ?? lastNs?.get(view.row) ?? edgeNs;
    if (endNs > edgeNs) continue;
    const x = scale.viewPx(endNs);
    if (x < -12 || x > scale.widthPx + FADE_PX) continue;
    if (view.endNs === null || view.outcome === 'pending') {
      if (!growing)
        paintOpenEnd(
          scene,
          x,
          top,
          colours.of[view.row === scene.selectedRow ? 'selected-ground' : 'surface-0'],
        );
    } else if (view.outcome === 'fulfilled') {
      context.fillStyle = colours.of.fulfilled;
      context.fillRect(snapped(x, ratio) + 1, top + BAR_TOP_PX, 1, BAR_PX);
    } else {
      strokeGlyph(context, outcomePaths[view.outcome], x + 4, top, rejectedOr(colours, view.outcome));
    }
  }
}

/** Where each row's last stretch ends, which is the last that is known of a task that had not ended when the program did. */
function lastEnds({ stretches }: LabelledPicture['picture']): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  for (let index = 0; index < stretches.length; index += 1)
    ends.set(stretches.row[index]!, stretches.toNs[index]!);
  return ends;
}

const rejectedOr = ({ of }: ChartColours, outcome: string): string =>
  outcome === 'rejected' ? of.rejected : of['text-2'];

/** The bar of a task that had not ended when the program did fades out. */
function paintOpenEnd({ context, colours }: BarsScene, x: number, top: number, ground: string): void {
  const fade = context.createLinearGradient(x - FADE_PX, 0, x, 0);
  fade.addColorStop(0, ground.replace('rgb(', 'rgba(').replace(')', ', 0)'));
  fade.addColorStop(1, ground);
  context.fillStyle = fade;
  context.fillRect(x - FADE_PX, top + BAR_TOP_PX, FADE_PX + 1, BAR_PX);
  strokeGlyph(context, outcomePaths.pending, x + 2, top, colours.of['text-3']);
}

function strokeGlyph(
  context: CanvasRenderingContext2D,
  path: Path2D,
  x: number,
  top: number,
  colour: string,
): void {
  const y = top + (ROW_PX - GLYPH_SIZE) / 2;
  context.strokeStyle = colour;
  context.lineWidth = 1.75;
  context.lineCap = 'round';
  context.translate(x, y);
  context.stroke(path);
  context.translate(-x, -y);
}
