import { activeChart } from '../chart/active-chart.ts';
import type { TimeWindow } from '../chart/time/time-window.ts';
import { currentClient } from '../session/session.ts';
import { ignoreClosed } from '../session/session-client.ts';
import { afterSelecting } from './in-turn.ts';
import { selectedRow } from './selection.ts';
import { useUi } from './ui-store.ts';

/**
 * Shows the dragged range, else the picked wait or run, else all of what is selected, else everything. If the picked one fills the chart
 * already, shows all of what is selected.
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

/** The whole extent of the selected task, thread or row of many tasks. */
async function wholeSelection(): Promise<TimeWindow | null> {
  const state = useUi.getState();
  const id = selectedRow(state);
  if (id === null) return null;
  const known = state.details ?? state.foldDetails ?? state.threadDetails;
  // The extent of a million tasks takes a while. A known one is used at once, so that the next key already acts on the result.
  const extent = known ?? (await currentClient()?.query('extent', { id }).catch(ignoreClosed));
  return extent == null ? null : stretchOf(extent, activeChart()?.time.edgeNs() ?? extent.startNs);
}

const stretchOf = (
  { startNs, endNs }: { readonly startNs: number; readonly endNs: number | null },
  edgeNs: number,
): TimeWindow => ({ fromNs: startNs, toNs: endNs ?? edgeNs });
