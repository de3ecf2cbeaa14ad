import { type Side, useUi } from '../store/ui-store.ts';
import type { ChartView } from './chart-view.ts';

const charts = new Map<Side, ChartView>();

/** The chart that commands are for; null while there is none. */
export const activeChart = (): ChartView | null => chartOf(useUi.getState().activeSide);

const chartOf = (side: Side): ChartView | null => charts.get(side) ?? null;

/** All that are shown. */
export const allCharts = (): readonly ChartView[] => [...charts.values()];

export function setChart(side: Side, chart: ChartView | null): void {
  if (chart === null) charts.delete(side);
  else charts.set(side, chart);
}
