// How long the calls of one function took, as a histogram.

import { countWhile } from '../columns/columns.ts';
import { SiteReader } from '../events/site-reader.ts';
import type { Model } from '../model.ts';
import { quantileOfSorted } from '../quantile.ts';
import { inOrder } from '../totals/sorted-order.ts';
import type { PlaceView } from '../view-types.ts';
import { inPieces, type Work } from '../work.ts';
import { definitionOf, nameOf, placeOf } from './labels.ts';
import { endOf } from './states.ts';

export interface DurationBin {
  /** Durations of at least `fromNs`, and below `toNs`. */
  readonly fromNs: number;
  readonly toNs: number;
  readonly count: number;
}

export interface Durations {
  readonly place: PlaceView | null;
  /** How many calls are over, and how many are not; those are in no bin. */
  readonly count: number;
  readonly open: number;
  readonly shortestNs: number;
  readonly medianNs: number;
  readonly p95Ns: number;
  readonly longestNs: number;
  /** Whether bins get wider with the duration. */
  readonly isLog: boolean;
  /** From the shortest duration to the longest without gaps, so some may be empty. */
  readonly bins: readonly DurationBin[];
  /** The bin of the requested task; -1 while it is not over. */
  readonly mine: number;
}

/** About how many bins there are. */
const BINS = 20;
/** If the longest is more than this many times the shortest, bins grow: of equal ones, most calls would be in the first. */
const LOG_FROM = 20;
/** Where growing bins begin in each decade. */
const DECADE = [1, 1.5, 2, 3, 5, 7];

/** The durations of all calls of a task's function. A span, or a task without a place, is compared with those of the same name. */
export function* durationsOf(model: Model, task: number): Work<Durations> {
  const lengths: number[] = [];
  let open = 0;
  const isAlike = alike(model, task);
  yield* inPieces(model.tables.tasks.length, (from, to) => {
    for (let other = from; other < to; other++) {
      if (!isAlike(other)) continue;
      const length = lengthOf(model, other);
      if (length === null) open++;
      else lengths.push(length);
    }
  });
  const sorted = yield* inOrder(Float64Array.from(lengths));
  const [shortestNs, longestNs] = [quantileOfSorted(sorted, 0), quantileOfSorted(sorted, 1)];
  const isLog = longestNs > LOG_FROM * Math.max(1, shortestNs);
  const edges =
    lengths.length === 0 ? [] : isLog ? logEdges(shortestNs, longestNs) : evenEdges(shortestNs, longestNs);
  const counts = countsOf(edges, sorted);
  const own = lengthOf(model, task);
  return {
    place: placeOf(model, definitionOf(model, task)),
    count: lengths.length,
    open,
    shortestNs,
    medianNs: quantileOfSorted(sorted, 0.5),
    p95Ns: quantileOfSorted(sorted, 0.95),
    longestNs,
    isLog,
    bins: counts.map((count, at) => ({ fromNs: edges[at]!, toNs: edges[at + 1]!, count })),
    mine: own === null ? -1 : binOf(edges, own),
  };
}

/** Null while it is not over. */
function lengthOf(model: Model, task: number): number | null {
  const endNs = endOf(model, task);
  return endNs === null || !Number.isFinite(endNs) ? null : endNs - model.tables.tasks.startNs.get(task);
}

/** Returns whether another task is a call of the same function. What depends on a place is decided once per place. */
function alike(model: Model, task: number): (other: number) => boolean {
  const { sites, tasks } = model.tables;
  const kind = tasks.kind.get(task);
  const reader = new SiteReader(model);
  const site = reader.definition(task);
  if (site < 0) {
    const name = nameOf(model, task);
    return (other) =>
      tasks.kind.get(other) === kind && reader.definition(other) < 0 && nameOf(model, other) === name;
  }
  // A function that runs in several threads has a site in each.
  const same = Uint8Array.from({ length: sites.length }, (_, at) =>
    sites.file[at] === sites.file[site] &&
    sites.line[at] === sites.line[site] &&
    sites.column[at] === sites.column[site]
      ? 1
      : 0,
  );
  return (other) => tasks.kind.get(other) === kind && same[reader.definition(other)] === 1;
}

/** Edges of bins of equal width, which is 1, 2 or 5 times a power of ten. */
function evenEdges(fromNs: number, toNs: number): number[] {
  const rough = Math.max(1, (toNs - fromNs) / BINS);
  const power = 10 ** Math.floor(Math.log10(rough));
  const width = power * ([1, 2, 5, 10].find((step) => step * power >= rough) ?? 10);
  const first = Math.floor(fromNs / width);
  const last = Math.floor(toNs / width) + 1;
  return Array.from({ length: last - first + 1 }, (_, at) => (first + at) * width);
}

/** Edges of bins of growing width. What takes less than a nanosecond is in the first. */
function logEdges(fromNs: number, toNs: number): number[] {
  const edges: number[] = [];
  for (let power = 10 ** Math.floor(Math.log10(Math.max(1, fromNs))); ; power *= 10) {
    for (const step of DECADE) {
      edges.push(step * power);
      if (step * power > toNs) {
        const first = Math.max(
          0,
          edges.findLastIndex((edge) => edge <= Math.max(1, fromNs)),
        );
        const kept = edges.slice(first);
        if (fromNs < kept[0]!) kept[0] = 0;
        return kept;
      }
    }
  }
}

/** How many of the sorted lengths are in each bin. As in `binOf`, the outermost bins have what rounding leaves beside them. */
function countsOf(edges: readonly number[], sorted: Float64Array): number[] {
  const inner = edges.slice(1, -1).map((edge) => countWhile(sorted.length, (at) => sorted[at]! < edge));
  const starts = [0, ...inner, sorted.length];
  return edges.slice(1).map((_, at) => starts[at + 1]! - starts[at]!);
}

function binOf(edges: readonly number[], length: number): number {
  let low = 0;
  let high = edges.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (edges[middle]! <= length) low = middle;
    else high = middle - 1;
  }
  return low;
}
