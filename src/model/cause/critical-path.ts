// The critical path of a task or of the whole program: what made it take so long, from its end back to its beginning. It contains a run
// of the task, the time for which the task was ready before that run, and then whatever made it ready: the run that woke it, or its wait
// if no task woke it or the cause is unknown.

import { TaskKind } from '../../protocol/events.ts';
import { FIRST_ROWS, grown } from '../columns/columns.ts';
import type { Model } from '../model.ts';
import { runBefore } from '../picture/timeline.ts';
import { loopRuns } from '../tables/loop-runs.ts';
import { inPieces, type Work } from '../work.ts';
import { causeOf, passedOnBy, wokenDirectly } from './chain.ts';

/** `called`: a callback was asked for, but not called yet. `outside`: before and after all tasks. */
export const PathKind = { running: 0, ready: 1, suspended: 2, called: 3, outside: 4 } as const;
export type PathKind = (typeof PathKind)[keyof typeof PathKind];
export type PathKindName = keyof typeof PathKind;
/** The names of the kinds, by number. */
export const PATH_KIND_NAMES = Object.keys(PathKind) as PathKindName[];

/**
 * Segments in order of time, one entry per segment in every column. Each ends where the next begins, the last at `toNs`; together they
 * cover the whole life of the task or the program.
 */
export interface CriticalPath {
  readonly length: number;
  readonly fromNs: Float64Array;
  /** A PathKind. */
  readonly kind: Uint8Array;
  /** The run that it is, or whose wait it is part of; for `called` the callback's run; -1 for `outside`. */
  readonly run: Int32Array;
  readonly toNs: number;
}

/** The path of a task, from its beginning to its end or the last known moment; for null that of the program, from 0 on. */
export function* criticalPath(model: Model, task: number | null): Work<CriticalPath> {
  const { runs, tasks } = model.tables;
  if (task === null) {
    const last = yield* lastToEnd(model);
    const back = new WayBack(model, 0, model.endNs);
    if (last >= 0) {
      back.outsideTo(Math.min(model.endNs, runs.toNs.get(last)));
      yield* back.from({ run: last, inWait: false });
    }
    return back.take();
  }
  const endNs = Math.min(tasks.endNs.get(task), model.endNs);
  const back = new WayBack(model, tasks.startNs.get(task), endNs);
  const last = tasks.lastRun.get(task);
  yield* back.from({ run: last, inWait: runs.toNs.get(last) < endNs });
  return back.take();
}

/** The run that ended last, for which the program's end had to wait. */
function* lastToEnd(model: Model): Work<number> {
  const { runs, tasks } = model.tables;
  let last = -1;
  yield* inPieces(runs.length, (from, to) => {
    for (let run = from; run < to; run++) {
      if (tasks.kind.get(runs.task.get(run)) === TaskKind.span) continue;
      if (last < 0 || runs.toNs.get(run) >= runs.toNs.get(last)) last = run;
    }
  });
  return last;
}

/** Stops on the way before other questions may be answered: each takes a few bisections, all together 4 ms. */
const STOPS_A_PIECE = 4096;
/** Pieces of a run that called others, before other questions may be answered: 4 ms. */
const PIECES_AT_ONCE = 16_384;

/** Goes back in time from an end, and collects the segments that it passes. */
class WayBack {
  readonly #model: Model;
  readonly #startNs: number;
  readonly #toNs: number;
  /** How far back it has come. */
  #atNs: number;
  #length = 0;
  #fromNs = new Float64Array(FIRST_ROWS);
  #kind = new Uint8Array(FIRST_ROWS);
  #run = new Int32Array(FIRST_ROWS);
  /** The waits from which it went to whatever ended them, each named by the run before it. */
  readonly #left: number[] = [];
  /** Where it was at this moment: in a nonsensical recording it could go in circles for ever. */
  readonly #here = new Set<number>();

  constructor(model: Model, startNs: number, toNs: number) {
    this.#model = model;
    this.#startNs = startNs;
    this.#toNs = Math.max(startNs, toNs);
    this.#atNs = this.#toNs;
  }

  outsideTo(fromNs: number): void {
    this.#add(PathKind.outside, -1, fromNs);
  }

  *from(stop: Stop): Work<void> {
    let passed = 0;
    for (let next: Stop | null = stop; next !== null; ) {
      next = next.inWait ? this.#passWait(next.run) : yield* this.#passRun(next.run);
      if (++passed % STOPS_A_PIECE === 0) yield;
    }
  }

  take(): CriticalPath {
    this.outsideTo(this.#startNs);
    const last = this.#length;
    return {
      length: last,
      fromNs: this.#fromNs.slice(0, last).reverse(),
      kind: this.#kind.slice(0, last).reverse(),
      run: this.#run.slice(0, last).reverse(),
      toNs: this.#toNs,
    };
  }

  *#passRun(run: number): Work<Stop | null> {
    const { runs } = this.#model.tables;
    if (this.#here.has(run)) return null;
    this.#here.add(run);
    yield* this.#addRunning(run);
    if (this.#atNs <= this.#startNs) return null;
    const before = runBefore(this.#model, run);
    if (before >= 0) return { run: before, inWait: true };
    const cause = causeOf(this.#model, run);
    if (cause === null) return this.#backInWait();
    this.#add(PathKind.called, run, Math.min(this.#atNs, runs.toNs.get(cause.run)));
    return { run: cause.run, inWait: false };
  }

  /** Passes the wait after a run. */
  #passWait(run: number): Stop | null {
    const { runs } = this.#model.tables;
    const readyNs = Math.min(runs.readyNs.get(run), this.#atNs);
    this.#add(PathKind.ready, run, Math.max(runs.toNs.get(run), readyNs));
    if (this.#atNs <= this.#startNs) return null;
    const waker = wokenDirectly(this.#model, run);
    if (waker < 0 || this.#here.has(waker)) {
      this.#add(PathKind.suspended, run, runs.toNs.get(run));
      return { run, inWait: false };
    }
    const passedNs = passedOnBy(this.#model, waker);
    const inWait = passedNs <= this.#atNs;
    // There is a short time between a task's end and the moment at which that makes another task ready.
    this.#add(PathKind.suspended, run, Math.min(this.#atNs, inWait ? passedNs : runs.toNs.get(waker)));
    if (inWait) this.#here.add(waker);
    this.#left.push(run);
    return { run: waker, inWait };
  }

  /** Nothing is known about what came before. Returns to the last wait that it left, whose task was waiting then; null if there is none. */
  #backInWait(): Stop | null {
    const { runs } = this.#model.tables;
    for (let run = this.#left.pop(); run !== undefined; run = this.#left.pop()) {
      if (runs.toNs.get(run) >= this.#atNs) continue;
      this.#add(PathKind.suspended, run, runs.toNs.get(run));
      return { run, inWait: false };
    }
    return null;
  }

  /** Adds a run, as far back as it goes, and separately the runs that it called. */
  *#addRunning(run: number): Work<void> {
    const { runs, tasks } = this.#model.tables;
    const fromNs = Math.max(this.#startNs, runs.fromNs.get(run));
    const task = runs.task.get(run);
    if (tasks.kind.get(task) !== TaskKind.span) {
      const called: number[] = [];
      const pieces = loopRuns(this.#model, tasks.stream.get(task)).pieces(fromNs, this.#atNs);
      for (let passed = 1; pieces.next(); passed++) {
        called.push(pieces.run, pieces.fromNs);
        if (passed % PIECES_AT_ONCE === 0) yield;
      }
      for (let at = called.length - 2; at >= 0; at -= 2) {
        this.#add(PathKind.running, called[at]!, called[at + 1]!);
        if (at % (2 * PIECES_AT_ONCE) === 0) yield;
      }
    }
    this.#add(PathKind.running, run, fromNs);
  }

  #add(kind: PathKind, run: number, fromNs: number): void {
    const from = Math.max(this.#startNs, fromNs);
    if (!(from < this.#atNs)) return;
    this.#here.clear();
    this.#atNs = from;
    if (this.#length === this.#fromNs.length) this.#grow();
    const at = this.#length++;
    this.#fromNs[at] = from;
    this.#kind[at] = kind;
    this.#run[at] = run;
  }

  #grow(): void {
    const capacity = this.#length * 2;
    this.#fromNs = grown(this.#fromNs, capacity);
    this.#kind = grown(this.#kind, capacity);
    this.#run = grown(this.#run, capacity);
  }
}

/** A run that the way back arrives at, or the wait after it. */
interface Stop {
  readonly run: number;
  readonly inWait: boolean;
}
