import { countAtMost, grown } from '../columns/columns.ts';
import type { Times } from '../details/states.ts';
import { StretchKind } from '../view-types.ts';
import type { Blocks, Groups } from './fold.ts';
import type { Timeline } from './timeline.ts';

const State = { running: 0, ready: 1, suspended: 2 } as const;
const STATES = 3;
/** The state for each kind of stretch. */
const STATE_OF = {
  [StretchKind.running]: State.running,
  [StretchKind.ready]: State.ready,
  [StretchKind.readyAtMost]: State.ready,
  [StretchKind.suspended]: State.suspended,
} as Readonly<Record<number, number>>;

/** How many tasks were in each state over a window of time, bin by bin. Bins are counted from time zero. */
export class Bins {
  readonly #firstBin: number;
  count: number;
  readonly fromNs: number;
  readonly binNs: number;
  running: Float32Array;
  ready: Float32Array;
  suspended: Float32Array;
  ended: Uint32Array;
  failed: Uint32Array;
  /** How many tasks and bins were looked at so far, so that a caller who adds many can let other work happen in between. */
  looks = 0;
  /**
   * For each bin and state: how many more tasks were in the state during this whole bin than during the whole previous bin. Null if there
   * are none.
   */
  #steps: Int32Array | null = null;

  constructor(firstBin: number, binNs: number, count: number) {
    this.#firstBin = firstBin;
    this.count = count;
    this.fromNs = firstBin * binNs;
    this.binNs = binNs;
    this.running = new Float32Array(count);
    this.ready = new Float32Array(count);
    this.suspended = new Float32Array(count);
    this.ended = new Uint32Array(count);
    this.failed = new Uint32Array(count);
  }

  /** Makes room for more bins at the end. */
  grow(count: number): void {
    this.count = count;
    this.running = grown(this.running, count);
    this.ready = grown(this.ready, count);
    this.suspended = grown(this.suspended, count);
    this.ended = grown(this.ended, count);
    this.failed = grown(this.failed, count);
    if (this.#steps !== null) this.#steps = grown(this.#steps, STATES * (count + 1));
  }

  /** Adds these bins to others of the same width, where they overlap. */
  addTo(into: Bins): void {
    const shift = into.#firstBin - this.#firstBin;
    for (let bin = Math.max(0, -shift); bin < into.count && bin + shift < this.count; bin++) {
      into.running[bin]! += this.running[bin + shift]!;
      into.ready[bin]! += this.ready[bin + shift]!;
      into.suspended[bin]! += this.suspended[bin + shift]!;
      into.ended[bin]! += this.ended[bin + shift]!;
      into.failed[bin]! += this.failed[bin + shift]!;
    }
    if (this.#steps === null) return;
    const [from, to] = [Math.max(0, shift), Math.min(this.count, shift + into.count)];
    const levels = [0, 0, 0];
    for (let bin = 0; bin < to; bin++) {
      for (let state = 0; state < STATES; state++) {
        const step = this.#steps[STATES * bin + state]!;
        levels[state]! += step;
        const by = bin === from ? levels[state]! : step;
        if (bin >= from && by !== 0) into.#step(bin - shift, state, by);
      }
    }
    for (let state = 0; state < STATES; state++)
      if (from < to && levels[state] !== 0) into.#step(to - shift, state, -levels[state]!);
  }

  /** The same values in bins of twice the width, counted from time zero. These bins must begin at time zero, too. */
  doubled(count: number): Bins {
    const whole = new Bins(0, this.binNs, this.count);
    this.addTo(whole);
    whole.finish();
    const wide = new Bins(0, 2 * this.binNs, count);
    for (let bin = 0; bin < this.count && bin >> 1 < count; bin++) {
      wide.running[bin >> 1]! += whole.running[bin]! / 2;
      wide.ready[bin >> 1]! += whole.ready[bin]! / 2;
      wide.suspended[bin >> 1]! += whole.suspended[bin]! / 2;
      wide.ended[bin >> 1]! += whole.ended[bin]!;
      wide.failed[bin >> 1]! += whole.failed[bin]!;
    }
    return wide;
  }

  /** To be called after everything was added. */
  finish(): void {
    const steps = this.#steps;
    if (steps === null) return;
    this.#steps = null;
    for (let bin = 0, running = 0, ready = 0, suspended = 0; bin < this.count; bin++) {
      this.running[bin]! += running += steps[STATES * bin + State.running]!;
      this.ready[bin]! += ready += steps[STATES * bin + State.ready]!;
      this.suspended[bin]! += suspended += steps[STATES * bin + State.suspended]!;
    }
  }

  /** The bin of a time, counted from time zero so that rounding is the same in every window. */
  binOf(atNs: number): number {
    return Math.floor(atNs / this.binNs) - this.#firstBin;
  }

  /** Compares bins and not their edges, which rounding may place beyond what lies in them. */
  isBefore(atNs: number): boolean {
    return this.binOf(atNs) < 0;
  }

  isAfter(atNs: number): boolean {
    return this.binOf(atNs) >= this.count;
  }

  addEnd(bin: number, failed: 0 | 1): void {
    if (bin < 0 || bin >= this.count) return;
    this.ended[bin]!++;
    this.failed[bin]! += failed;
  }

  /** Whether the tasks of a sum all lie in one bin, or all outside; otherwise they lie in several bins. */
  has(sums: Blocks | Groups, at: number): boolean {
    const bin = this.binOf(sums.fromNs[at]!);
    const last = this.binOf(sums.toNs[at]!);
    if (last < 0) return true;
    if (bin < 0 || bin !== last || bin >= this.count) return false;
    this.running[bin]! += sums.runningNs[at]! / this.binNs;
    this.ready[bin]! += sums.readyNs[at]! / this.binNs;
    this.suspended[bin]! += sums.suspendedNs[at]! / this.binNs;
    this.ended[bin]! += sums.overIn(at);
    this.failed[bin]! += sums.failed[at]!;
    return true;
  }

  /** Adds a task's time in each state to a bin; one that is outside is left out. */
  add(bin: number, { runningNs, readyNs, suspendedNs }: Times): void {
    if (bin < 0 || bin >= this.count) return;
    this.running[bin]! += runningNs / this.binNs;
    this.ready[bin]! += readyNs / this.binNs;
    this.suspended[bin]! += suspendedNs / this.binNs;
  }

  /**
   * Adds a task's stretches, bin by bin, using their running sums. A stretch that fills several bins costs as much as one bin. So a task
   * costs no more than its stretches in the window, and no more than there are bins.
   */
  addLine(line: Timeline, endNs: number): void {
    const startNs = line.fromNs[0]!;
    const last = Math.min(this.count - 1, this.binOf(endNs));
    let bin = Math.max(0, this.binOf(startNs));
    let fromNs = Math.max(startNs, this.edgeNs(bin));
    let at = Math.max(0, countAtMost(line.fromNs, line.length, fromNs) - 1);
    let before = sumsAt(line, at, fromNs);
    while (bin <= last) {
      this.looks++;
      const stretchEndNs = at + 1 < line.length ? line.fromNs[at + 1]! : endNs;
      const until = Math.min(last, this.binOf(stretchEndNs));
      if (until > bin + 1 && fromNs <= this.edgeNs(bin)) {
        this.#addWhole(line.kind[at]!, bin, until);
        bin = until;
        fromNs = this.edgeNs(bin);
        before = sumsAt(line, at, fromNs);
        continue;
      }
      const toNs = Math.min(endNs, this.edgeNs(bin + 1));
      at = lastAtMost(line, at, toNs);
      const sums = sumsAt(line, at, toNs);
      const running = sums.running - before.running;
      const ready = sums.ready - before.ready;
      this.running[bin]! += running / this.binNs;
      this.ready[bin]! += ready / this.binNs;
      this.suspended[bin]! += Math.max(0, toNs - fromNs - running - ready) / this.binNs;
      fromNs = toNs;
      before = sums;
      bin++;
    }
  }

  /** Where a bin begins. */
  edgeNs(bin: number): number {
    return this.fromNs + bin * this.binNs;
  }

  /** One task was in a state during the whole of the bins `from` to `to` (exclusive). */
  #addWhole(kind: number, from: number, to: number): void {
    const state = STATE_OF[kind]!;
    this.#step(from, state, 1);
    this.#step(to, state, -1);
  }

  #step(bin: number, state: number, by: number): void {
    this.#steps ??= new Int32Array(STATES * (this.count + 1));
    this.#steps[STATES * bin + state]! += by;
  }

  peak(): number {
    let peak = 0;
    for (let bin = 0; bin < this.running.length; bin++)
      peak = Math.max(peak, this.running[bin]! + this.ready[bin]! + this.suspended[bin]!);
    return peak;
  }
}

/** Time running and ready from the task's start to a moment in stretch `at`. */
function sumsAt(line: Timeline, at: number, ns: number): { running: number; ready: number } {
  const part = ns - line.fromNs[at]!;
  const kind = line.kind[at];
  const isReady = kind === StretchKind.ready || kind === StretchKind.readyAtMost;
  return {
    running: line.runningBefore[at]! + (kind === StretchKind.running ? part : 0),
    ready: line.readyBefore[at]! + line.atMostBefore[at]! + (isReady ? part : 0),
  };
}

/** The last stretch that begins at or before a time, looked for near `from` first. */
function lastAtMost(line: Timeline, from: number, ns: number): number {
  let step = 1;
  let low = from;
  let high = from + 1;
  while (high < line.length && line.fromNs[high]! <= ns) {
    low = high;
    high = Math.min(line.length, high + step);
    step *= 2;
  }
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if (line.fromNs[middle]! <= ns) low = middle;
    else high = middle;
  }
  return low;
}
