import { activeChart } from '../chart/active-chart.ts';
import type { TimeWindow } from '../chart/time/time-window.ts';
import { currentClient } from '../session/session.ts';
import { ignoreClosed } from '../session/session-client.ts';
import { afterSelecting } from './in-turn.ts';
import { selectedRow } from './selection.ts';
import { useUi } from './ui-store.ts';

/**
 * Shows the dragged range, else the wait or the run that is picked, else all of what is selected, else everything. Once more,
 * where the picked one fills the chart already, shows what it is a part of.
 */
export const fitSelection = afterSelecting(async () => {
  const { range, selectedWait, steppedRun } = useUi.getState();
  const view = activeChart();
  if (view === null) return;
  if (range !== null) {
    view.time.show(range.fromNs, range.toNs, 0);
    return;
  }
  const picked = selectedWait === null ? steppedRun : stretchOf(selectedWait.wait, view.time.edgeNs());
  const fits = picked === null || view.time.shows(picked) ? await wholeSelection() : picked;
  if (activeChart() !== view) return;
  if (fits === null) view.time.fitAll();
  else view.time.show(fits.fromNs, fits.toNs);
});

/** All of the task, the thread or the row of many that is selected. */
async function wholeSelection(): Promise<TimeWindow | null> {
  const state = useUi.getState();
  const id = selectedRow(state);
  if (id === null) return null;
  const known = state.details ?? state.foldDetails ?? state.threadDetails;
  // Those of a million tasks take a while to come; what is known is shown at once, before another key.
  const extent = known ?? (await currentClient()?.query('extent', { id }).catch(ignoreClosed));
  return extent == null ? null : stretchOf(extent, activeChart()?.time.edgeNs() ?? extent.startNs);
}

const stretchOf = (
  { startNs, endNs }: { readonly startNs: number; readonly endNs: number | null },
  edgeNs: number,
): TimeWindow => ({ fromNs: startNs, toNs: endNs ?? edgeNs });
