import { TaskKind } from '../protocol/events.ts';
import { FIRST_ROWS, grown } from './columns.ts';
import type { Model } from './model.ts';

/**
 * The runs that held one stream's loop, in order of their beginning, and so who held it when. Spans are left out:
 * they last while others run. Brought up to date when it is asked for, each run once.
 */
export class LoopRuns {
  length = 0;
  readonly #model: Model;
  readonly #stream: number;
  #runs = new Int32Array(FIRST_ROWS);
  #seen = 0;

  constructor(model: Model, stream: number) {
    this.#model = model;
    this.#stream = stream;
  }

  update(): this {
    const { runs, tasks } = this.#model.tables;
    for (; this.#seen < runs.length; this.#seen++) {
      const task = runs.task[this.#seen]!;
      if (tasks.stream[task] !== this.#stream || tasks.kind[task] === TaskKind.span) continue;
      if (this.length === this.#runs.length) this.#runs = grown(this.#runs, 2 * this.length);
      this.#runs[this.length++] = this.#seen;
    }
    return this;
  }

  run(at: number): number {
    return this.#runs[at]!;
  }

  /** How many had begun at a time. */
  begunBy(atNs: number): number {
    const { fromNs } = this.#model.tables.runs;
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (fromNs[this.#runs[middle]!]! <= atNs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The run that has the loop at a time, the innermost where runs are nested; -1 for none. Its callers are `outer`. */
  runningAt(atNs: number): number {
    const at = this.begunBy(atNs);
    return at === 0 ? -1 : this.#open(this.#runs[at - 1]!, atNs);
  }

  /**
   * Calls `piece` for every stretch between two moments in which a run itself had the loop, in order of time. A run
   * that calls another one has a piece before that and one after it; a run of no length has none.
   */
  eachPiece(fromNs: number, toNs: number, piece: (run: number, fromNs: number, toNs: number) => void): void {
    const { runs } = this.#model.tables;
    let next = this.begunBy(fromNs);
    let run = next === 0 ? -1 : this.#open(this.#runs[next - 1]!, fromNs);
    let atNs = fromNs;
    while (atNs < toNs) {
      const nextNs = next < this.length ? runs.fromNs[this.#runs[next]!]! : Number.POSITIVE_INFINITY;
      if (run >= 0) {
        const untilNs = Math.min(runs.toNs[run]!, nextNs, toNs);
        if (untilNs > atNs) piece(run, atNs, untilNs);
        atNs = untilNs;
        if (runs.toNs[run]! <= nextNs) run = this.#open(run, atNs);
        else if (next < this.length) run = this.#runs[next++]!;
      } else {
        if (nextNs === Number.POSITIVE_INFINITY) return;
        atNs = nextNs;
        run = this.#runs[next++]!;
      }
    }
  }

  /** For how long each run itself had the loop between two moments; those that had not are left out. */
  heldBetween(fromNs: number, toNs: number): Map<number, number> {
    const held = new Map<number, number>();
    this.eachPiece(fromNs, toNs, (run, from, to) => held.set(run, (held.get(run) ?? 0) + to - from));
    return held;
  }

  /** A run, or the nearest of its callers, that has not ended at a time; -1 for none. */
  #open(run: number, atNs: number): number {
    const { outer, toNs } = this.#model.tables.runs;
    let open = run;
    while (open >= 0 && toNs[open]! <= atNs) open = outer[open]!;
    return open;
  }
}

const known = new WeakMap<Model, Map<number, LoopRuns>>();

/** One stream's, up to date. */
export function loopRuns(model: Model, stream: number): LoopRuns {
  const streams = known.get(model) ?? new Map<number, LoopRuns>();
  known.set(model, streams);
  const found = streams.get(stream) ?? new LoopRuns(model, stream);
  streams.set(stream, found);
  return found.update();
}
