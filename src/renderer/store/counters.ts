import { main } from '../bridge.ts';
import { type UiState, useUi } from './ui-store.ts';

/** Whether charts show the counters over time. */
export const showsCounters = ({ app }: UiState): boolean => app?.settings.counters === true;

/** Shows them or hides them; it is remembered. */
export async function toggleCounters(): Promise<void> {
  const settings = await main.changeSettings({ counters: !showsCounters(useUi.getState()) });
  useUi.setState(({ app }) => ({ app: app === null ? null : { ...app, settings } }));
}
