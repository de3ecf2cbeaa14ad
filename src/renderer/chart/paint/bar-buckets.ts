// Sorts stretches by how they are drawn, so that the canvas changes its fill style a dozen times per frame and not once per bar.

import { type Stretches, StretchKind } from '../../../model/view-types.ts';
import { AWAITED_KIND_NAMES } from '../../../protocol/events.ts';
import { BAND_PX, BAND_TOP_PX, BAR_PX, BAR_TOP_PX, type RowsGeometry, rowTopPx } from '../geometry.ts';
import { snapped, type TimeScale } from '../time/spaces.ts';

/** Fills in drawing order, so that thin runs end up on top of what surrounds them. */
export const Fill = {
  /** From here on one for each AwaitedKind. */
  band: 0,
  readyAtMost: AWAITED_KIND_NAMES.length,
  ready: AWAITED_KIND_NAMES.length + 1,
  /** Ready, but too narrow for a hatch. */
  readySliver: AWAITED_KIND_NAMES.length + 2,
  /** Merged and mostly suspended: the band. */
  mergedBand: AWAITED_KIND_NAMES.length + 3,
  /** Merged and mostly suspended: the line for the runs in it. */
  mergedRuns: AWAITED_KIND_NAMES.length + 4,
  running: AWAITED_KIND_NAMES.length + 5,
} as const;
const FILLS = AWAITED_KIND_NAMES.length + 6;

/** In a narrower bar a hatch cannot be recognised. */
const NARROWEST_HATCH_PX = 4;

/** Rectangles of one fill: x, y, width, height, x, y … in CSS pixels. */
export class Bucket {
  values = new Float32Array(256);
  length = 0;

  add(x: number, y: number, width: number, height: number): void {
    if (this.length + 4 > this.values.length) {
      const larger = new Float32Array(this.values.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    const { values, length } = this;
    values[length] = x;
    values[length + 1] = y;
    values[length + 2] = width;
    values[length + 3] = height;
    this.length = length + 4;
  }
}

export const newBuckets = (): Bucket[] => Array.from({ length: FILLS }, () => new Bucket());

/**
 * Fills the buckets with the stretches that overlap the view. Everything is at least one device pixel wide, and a run at least one CSS
 * pixel, so that a run of 0.1 ms in a view of 3 s is visible. Stretches that have not ended reach to `edgeNs`.
 */
export function fillBuckets(
  buckets: readonly Bucket[],
  stretches: Stretches,
  scale: TimeScale,
  rows: RowsGeometry,
  edgeNs: number,
  ratio: number,
): void {
  for (const bucket of buckets) bucket.length = 0;
  const { window, widthPx } = scale;
  const { row, fromNs, toNs, kind, awaited, mostly } = stretches;
  const thinnestPx = 1 / ratio;
  for (let index = 0; index < stretches.length; index += 1) {
    const from = fromNs[index] as number;
    const to = Math.min(toNs[index] as number, edgeNs);
    if (from > window.toNs || to < window.fromNs || from > edgeNs) continue;
    const top = rowTopPx(row[index] as number, rows);
    if (top > rows.heightPx || top < -BAR_PX) continue;
    // Ends far outside are cut off, because a canvas computes in single precision.
    const left = snapped(Math.max(-8, scale.viewPx(from)), ratio);
    const right = snapped(Math.min(widthPx + 8, scale.viewPx(to)), ratio);
    const width = Math.max(thinnestPx, right - left);
    const what = kind[index] as number;
    if (what === StretchKind.suspended) {
      bucket(buckets, Fill.band + (awaited[index] as number)).add(left, top + BAND_TOP_PX, width, BAND_PX);
    } else if (what === StretchKind.running) {
      bucket(buckets, Fill.running).add(left, top + BAR_TOP_PX, Math.max(1, width), BAR_PX);
    } else if (what === StretchKind.merged) {
      addMerged(buckets, mostly[index] as number, left, top, width);
    } else {
      const hatch = what === StretchKind.ready ? Fill.ready : Fill.readyAtMost;
      const fill = width < NARROWEST_HATCH_PX ? Fill.readySliver : hatch;
      bucket(buckets, fill).add(left, top + BAR_TOP_PX, width, BAR_PX);
    }
  }
}

// Several states within a pixel: the colour is that of the state with the most time. If that is suspended, a thin line in the running colour
// shows that there is more.
function addMerged(
  buckets: readonly Bucket[],
  mostly: number,
  left: number,
  top: number,
  width: number,
): void {
  if (mostly === StretchKind.suspended) {
    bucket(buckets, Fill.mergedBand).add(left, top + BAND_TOP_PX, width, BAND_PX);
    bucket(buckets, Fill.mergedRuns).add(left, top + BAND_TOP_PX + 5, width, BAND_PX - 10);
  } else {
    const fill = mostly === StretchKind.running ? Fill.running : Fill.readySliver;
    bucket(buckets, fill).add(left, top + BAR_TOP_PX, width, BAR_PX);
  }
}

const bucket = (buckets: readonly Bucket[], fill: number): Bucket => buckets[fill] as Bucket;
