import { FIRST_ROWS, Table } from '../columns/columns.ts';
import type { Drain } from '../moment/drains.ts';
import type { LoopLane, PauseLane, Stretches } from '../view-types.ts';

/** Stretches as they are found; `take` cuts the columns to size, so that they can be handed over. */
export class StretchList extends Table {
  row = new Int32Array(FIRST_ROWS);
  fromNs = new Float64Array(FIRST_ROWS);
  toNs = new Float64Array(FIRST_ROWS);
  kind = new Uint8Array(FIRST_ROWS);
  awaited = new Uint8Array(FIRST_ROWS);
  count = new Int32Array(FIRST_ROWS);
  mostly = new Uint8Array(FIRST_ROWS);
  run = new Int32Array(FIRST_ROWS);

  add(
    row: number,
    fromNs: number,
    toNs: number,
    kind: number,
    awaited: number,
    count: number,
    mostly: number,
    run: number,
  ): void {
    const at = this.addRow();
    this.row[at] = row;
    this.fromNs[at] = fromNs;
    this.toNs[at] = toNs;
    this.kind[at] = kind;
    this.awaited[at] = awaited;
    this.count[at] = count;
    this.mostly[at] = mostly;
    this.run[at] = run;
  }

  take(): Stretches {
    const { length } = this;
    return {
      length,
      row: this.row.slice(0, length),
      fromNs: this.fromNs.slice(0, length),
      toNs: this.toNs.slice(0, length),
      kind: this.kind.slice(0, length),
      awaited: this.awaited.slice(0, length),
      count: this.count.slice(0, length),
      mostly: this.mostly.slice(0, length),
      run: this.run.slice(0, length),
    };
  }
}

/** The same for the turns of the loop. */
export class TurnList extends Table {
  readonly #nsPerPx: number;
  drainNs = new Float64Array(FIRST_ROWS);
  drainPhase = new Uint8Array(FIRST_ROWS);
  fromNs = new Float64Array(FIRST_ROWS);
  toNs = new Float64Array(FIRST_ROWS);
  phase = new Uint8Array(FIRST_ROWS);
  count = new Int32Array(FIRST_ROWS);
  longestNs = new Float64Array(FIRST_ROWS);
  share = new Float32Array(FIRST_ROWS);
  isLoading = new Uint8Array(FIRST_ROWS);

  constructor(nsPerPx: number) {
    super();
    this.#nsPerPx = nsPerPx;
  }

  add(
    fromNs: number,
    toNs: number,
    phase: number,
    count: number,
    longestNs: number,
    share: number,
    drain: Drain | null,
    isLoading: boolean,
  ): void {
    const at = this.addRow();
    this.fromNs[at] = fromNs;
    this.toNs[at] = toNs;
    this.phase[at] = phase;
    this.count[at] = count;
    this.longestNs[at] = longestNs;
    this.share[at] = share;
    this.drainNs[at] = drain?.fromNs ?? Number.NaN;
    this.drainPhase[at] = drain?.phase ?? 0;
    this.isLoading[at] = isLoading ? 1 : 0;
  }

  take(sinceNs: number, pauses: PauseLane): LoopLane {
    const { length } = this;
    return {
      sinceNs,
      length,
      nsPerPx: this.#nsPerPx,
      fromNs: this.fromNs.slice(0, length),
      toNs: this.toNs.slice(0, length),
      phase: this.phase.slice(0, length),
      count: this.count.slice(0, length),
      longestNs: this.longestNs.slice(0, length),
      share: this.share.slice(0, length),
      drainNs: this.drainNs.slice(0, length),
      drainPhase: this.drainPhase.slice(0, length),
      isLoading: this.isLoading.slice(0, length),
      pauses,
    };
  }
}

/** The same for the runtime's pauses. */
export class PauseList extends Table {
  fromNs = new Float64Array(FIRST_ROWS);
  toNs = new Float64Array(FIRST_ROWS);
  share = new Float32Array(FIRST_ROWS);

  add(fromNs: number, toNs: number, share: number): void {
    const at = this.addRow();
    this.fromNs[at] = fromNs;
    this.toNs[at] = toNs;
    this.share[at] = share;
  }

  take(): PauseLane {
    const { length } = this;
    return {
      length,
      fromNs: this.fromNs.slice(0, length),
      toNs: this.toNs.slice(0, length),
      share: this.share.slice(0, length),
    };
  }
}
