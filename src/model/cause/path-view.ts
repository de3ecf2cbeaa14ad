// The critical path as a table, and as the line that the chart draws.

import type { TaskIndex } from '../../protocol/units.ts';
import { countAtMost } from '../columns/columns.ts';
import { awaitedLabel } from '../details/awaited.ts';
import { findBlame } from '../details/blame.ts';
import { definitionOf, labelOf, nameOf, placeOf, siteRow } from '../details/labels.ts';
import type { Model } from '../model.ts';
import type { Rows } from '../rows/rows.ts';
import type { PlaceView } from '../view-types.ts';
import type { Work } from '../work.ts';
import { type CriticalPath, PathKind } from './critical-path.ts';

/** How many rows the table has, those with the longest time. The others are added up. */
const PATH_ROWS_SHOWN = 50;
/** How many segments to look at before other questions may be answered: 4 ms. */
const SEGMENTS_AT_ONCE = 8192;

/** All segments of a path in which a function did the same thing, or waited at the same place. */
export interface PathRow {
  /** The function's name; '' outside of all tasks. */
  readonly name: string;
  /** Where it waits; for running, where it is defined. */
  readonly place: PlaceView | null;
  /** `running`, `ready: meanwhile the loop had parse` (the longest time), `suspended for a timer of 20 ms`, `until it was called`, `no task yet, or no more`. */
  readonly what: string;
  readonly count: number;
  readonly ns: number;
  /** Its part of the whole path. */
  readonly share: number;
  /** The longest segment; null outside of all tasks. */
  readonly longest: {
    readonly task: TaskIndex;
    readonly label: string;
    readonly fromNs: number;
    readonly toNs: number;
  } | null;
}

export interface PathView {
  readonly task: TaskIndex | null;
  readonly fromNs: number;
  readonly toNs: number;
  /** How many segments it has. */
  readonly steps: number;
  /** The longest first. */
  readonly rows: readonly PathRow[];
  readonly more: { readonly rows: number; readonly ns: number };
}

/** A piece of the path in a row of the chart. Each begins where the one before it ends, or later. */
export interface PathPiece {
  readonly row: number;
  readonly fromNs: number;
  readonly toNs: number;
}

interface Sum {
  count: number;
  ns: number;
  longest: number;
  longestNs: number;
}

/** Where a segment of a path ends. */
export const pathEndOf = (path: CriticalPath, at: number): number =>
  at + 1 < path.length ? path.fromNs[at + 1]! : path.toNs;

export function* pathView(model: Model, task: TaskIndex | null, path: CriticalPath): Work<PathView> {
  const sums = new Map<string, Sum>();
  for (let at = 0; at < path.length; at++) {
    const key = keyOf(model, path, at);
    const ns = pathEndOf(path, at) - path.fromNs[at]!;
    const sum = sums.get(key) ?? { count: 0, ns: 0, longest: at, longestNs: -1 };
    sums.set(key, sum);
    sum.count++;
    sum.ns += ns;
    if (ns > sum.longestNs) [sum.longest, sum.longestNs] = [at, ns];
    if (at % SEGMENTS_AT_ONCE === SEGMENTS_AT_ONCE - 1) yield;
  }
  const all = [...sums.values()].sort((a, b) => b.ns - a.ns || a.longest - b.longest);
  const rest = all.slice(PATH_ROWS_SHOWN);
  const fromNs = path.length > 0 ? path.fromNs[0]! : path.toNs;
  const rows: PathRow[] = [];
  for (const sum of all.slice(0, PATH_ROWS_SHOWN))
    rows.push(yield* rowOf(model, path, sum, path.toNs - fromNs));
  return {
    task,
    fromNs,
    toNs: path.toNs,
    steps: path.length,
    rows,
    more: { rows: rest.length, ns: rest.reduce((ns, sum) => ns + sum.ns, 0) },
  };
}

/** Segments with the same key share a row of the table: the same function doing the same, or waiting at the same place. */
function keyOf(model: Model, path: CriticalPath, at: number): string {
  const { runs } = model.tables;
  const [kind, run] = [path.kind[at]!, path.run[at]!];
  if (run < 0) return 'outside';
  const task = runs.task.get(run);
  const definition = definitionOf(model, task);
  const who = definition < 0 ? nameOf(model, task) : definition;
  return `${kind} ${who} ${waits(kind) ? siteRow(model, task, runs.site.get(run)) : ''}`;
}

const waits = (kind: number): boolean => kind === PathKind.ready || kind === PathKind.suspended;

function* rowOf(
  model: Model,
  path: CriticalPath,
  { count, ns, longest }: Sum,
  wholeNs: number,
): Work<PathRow> {
  const { runs } = model.tables;
  const [kind, run] = [path.kind[longest]!, path.run[longest]!];
  const common = { count, ns, share: wholeNs === 0 ? 0 : ns / wholeNs };
  if (run < 0) return { ...common, name: '', place: null, what: 'no task yet, or no more', longest: null };
  const task = runs.task.get(run) as TaskIndex;
  const defined = placeOf(model, definitionOf(model, task));
  return {
    ...common,
    name: nameOf(model, task),
    place: waits(kind) ? (placeOf(model, siteRow(model, task, runs.site.get(run))) ?? defined) : defined,
    what: yield* whatOf(model, kind, run),
    longest: {
      task,
      label: labelOf(model, task),
      fromNs: path.fromNs[longest]!,
      toNs: pathEndOf(path, longest),
    },
  };
}

function* whatOf(model: Model, kind: number, run: number): Work<string> {
  if (kind === PathKind.running) return 'running';
  if (kind === PathKind.ready) {
    const holder = (yield* findBlame(model, run, 1))?.parts[0];
    return holder === undefined ? 'ready' : `ready: meanwhile the loop had ${holder.name}`;
  }
  if (kind === PathKind.called) return 'until it was called';
  return `suspended for ${awaitedLabel(model, run, { settler: false })}`;
}

/** The path in a window, in the rows that show it. A piece narrower than a pixel is joined to its neighbour. */
export function* pathPieces(
  model: Model,
  rows: Rows,
  path: CriticalPath,
  { fromNs, toNs, nsPerPx }: { readonly fromNs: number; readonly toNs: number; readonly nsPerPx: number },
): Work<PathPiece[]> {
  const { runs } = model.tables;
  const pieces: { row: number; fromNs: number; toNs: number }[] = [];
  const first = Math.max(0, countAtMost(path.fromNs, path.length, fromNs) - 1);
  for (let at = first; at < path.length && path.fromNs[at]! < toNs; at++) {
    if (at % SEGMENTS_AT_ONCE === SEGMENTS_AT_ONCE - 1) yield;
    const run = path.run[at]!;
    const row = run < 0 ? null : rows.rowShowing(runs.task.get(run));
    if (row === null) continue;
    const [from, to] = [path.fromNs[at]!, pathEndOf(path, at)];
    const last = pieces.at(-1);
    const isNear = last !== undefined && from - last.toNs < nsPerPx;
    if (last !== undefined && isNear && (last.row === row || to - last.fromNs < nsPerPx)) last.toNs = to;
    else pieces.push({ row, fromNs: from, toNs: to });
  }
  return pieces;
}
