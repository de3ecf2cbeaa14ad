// Who held the main thread's loop, and for how long: each task's time without the tasks it called.

import { countAtMost } from '../columns.ts';
import { definitionOf } from '../labels.ts';
import type { Model } from '../model.ts';
import { MAIN_STREAM } from '../tracer-stream.ts';

/** What one function (or callback, or module) held of a stretch of time. */
export interface Holder {
  /** The row of its definition; of one of unknown place its own, below zero. */
  readonly site: number;
  ns: number;
  /** Its longest run in the stretch, and the task it is of. */
  run: number;
  runNs: number;
}

/** The runs of the main thread, in order of their beginning. */
export class MainRuns {
  readonly #model: Model;
  readonly #runs: Int32Array;
  readonly #fromNs: Float64Array;

  constructor(model: Model) {
    const { tasks, runs } = model.tables;
    this.#model = model;
    const found = new Int32Array(runs.length);
    let length = 0;
    for (let run = 0; run < runs.length; run++) {
      if (tasks.stream[runs.task[run]!] === MAIN_STREAM) found[length++] = run;
    }
    this.#runs = found.subarray(0, length);
    this.#fromNs = Float64Array.from(this.#runs, (run) => runs.fromNs[run]!);
  }

  /** Who held the loop between two moments, the longest first. */
  holders(fromNs: number, toNs: number): Holder[] {
    const { turns } = this.#model.main;
    const { runs } = this.#model.tables;
    // What runs at a moment began in the same turn.
    const turn = Math.max(0, countAtMost(turns.fromNs, turns.length, fromNs) - 1);
    const first = countAtMost(this.#fromNs, this.#fromNs.length, turns.fromNs[turn]! - 0.5);
    const holders = new Map<number, Holder>();
    const stack: number[] = [];
    let sinceNs = fromNs;
    const account = (untilNs: number): void => {
      const until = Math.min(Math.max(untilNs, fromNs), toNs);
      const top = stack[stack.length - 1];
      if (top !== undefined && until > sinceNs) this.#add(holders, top, until - sinceNs);
      sinceNs = Math.max(sinceNs, until);
    };
    const endBefore = (ns: number): void => {
      for (let top = stack[stack.length - 1]; top !== undefined && runs.toNs[top]! <= ns; ) {
        account(runs.toNs[top]!);
        stack.pop();
        top = stack[stack.length - 1];
      }
    };
    for (let at = first; at < this.#runs.length && this.#fromNs[at]! < toNs; at++) {
      const run = this.#runs[at]!;
      endBefore(runs.fromNs[run]!);
      account(runs.fromNs[run]!);
      stack.push(run);
    }
    endBefore(toNs);
    account(toNs);
    return [...holders.values()].sort((a, b) => b.ns - a.ns);
  }

  #add(holders: Map<number, Holder>, run: number, ns: number): void {
    const task = this.#model.tables.runs.task[run]!;
    const definition = definitionOf(this.#model, task);
    const site = definition < 0 ? -1 - task : definition;
    let holder = holders.get(site);
    if (holder === undefined) {
      holder = { site, ns: 0, run, runNs: 0 };
      holders.set(site, holder);
    }
    holder.ns += ns;
    // Neighbouring pieces of one run are one.
    holder.runNs = holder.run === run ? holder.runNs + ns : holder.runNs;
    if (holder.run !== run && ns > holder.runNs) {
      holder.run = run;
      holder.runNs = ns;
    }
  }
}
