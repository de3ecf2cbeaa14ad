import { type Side, useUi } from '../store/ui-store.ts';
import type { TimeView } from './time/time-view.ts';
import type { TimeWindow } from './time/time-window.ts';

/** What commands, keys and links can do with a chart. */
export interface SteeredChart {
  readonly time: TimeView;
  readonly rows: SteeredRows;
  /** The moment under the pointer; null while the pointer is elsewhere. */
  readonly pointedNs: number | null;
  readonly nsPerPx: number;
  /** Folds exactly these stretches of time. */
  fold(folds: readonly TimeWindow[]): void;
  focusRows(): void;
}

/** Rows are named by their ids. */
export interface SteeredRows {
  setCollapsed(id: number, collapsed: boolean): void;
  setAllCollapsed(collapsed: boolean): void;
  togglePin(id: number): void;
  unpinAll(): void;
  /** The worker has rearranged the rows. */
  changed(): void;
  /** Opens what hides a row and scrolls to it. */
  reveal(id: number): Promise<void>;
}

const charts = new Map<Side, SteeredChart>();

/** The chart that commands act on; null while there is none. */
export const activeChart = (): SteeredChart | null => chartOf(useUi.getState().activeSide);

const chartOf = (side: Side): SteeredChart | null => charts.get(side) ?? null;

/** All charts that are shown. */
export const allCharts = (): readonly SteeredChart[] => [...charts.values()];

export function setChart(side: Side, chart: SteeredChart | null): void {
  if (chart === null) charts.delete(side);
  else charts.set(side, chart);
}
