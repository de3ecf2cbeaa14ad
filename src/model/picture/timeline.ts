import { countAtMost, grown } from '../columns/columns.ts';
import type { Model } from '../model.ts';
import { RunFlag } from '../tables/runs.ts';
import { StretchKind } from '../view-types.ts';
import type { Work } from '../work.ts';

const FIRST_STRETCHES = 64;

/**
 * One task's stretches in order: each ends where the next begins, the last at `endNs`. Every run is there, even without any length; the
 * suspended and ready parts of a wait are there only if they have a length. `runningBefore`, `readyBefore` and `atMostBefore` are running
 * sums of time with one more entry than there are stretches, so the totals of any range of stretches take two look-ups.
 */
export class Timeline {
  length = 0;
  fromNs = new Float64Array(FIRST_STRETCHES);
  kind = new Uint8Array(FIRST_STRETCHES);
  awaited = new Uint8Array(FIRST_STRETCHES);
  /** For each stretch: the run that it is, or whose wait it is part of. */
  run = new Int32Array(FIRST_STRETCHES);
  /** How many waits of the task came before the wait of that run. */
  waitsBefore = new Uint32Array(FIRST_STRETCHES);
  runningBefore = new Float64Array(FIRST_STRETCHES + 1);
  readyBefore = new Float64Array(FIRST_STRETCHES + 1);
  atMostBefore = new Float64Array(FIRST_STRETCHES + 1);
  /** Where the last stretch ends: Infinity while the task is alive. */
  endNs = 0;
  /** How many stretches cannot change any more, the first run that is not among them, and how many waits are. */
  #settled = 0;
  #nextRun = -1;
  #waits = 0;
  #task = -1;

  /** Brings a task's timeline up to date, looking only at what has changed since the last time. */
  update(model: Model, task: number): this {
    this.settle(model, task, Number.POSITIVE_INFINITY);
    this.endNs = model.tables.tasks.endNs.get(task);
    this.#addRun(model, this.#nextRun, this.endNs);
    return this;
  }

  /** Adds at most this many of the runs that cannot change any more; returns whether there are more. */
  settle(model: Model, task: number, most: number): boolean {
    const { tasks, runs } = model.tables;
    if (this.#task !== task) {
      this.#task = task;
      this.#settled = 0;
      this.#waits = 0;
      this.#nextRun = tasks.firstRun.get(task);
    }
    this.length = this.#settled;
    let run = this.#nextRun;
    let next = runs.next.get(run);
    for (let left = most; next >= 0 && left > 0; left--) {
      this.#addRun(model, run, runs.fromNs.get(next));
      if ((runs.flags.get(run) & RunFlag.wait) !== 0) this.#waits++;
      run = next;
      next = runs.next.get(run);
    }
    this.#settled = this.length;
    this.#nextRun = run;
    return next >= 0;
  }

  /** Makes the next update start afresh. */
  forget(): void {
    this.#task = -1;
  }

  #addRun(model: Model, run: number, untilNs: number): void {
    const { runs } = model.tables;
    const fromNs = runs.fromNs.get(run);
    const toNs = runs.toNs.get(run);
    const flags = runs.flags.get(run);
    this.#add(run, fromNs, StretchKind.running, 0, toNs);
    if ((flags & RunFlag.wait) === 0) return;
    const awaited = runs.awaited.get(run);
    const readyNs = Math.min(runs.readyNs.get(run), untilNs);
    if (readyNs > toNs) this.#add(run, toNs, StretchKind.suspended, awaited, readyNs);
    if (untilNs > readyNs) {
      const exact = (flags & RunFlag.readyExact) !== 0;
      this.#add(run, readyNs, exact ? StretchKind.ready : StretchKind.readyAtMost, awaited, untilNs);
    }
  }

  #add(run: number, fromNs: number, kind: StretchKind, awaited: number, toNs: number): void {
    if (this.length === this.fromNs.length) this.#grow();
    const at = this.length++;
    this.fromNs[at] = fromNs;
    this.kind[at] = kind;
    this.awaited[at] = awaited;
    this.run[at] = run;
    this.waitsBefore[at] = this.#waits;
    const lengthNs = toNs - fromNs;
    this.runningBefore[at + 1] = this.runningBefore[at]! + (kind === StretchKind.running ? lengthNs : 0);
    this.readyBefore[at + 1] = this.readyBefore[at]! + (kind === StretchKind.ready ? lengthNs : 0);
    this.atMostBefore[at + 1] = this.atMostBefore[at]! + (kind === StretchKind.readyAtMost ? lengthNs : 0);
  }

  #grow(): void {
    const capacity = this.fromNs.length * 2;
    this.fromNs = grown(this.fromNs, capacity);
    this.kind = grown(this.kind, capacity);
    this.awaited = grown(this.awaited, capacity);
    this.run = grown(this.run, capacity);
    this.waitsBefore = grown(this.waitsBefore, capacity);
    this.runningBefore = grown(this.runningBefore, capacity + 1);
    this.readyBefore = grown(this.readyBefore, capacity + 1);
    this.atMostBefore = grown(this.atMostBefore, capacity + 1);
  }
}

/** The run that a task is in at a time, or whose wait it is in; -1 before it began and after it ended. */
export function runAt(model: Model, timelines: Timelines, task: number, atNs: number): number {
  const line = timelines.get(model, task);
  const at = countAtMost(line.fromNs, line.length, atNs) - 1;
  return at < 0 || atNs >= line.endNs ? -1 : line.run[at]!;
}

/** A task's state at a time between its beginning and its end; null outside of them. */
export function stateAt(
  model: Model,
  timelines: Timelines,
  task: number,
  atNs: number,
): 'running' | 'ready' | 'suspended' | null {
  const line = timelines.get(model, task);
  const at = countAtMost(line.fromNs, line.length, atNs) - 1;
  if (at < 0 || atNs >= line.endNs) return null;
  if (line.kind[at] === StretchKind.running) return 'running';
  return line.kind[at] === StretchKind.suspended ? 'suspended' : 'ready';
}

/** Tasks with fewer runs than this are laid out anew each time, which is cheaper than remembering them. */
const REMEMBERED_RUNS = 64;
/** How many stretches are remembered in total, at 42 bytes each, before the least recently used are forgotten. */
const REMEMBERED_STRETCHES = 4_000_000;

/** How many runs are added before other questions may be answered: 2 to 4 ms. */
const PIECE = 16_384;

/** The timelines of the tasks in view. A timeline is valid until the next one is asked for. */
export class Timelines {
  readonly #scratch = new Timeline();
  #rewrites = 0;
  /** Ordered by last use. */
  readonly #remembered = new Map<number, Timeline>();
  #stretches = 0;

  get(model: Model, task: number): Timeline {
    if (this.isShort(model, task)) {
      this.#scratch.forget();
      return this.#scratch.update(model, task);
    }
    return this.#change(task, (timeline) => timeline.update(model, task));
  }

  /** Does in pieces what `get` would do first. It yields at least once, except for short tasks, since the caller's other work may take as long. */
  *preparing(model: Model, task: number): Work<void> {
    let isMore = !this.isShort(model, task);
    while (isMore) {
      this.#change(task, (timeline) => {
        isMore = timeline.settle(model, task, PIECE);
      });
      yield;
    }
  }

  /** Whether a task is cheap to lay out, and is not remembered. */
  isShort(model: Model, task: number): boolean {
    if (this.#rewrites !== model.tables.rewrites) {
      this.#rewrites = model.tables.rewrites;
      this.#remembered.clear();
      this.#stretches = 0;
    }
    return !this.#remembered.has(task) && model.tables.tasks.runCount.get(task) < REMEMBERED_RUNS;
  }

  #change(task: number, change: (timeline: Timeline) => void): Timeline {
    const timeline = this.#remembered.get(task) ?? new Timeline();
    this.#remembered.delete(task);
    this.#remembered.set(task, timeline);
    this.#stretches -= timeline.length;
    change(timeline);
    this.#stretches += timeline.length;
    this.#trim();
    return timeline;
  }

  #trim(): void {
    for (const [task, timeline] of this.#remembered) {
      if (this.#stretches <= REMEMBERED_STRETCHES || this.#remembered.size === 1) return;
      this.#remembered.delete(task);
      this.#stretches -= timeline.length;
    }
  }
}

const known = new WeakMap<Model, Timelines>();

/** The timelines of a model. */
export function timelines(model: Model): Timelines {
  const found = known.get(model) ?? new Timelines();
  known.set(model, found);
  return found;
}

/** The last run of a task that had begun by a time; its first one if none had. */
export function lastRunBegunBy(model: Model, task: number, atNs: number): number {
  const line = timelines(model).get(model, task);
  const at = countAtMost(line.fromNs, line.length, atNs) - 1;
  return at < 0 ? model.tables.tasks.firstRun.get(task) : line.run[at]!;
}

/** How many waits of the same task came before the wait of this run. */
export function waitNumber(model: Model, run: number): number {
  const line = timelines(model).get(model, model.tables.runs.task.get(run));
  // Stretches of no length begin at the same time as it, and stand before it or after it.
  let at = countAtMost(line.fromNs, line.length, model.tables.runs.fromNs.get(run)) - 1;
  while (at > 0 && line.run[at] !== run) at--;
  return line.waitsBefore[at]!;
}

/** The run of the same task that came before a run; -1 when it is the task's first. */
export function runBefore(model: Model, run: number): number {
  const { runs, tasks } = model.tables;
  const task = runs.task.get(run);
  if (tasks.firstRun.get(task) === run) return -1;
  const line = timelines(model).get(model, task);
  // Stretches of no length begin at the same time as it, and stand before it or after it.
  for (let at = countAtMost(line.fromNs, line.length, runs.fromNs.get(run)) - 1; at >= 0; at--) {
    if (runs.next.get(line.run[at]!) === run) return line.run[at]!;
  }
  return -1;
}
