import { type UiState, useUi } from '../ui-store.ts';
import { changeSettings } from './settings.ts';

/** Whether charts show the counters over time. */
export const showsCounters = ({ app }: UiState): boolean => app?.settings.counters === true;

/** Shows or hides them. The choice is remembered. */
export const toggleCounters = (): Promise<void> =>
  changeSettings({ counters: !showsCounters(useUi.getState()) });
