// What a file's lines cost: how often each of its awaits was waited at and for how long, how often each of its functions
// was called.

import type { Model } from './model.ts';
import { quantile } from './quantile.ts';
import { RunFlag } from './runs.ts';
import { SiteReader } from './site-reader.ts';
import { siteKindNumber } from './sites.ts';
import { timesOf, waitEndNs } from './states.ts';
import { TaskState } from './transitions.ts';

export interface WaitTotals {
  readonly count: number;
  readonly suspendedNs: number;
  readonly readyNs: number;
  /** False where some of it is only an upper bound. */
  readonly readyExact: boolean;
  /** How long 95 of 100 of them took at most, from suspension to resumption. */
  readonly p95Ns: number;
  /** Of the time that was waited at all lines of the file. */
  readonly share: number;
}

export interface CallTotals {
  readonly count: number;
  readonly runningNs: number;
  /** Of the time of the one that ran longest: what a function calls is part of its time, so they add up to no whole. */
  readonly share: number;
}

/** A line at which a function begins, or something was awaited. */
export interface LineTotals {
  readonly line: number;
  readonly waits: WaitTotals | null;
  readonly calls: CallTotals | null;
}

const DEFINITIONS: ReadonlySet<number> = new Set(
  (['module', 'function', 'generator', 'callback'] as const).map(siteKindNumber),
);

class Line {
  waits = 0;
  suspendedNs = 0;
  readyNs = 0;
  readyExact = true;
  calls = 0;
  runningNs = 0;
  lengths = new Float64Array(0);
  filled = 0;
}

/** The lines of a file that any task has to do with, in order. Looks at every task and every run. */
export function sourceTotals(model: Model, file: string): LineTotals[] {
  const lines = new Map<number, Line>();
  const ofSite = linesBySite(model, file, lines);
  addCalls(model, ofSite);
  eachWait(model, ofSite, (line) => line.waits++);
  for (const line of lines.values()) line.lengths = new Float64Array(line.waits);
  const { endNs } = model;
  eachWait(model, ofSite, (line, run) => addWait(model, line, run, endNs));
  const all = [...lines].filter(([, { waits, calls }]) => waits + calls > 0).sort(([a], [b]) => a - b);
  const waitedNs = all.reduce((sum, [, { suspendedNs, readyNs }]) => sum + suspendedNs + readyNs, 0);
  const longestNs = all.reduce((most, [, { runningNs }]) => Math.max(most, runningNs), 0);
  return all.map(([line, totals]) => lineTotals(line, totals, waitedNs, longestNs));
}

function lineTotals(line: number, totals: Line, waitedNs: number, longestNs: number): LineTotals {
  const { waits, suspendedNs, readyNs, readyExact, calls, runningNs, lengths } = totals;
  return {
    line,
    waits:
      waits === 0
        ? null
        : {
            count: waits,
            suspendedNs,
            readyNs,
            readyExact,
            p95Ns: quantile(lengths, 0.95),
            share: waitedNs === 0 ? 0 : (suspendedNs + readyNs) / waitedNs,
          },
    calls:
      calls === 0 ? null : { count: calls, runningNs, share: longestNs === 0 ? 0 : runningNs / longestNs },
  };
}

/** By row of the site store, where it is in the file. */
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

function addCalls(model: Model, ofSite: readonly (Line | undefined)[]): void {
  const { sites, tasks } = model.tables;
  const reader = new SiteReader(model);
  for (let task = 0; task < tasks.length; task++) {
    const site = reader.definition(task);
    const line = site < 0 || !DEFINITIONS.has(sites.kind[site]!) ? undefined : ofSite[site];
    if (line === undefined) continue;
    line.calls++;
    const isOver = tasks.state[task] === TaskState.over;
    line.runningNs += isOver ? tasks.runningNs[task]! : timesOf(model, task).runningNs;
  }
}

/** Calls `each` for every wait at one of the lines; a `yield` is none. */
function eachWait(
  model: Model,
  ofSite: readonly (Line | undefined)[],
  each: (line: Line, run: number) => void,
): void {
  const { runs } = model.tables;
  const reader = new SiteReader(model);
  for (let run = 0; run < runs.length; run++) {
    if ((runs.flags[run]! & (RunFlag.wait | RunFlag.yield)) !== RunFlag.wait) continue;
    const site = reader.wait(run);
    const line = site < 0 ? undefined : ofSite[site];
    if (line !== undefined) each(line, run);
  }
}

function addWait(model: Model, line: Line, run: number, endNs: number): void {
  const { runs } = model.tables;
  const untilNs = Math.min(waitEndNs(model, run), endNs);
  const readyNs = Math.min(runs.readyNs[run]!, untilNs);
  line.suspendedNs += readyNs - runs.toNs[run]!;
  line.readyNs += untilNs - readyNs;
  if (untilNs > readyNs && (runs.flags[run]! & RunFlag.readyExact) === 0) line.readyExact = false;
  line.lengths[line.filled++] = untilNs - runs.toNs[run]!;
}
