import { NO_FLOAT32, NO_FLOAT64, NO_INT32, NO_UINT8, Table } from '../columns/columns.ts';
import type { Drain } from '../moment/drains.ts';
import type { LoopLane, PauseLane, Stretches } from '../view-types.ts';

/** Stretches as they are found; `take` cuts the columns to size, so that they can be handed over. */
export class StretchList extends Table {
  row = NO_INT32;
  fromNs = NO_FLOAT64;
  toNs = NO_FLOAT64;
  kind = NO_UINT8;
  awaited = NO_UINT8;
  count = NO_INT32;
  mostly = NO_UINT8;
  run = NO_INT32;

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
  drainNs = NO_FLOAT64;
  drainPhase = NO_UINT8;
  fromNs = NO_FLOAT64;
  toNs = NO_FLOAT64;
  phase = NO_UINT8;
  count = NO_INT32;
  longestNs = NO_FLOAT64;
  share = NO_FLOAT32;
  isLoading = NO_UINT8;

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
  fromNs = NO_FLOAT64;
  toNs = NO_FLOAT64;
  share = NO_FLOAT32;

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
