// What the lines of a file cost: how often and how long tasks waited at each of its awaits, and how often each of its functions was called.

import { NO_FLOAT64, Table } from '../columns/columns.ts';
import { timesOf, waitEndNs } from '../details/states.ts';
import { SiteReader } from '../events/site-reader.ts';
import { TaskState } from '../events/transitions.ts';
import type { Model } from '../model.ts';
import { quantile } from '../quantile.ts';
import { RunFlag } from '../tables/runs.ts';
import { siteKindNumber } from '../tables/sites.ts';
import { inPieces, type Work } from '../work.ts';

interface WaitTotals {
  readonly count: number;
  readonly suspendedNs: number;
  readonly readyNs: number;
  /** False where some of it is only an upper bound. */
  readonly readyExact: boolean;
  /** The 95th percentile of their lengths, from suspension to resumption. */
  readonly p95Ns: number;
  /** Its part of the time waited at all lines of the file, 0 to 1. */
  readonly share: number;
}

interface CallTotals {
  readonly count: number;
  readonly runningNs: number;
  /** Relative to the function that ran longest, 0 to 1. (A function's time includes what it calls, so there is no total to compare with.) */
  readonly share: number;
}

/** A line at which a function begins, or something was awaited, with its totals. */
export interface LineTotals {
  readonly line: number;
  readonly waits: WaitTotals | null;
  readonly calls: CallTotals | null;
}

const DEFINITIONS: ReadonlySet<number> = new Set(
  (['module', 'function', 'generator', 'callback'] as const).map(siteKindNumber),
);

class Line {
  suspendedNs = 0;
  readyNs = 0;
  readyExact = true;
  calls = 0;
  runningNs = 0;
  readonly waits = new Lengths();
}

/** The length of each wait. */
class Lengths extends Table {
  ns = NO_FLOAT64;

  add(ns: number): void {
    // A statement of its own: it may replace the column.
    const row = this.addRow();
    this.ns[row] = ns;
  }
}

/**
 * The totals of all lines of a file that a task belongs to, in order. Looks at every task and every run. Changes during the computation
 * may be missing.
 */
export function* sourceTotals(model: Model, file: string): Work<LineTotals[]> {
  const { tasks, runs } = model.tables;
  const lines = new Map<number, Line>();
  const ofSite = linesBySite(model, file, lines);
  const reader = new SiteReader(model);
  yield* inPieces(tasks.length, (from, to) => addCalls(model, ofSite, reader, from, to));
  yield* inPieces(runs.length, (from, to) => addWaits(model, ofSite, reader, from, to));
  const all = [...lines].filter(([, { waits, calls }]) => waits.length + calls > 0).sort(([a], [b]) => a - b);
  const waitedNs = all.reduce((sum, [, { suspendedNs, readyNs }]) => sum + suspendedNs + readyNs, 0);
  const longestNs = all.reduce((most, [, { runningNs }]) => Math.max(most, runningNs), 0);
  const totals: LineTotals[] = [];
  for (const [line, sums] of all) {
    totals.push(lineTotals(line, sums, waitedNs, longestNs));
    yield;
  }
  return totals;
}

function lineTotals(line: number, totals: Line, waitedNs: number, longestNs: number): LineTotals {
  const { waits, suspendedNs, readyNs, readyExact, calls, runningNs } = totals;
  return {
    line,
    waits:
      waits.length === 0
        ? null
        : {
            count: waits.length,
            suspendedNs,
            readyNs,
            readyExact,
            p95Ns: quantile(waits.ns.subarray(0, waits.length), 0.95),
            share: waitedNs === 0 ? 0 : (suspendedNs + readyNs) / waitedNs,
          },
    calls:
      calls === 0 ? null : { count: calls, runningNs, share: longestNs === 0 ? 0 : runningNs / longestNs },
  };
}

/** For each row of the site store, its line if it is in the file. */
function linesBySite(model: Model, file: string, lines: Map<number, Line>): (Line | undefined)[] {
  const { sites } = model.tables;
  const ofSite: (Line | undefined)[] = [];
  for (let site = 0; site < sites.length; site++) {
    if (sites.files[sites.file[site]!] !== file) continue;
    const number = sites.line[site]!;
    const line = lines.get(number) ?? new Line();
    lines.set(number, line);
    ofSite[site] = line;
  }
  return ofSite;
}

function addCalls(
  model: Model,
  ofSite: readonly (Line | undefined)[],
  reader: SiteReader,
  from: number,
  to: number,
): void {
  const { sites, tasks } = model.tables;
  for (let task = from; task < to; task++) {
    const site = reader.definition(task);
    const line = site < 0 || !DEFINITIONS.has(sites.kind[site]!) ? undefined : ofSite[site];
    if (line === undefined) continue;
    line.calls++;
    const isOver = tasks.state.get(task) === TaskState.over;
    line.runningNs += isOver ? tasks.runningNs.get(task) : timesOf(model, task).runningNs;
  }
}

/** Adds the waits; a `yield` is not one. */
function addWaits(
  model: Model,
  ofSite: readonly (Line | undefined)[],
  reader: SiteReader,
  from: number,
  to: number,
): void {
  const { runs } = model.tables;
  const { endNs } = model;
  for (let run = from; run < to; run++) {
    if ((runs.flags.get(run) & (RunFlag.wait | RunFlag.yield)) !== RunFlag.wait) continue;
    const site = reader.wait(run);
    const line = site < 0 ? undefined : ofSite[site];
    if (line === undefined) continue;
    const untilNs = Math.min(waitEndNs(model, run), endNs);
    const readyNs = Math.min(runs.readyNs.get(run), untilNs);
    line.suspendedNs += readyNs - runs.toNs.get(run);
    line.readyNs += untilNs - readyNs;
    if (untilNs > readyNs && (runs.flags.get(run) & RunFlag.readyExact) === 0) line.readyExact = false;
    line.waits.add(untilNs - runs.toNs.get(run));
  }
}
