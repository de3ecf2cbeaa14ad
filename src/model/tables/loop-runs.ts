import { TaskKind } from '../../protocol/events.ts';
import { countWhile, FIRST_ROWS, grown } from '../columns/columns.ts';
import type { Model } from '../model.ts';
import { allOf, inPieces, type Work } from '../work.ts';

/** Runs between one checkpoint and the next, at least. */
const LEAST_BETWEEN = 1024;

/** The run that every task alive at a time was in, or in whose wait it was: from there it is not far to any time near. */
interface Checkpoint {
  /** How many runs had begun. */
  readonly begun: number;
  readonly atNs: number;
  readonly runs: Int32Array;
}

/**
 * The runs of one stream in order of their beginning, and so who held its loop at any time, and who was alive.
 *
 * A moment costs as much as there are tasks alive: lists of them are kept, the next one when as many runs more have begun
 * as the last is long, so that all of them together are no longer than the runs are many.
 */
class LoopRuns {
  length = 0;
  readonly #model: Model;
  /** Null while the first runs of all are this stream's: then they need no list of their own. */
  #runs: Int32Array | null = null;
  readonly #checkpoints: Checkpoint[] = [{ begun: 0, atNs: 0, runs: new Int32Array(0) }];

  constructor(model: Model) {
    this.#model = model;
  }

  /** Takes in the next run. */
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

  /** How many had begun at a time. */
  begunBy(atNs: number): number {
    const { fromNs } = this.#model.tables.runs;
    return countWhile(this.length, (at) => fromNs.get(this.run(at)) <= atNs);
  }

  /** The run that has the loop at a time, the innermost where runs are nested; -1 for none. Its callers are `outer`. */
  runningAt(atNs: number): number {
    const at = this.begunBy(atNs);
    return at === 0 ? -1 : this.open(this.run(at - 1), atNs);
  }

  /** Of every task alive at a time the run it is in, or in whose wait it is, spans among them; in order of beginning. */
  *findAlive(atNs: number): Work<number[]> {
    const after = countWhile(this.#checkpoints.length, (at) => this.#checkpoints[at]!.atNs <= atNs);
    return yield* this.#aliveFrom(this.#checkpoints[Math.max(0, after - 1)]!, this.begunBy(atNs), atNs);
  }

  /** The stretches between two moments in which a run itself had the loop, one after the other. */
  pieces(fromNs: number, toNs: number): LoopPieces {
    return new LoopPieces(this.#model, this, fromNs, toNs);
  }

  /** A run, or the nearest of its callers, that has not ended at a time; -1 for none. */
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

  /** Keeps lists of who is alive for the runs that came since the last time. */
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
 * The stretches between two moments in which a run itself had the loop, one after the other. A run that calls another one has a piece
 * before that and one after it; a run of no length has none, and neither has a span: it lasts while others run.
 */
class LoopPieces {
  run = -1;
  fromNs = 0;
  toNs = 0;
  readonly #model: Model;
  readonly #loop: LoopRuns;
  readonly #endNs: number;
  /** Who has the loop then, -1 for none, and who begins next. */
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

  /** Goes on to the next one; false where there is none. */
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

/** All streams' loops: each run is looked at once, however many there are. */
class Loops {
  readonly #model: Model;
  readonly #loops = new Map<number, LoopRuns>();
  #seen = 0;

  constructor(model: Model) {
    this.#model = model;
  }

  /** Up to date. */
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

/** One stream's, up to date. */
export function loopRuns(model: Model, stream: number): LoopRuns {
  const loops = known.get(model) ?? new Loops(model);
  known.set(model, loops);
  return loops.of(stream);
}
