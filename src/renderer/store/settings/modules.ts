import { useUi } from '../ui-store.ts';
import { changeSettings } from './settings.ts';

/** From the next run on programs are traced into what is under node_modules, or not; it is remembered. */
export const toggleModules = (): Promise<void> =>
  changeSettings({ includesModules: useUi.getState().app?.settings.includesModules !== true });
