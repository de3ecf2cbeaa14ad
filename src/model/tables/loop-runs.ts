import { TaskKind } from '../../protocol/events.ts';
import { countWhile, FIRST_ROWS, grown } from '../columns/columns.ts';
import type { Model } from '../model.ts';
import { allOf, inPieces, type Work } from '../work.ts';

/** The least number of runs between two checkpoints. */
const LEAST_BETWEEN = 1024;

/** The latest run of every task that was alive at a moment. From there it is a short way to any moment nearby. */
interface Checkpoint {
  /** How many runs had begun by then. */
  readonly begun: number;
  readonly atNs: number;
  readonly runs: Int32Array;
}

/**
 * The runs of one stream in order of their beginning. So it knows which run held the loop at any time, and which tasks were alive.
 *
 * Finding the tasks alive at a moment takes time proportional to their number, because checkpoints list them. After a checkpoint of n
 * tasks, the next one follows after n more runs, so all checkpoints together have no more entries than there are runs.
 */
class LoopRuns {
  length = 0;
  readonly #model: Model;
  /** Null as long as all runs so far are this stream's, so that they need no list. */
  #runs: Int32Array | null = null;
  readonly #checkpoints: Checkpoint[] = [{ begun: 0, atNs: 0, runs: new Int32Array(0) }];

  constructor(model: Model) {
    this.#model = model;
  }

  /** Adds the next run. */
  add(run: number): void {
    if (run !== this.length)
      this.#runs ??= Int32Array.from({ length: Math.max(FIRST_ROWS, this.length) }, (_, at) => at);
    if (this.#runs !== null) {
      if (this.length === this.#runs.length) this.#runs = grown(this.#runs, 2 * this.length);
      this.#runs[this.length] = run;
    }
    this.length++;
  }

  run(at: number): number {
    return this.#runs === null ? at : this.#runs[at]!;
  }

  /** How many runs had begun by a time. */
  begunBy(atNs: number): number {
    const { fromNs } = this.#model.tables.runs;
    return countWhile(this.length, (at) => fromNs.get(this.run(at)) <= atNs);
  }

  /** The run that holds the loop at a time, of nested ones the innermost; -1 for none. `RunTable.outer` leads to its callers. */
  runningAt(atNs: number): number {
    const at = this.begunBy(atNs);
    return at === 0 ? -1 : this.open(this.run(at - 1), atNs);
  }

  /** The latest run of every task that is alive at a time, including spans; in order of beginning. */
  *findAlive(atNs: number): Work<number[]> {
    const after = countWhile(this.#checkpoints.length, (at) => this.#checkpoints[at]!.atNs <= atNs);
    return yield* this.#aliveFrom(this.#checkpoints[Math.max(0, after - 1)]!, this.begunBy(atNs), atNs);
  }

  /** The stretches between two moments in which a run itself held the loop, one after the other. */
  pieces(fromNs: number, toNs: number): LoopPieces {
    return new LoopPieces(this.#model, this, fromNs, toNs);
  }

  /** A run, or the nearest of its callers, that had not ended at a time; -1 for none. */
  open(run: number, atNs: number): number {
    const { outer, toNs } = this.#model.tables.runs;
    let open = run;
    while (open >= 0 && (toNs.get(open) <= atNs || isSpan(this.#model, open))) open = outer.get(open);
    return open;
  }

  *#aliveFrom(checkpoint: Checkpoint, begun: number, atNs: number): Work<number[]> {
    const { runs, tasks } = this.#model.tables;
    const alive: number[] = [];
    const add = (run: number): void => {
      const next = runs.next.get(run);
      if (next >= 0 && runs.fromNs.get(next) <= atNs) return;
      if (tasks.endNs.get(runs.task.get(run)) > atNs) alive.push(run);
    };
    yield* inPieces(checkpoint.runs.length, (from, to) => {
      for (let at = from; at < to; at++) add(checkpoint.runs[at]!);
    });
    yield* inPieces(begun - checkpoint.begun, (from, to) => {
      for (let at = from; at < to; at++) add(this.run(checkpoint.begun + at));
    });
    return alive;
  }

  /** Adds the checkpoints for the runs that came since the last call. */
  addCheckpoints(): void {
    for (;;) {
      const last = this.#checkpoints[this.#checkpoints.length - 1]!;
      const begun = last.begun + Math.max(LEAST_BETWEEN, last.runs.length);
      if (begun > this.length) return;
      const atNs = this.#model.tables.runs.fromNs.get(this.run(begun - 1));
      const alive = allOf(this.#aliveFrom(last, begun, atNs));
      this.#checkpoints.push({ begun, atNs, runs: Int32Array.from(alive) });
    }
  }
}

function isSpan(model: Model, run: number): boolean {
  const { runs, tasks } = model.tables;
  return tasks.kind.get(runs.task.get(run)) === TaskKind.span;
}

/**
 * The stretches between two moments in which a run itself held the loop, one after the other. A run that calls another one has one piece
 * before that and one after it. Runs without length have none, and neither have spans, which last while other tasks run.
 */
class LoopPieces {
  run = -1;
  fromNs = 0;
  toNs = 0;
  readonly #model: Model;
  readonly #loop: LoopRuns;
  readonly #endNs: number;
  /** The run that holds the loop now, -1 for none; and the next run to begin. */
  #at: number;
  #atNs: number;
  #next: number;

  constructor(model: Model, loop: LoopRuns, fromNs: number, toNs: number) {
    this.#model = model;
    this.#loop = loop;
    this.#atNs = fromNs;
    this.#endNs = toNs;
    this.#next = loop.begunBy(fromNs);
    this.#at = this.#next === 0 ? -1 : loop.open(loop.run(this.#next - 1), fromNs);
  }

  /** Moves to the next piece; false if there is none. */
  next(): boolean {
    const { runs } = this.#model.tables;
    const loop = this.#loop;
    while (this.#atNs < this.#endNs) {
      while (this.#next < loop.length && isSpan(this.#model, loop.run(this.#next))) this.#next++;
      const nextNs =
        this.#next < loop.length ? runs.fromNs.get(loop.run(this.#next)) : Number.POSITIVE_INFINITY;
      if (this.#at < 0) {
        if (nextNs === Number.POSITIVE_INFINITY) return false;
        this.#atNs = nextNs;
        this.#at = loop.run(this.#next++);
        continue;
      }
      const run = this.#at;
      const fromNs = this.#atNs;
      this.#atNs = Math.min(runs.toNs.get(run), nextNs, this.#endNs);
      if (runs.toNs.get(run) <= nextNs) this.#at = loop.open(run, this.#atNs);
      else if (this.#next < loop.length) this.#at = loop.run(this.#next++);
      if (this.#atNs <= fromNs) continue;
      this.run = run;
      this.fromNs = fromNs;
      this.toNs = this.#atNs;
      return true;
    }
    return false;
  }
}

/** The loops of all streams. Each run is looked at only once, however many streams there are. */
class Loops {
  readonly #model: Model;
  readonly #loops = new Map<number, LoopRuns>();
  #seen = 0;

  constructor(model: Model) {
    this.#model = model;
  }

  /** A stream's loop, brought up to date. */
  of(stream: number): LoopRuns {
    this.#update();
    const loop = this.#loopOf(stream);
    loop.addCheckpoints();
    return loop;
  }

  #update(): void {
    const { runs, tasks } = this.#model.tables;
    let stream = -1;
    let loop: LoopRuns | null = null;
    for (; this.#seen < runs.length; this.#seen++) {
      const own = tasks.stream.get(runs.task.get(this.#seen));
      if (loop === null || own !== stream) {
        stream = own;
        loop = this.#loopOf(own);
      }
      loop.add(this.#seen);
    }
  }

  #loopOf(stream: number): LoopRuns {
    const known = this.#loops.get(stream);
    if (known !== undefined) return known;
    const loop = new LoopRuns(this.#model);
    this.#loops.set(stream, loop);
    return loop;
  }
}

const known = new WeakMap<Model, Loops>();

/** The runs of one stream's loop, brought up to date. */
export function loopRuns(model: Model, stream: number): LoopRuns {
  const loops = known.get(model) ?? new Loops(model);
  known.set(model, loops);
  return loops.of(stream);
}
