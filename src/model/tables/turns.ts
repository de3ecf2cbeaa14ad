import { countAtMost, FIRST_ROWS, Table } from './columns.ts';
import { Longest } from './longest.ts';

/** One row a turn of a stream's event loop, ascending: busy from `fromNs` to `toNs`, idle until the next. */
export class TurnTable extends Table {
  fromNs = new Float64Array(FIRST_ROWS);
  /** Infinity for the turn that goes on. */
  toNs = new Float64Array(FIRST_ROWS);
  /** A LoopPhase. */
  phase = new Uint8Array(FIRST_ROWS);
  /** By how much a timer's callback came late; 0 for other turns. */
  lateNs = new Float32Array(FIRST_ROWS);
  /** The delay a timer was set with in milliseconds; 0 for other turns, and where it is not to keep the program. */
  delayMs = new Uint32Array(FIRST_ROWS);
  /** For how long the loop was busy before it, all together. */
  beforeNs = new Float64Array(FIRST_ROWS);

  /** Of the turns before the last: those that cannot change any more. */
  readonly longest = new Longest((turn) => this.toNs[turn]! - this.fromNs[turn]!);

  /** Over the turns that ended. */
  busyNs = 0;
  longestNs = 0;
  /** When the loop last stopped being idle. */
  idleEndNs = 0;

  /** The turn that goes on ended `idleNs` ago; another begins. */
  begin(phase: number, nowNs: number, idleNs: number, lateNs = 0, delayMs = 0): number {
    if (this.length > 0) this.close(nowNs - idleNs);
    if (idleNs > 0) this.idleEndNs = nowNs;
    const turn = this.addRow();
    this.fromNs[turn] = nowNs;
    this.toNs[turn] = Number.POSITIVE_INFINITY;
    this.phase[turn] = phase;
    this.lateNs[turn] = lateNs;
    this.delayMs[turn] = delayMs;
    this.beforeNs[turn] = this.busyNs;
    return turn;
  }

  /** For how long the loop was busy by then; a turn that goes on counts up to `openUntilNs`. */
  busyUntil(ns: number, openUntilNs: number): number {
    const turn = countAtMost(this.fromNs, this.length, ns) - 1;
    if (turn < 0) return 0;
    const toNs = Math.max(this.fromNs[turn]!, Math.min(this.toNs[turn]!, openUntilNs));
    return this.beforeNs[turn]! + Math.min(ns, toNs) - this.fromNs[turn]!;
  }

  /** Whether the last turn has not ended yet. */
  get goesOn(): boolean {
    return this.length > 0 && this.toNs[this.length - 1] === Number.POSITIVE_INFINITY;
  }

  /** Ends the turn that goes on; false when none does. */
  close(atNs: number): boolean {
    if (!this.goesOn) return false;
    const last = this.length - 1;
    const toNs = Math.max(atNs, this.fromNs[last]!);
    this.toNs[last] = toNs;
    const lengthNs = toNs - this.fromNs[last]!;
    this.busyNs += lengthNs;
    if (lengthNs > this.longestNs) this.longestNs = lengthNs;
    return true;
  }
}
