import { Brought, LoopPhase } from '../../protocol/events.ts';
import { Int32Column, LongTable, Uint8Column } from '../columns/long-table.ts';
import { Longest } from '../columns/longest.ts';
import { LaterColumn, LengthColumn, MomentColumn } from '../columns/time-columns.ts';

/** One row per turn of a stream's event loop, ascending. The loop is busy from `fromNs` to `toNs`, then idle until the next. */
export class TurnTable extends LongTable {
  readonly fromNs = this.column(new MomentColumn());
  /** Infinity for the turn that goes on. */
  readonly toNs = this.column(new LaterColumn(this.fromNs));
  /** A LoopPhase. */
  readonly phase = this.column(new Uint8Column());
  /** By how much a timer's callback was late; 0 for other turns. */
  readonly lateNs = this.column(new LengthColumn());
  /** A timer's delay in milliseconds, 0 if it does not keep the program from ending; for other turns a Brought, see `brings`. */
  readonly delayMs = this.column(new Int32Column());
  /** For how long the loop had been busy before it, in total. */
  readonly beforeNs = this.column(new MomentColumn());
  /** How many runs of all streams came before it. */
  readonly #runsBefore = this.column(new Int32Column());

  /** Covers the turns that cannot change any more: all before the last. */
  readonly longest = new Longest((turn) => this.toNs.get(turn) - this.fromNs.get(turn));

  /** The total of the turns that have ended. */
  busyNs = 0;
  longestNs = 0;
  /**
   * The earliest moment at which something that the loop now learns from the system can have happened. That is when the loop last stopped
   * being idle, or when it asked the system before that. If it had happened earlier, the loop would have learnt of it then.
   */
  happenedSinceNs = 0;
  /** When a listener of the program last received a signal, -1 for never. */
  signalledNs = -1;
  #askedNs = 0;

  /** To be called when the loop has asked the system what happened. Between `ns` and that moment the program did not run. */
  asked(ns: number): void {
    this.happenedSinceNs = this.#askedNs;
    this.#askedNs = ns;
  }

  /** Adds the turns that cannot change any more to `longest`. */
  growLongest(): void {
    this.longest.grow(this.length - 1);
  }

  /** The present turn ended `idleNs` ago, and another one begins, after `runsBefore` runs of all streams. */
  begin(phase: number, nowNs: number, idleNs: number, runsBefore: number, lateNs = 0, delayMs = 0): number {
    if (this.length > 0) this.close(nowNs - idleNs);
    if (idleNs > 0) this.happenedSinceNs = this.#askedNs = nowNs;
    const turn = this.addRow();
    this.fromNs.set(turn, nowNs);
    this.phase.set(turn, phase);
    if (lateNs !== 0) this.lateNs.set(turn, lateNs);
    if (delayMs !== 0) this.delayMs.set(turn, delayMs);
    if (phase === LoopPhase.poll && delayMs === Brought.signal) this.signalledNs = nowNs;
    this.beforeNs.set(turn, this.busyNs);
    this.#runsBefore.set(turn, runsBefore);
    return turn;
  }

  /** The runs of this stream that began in a turn are among those from `from` to `to` (exclusive). */
  runsOf(turn: number): { readonly from: number; readonly to: number } {
    const to = turn + 1 < this.length ? this.#runsBefore.get(turn + 1) : Number.POSITIVE_INFINITY;
    return { from: this.#runsBefore.get(turn), to };
  }

  /** The turn in which a run of this stream began. */
  ofRun(run: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#runsBefore.get(middle) <= run) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Whether a turn began with this from outside the program. */
  brings(turn: number, what: Exclude<Brought, typeof Brought.nothing>): boolean {
    return this.phase.get(turn) === LoopPhase.poll && this.delayMs.get(turn) === what;
  }

  /** The delay of the timer whose callback the last turn calls: 0 in the check phase, -1 if unknown. */
  get timerMs(): number {
    const last = this.length - 1;
    if (this.phase.get(last) === LoopPhase.check) return 0;
    return this.phase.get(last) === LoopPhase.timers ? this.delayMs.get(last) || -1 : -1;
  }

  /** For how long the loop had been busy by a moment; a turn that has not ended counts up to `openUntilNs`. */
  busyUntil(ns: number, openUntilNs: number): number {
    const turn = this.fromNs.countAtMost(this.length, ns) - 1;
    if (turn < 0) return 0;
    const fromNs = this.fromNs.get(turn);
    const toNs = Math.max(fromNs, Math.min(this.toNs.get(turn), openUntilNs));
    return this.beforeNs.get(turn) + Math.min(ns, toNs) - fromNs;
  }

  /** Whether the last turn has not ended yet. */
  get goesOn(): boolean {
    return this.length > 0 && this.toNs.get(this.length - 1) === Number.POSITIVE_INFINITY;
  }

  /** Ends the present turn; false if there is none. */
  close(atNs: number): boolean {
    if (!this.goesOn) return false;
    const last = this.length - 1;
    const fromNs = this.fromNs.get(last);
    const toNs = Math.max(atNs, fromNs);
    this.toNs.set(last, toNs);
    const lengthNs = toNs - fromNs;
    this.busyNs += lengthNs;
    if (lengthNs > this.longestNs) this.longestNs = lengthNs;
    return true;
  }
}
