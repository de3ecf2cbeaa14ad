import type { ChartView } from './chart-view.ts';

let active: ChartView | null = null;

/** The chart that is shown, for commands; null while there is none. */
export const activeChart = (): ChartView | null => active;

export function setActiveChart(chart: ChartView | null): void {
  active = chart;
}
