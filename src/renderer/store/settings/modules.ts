import { useUi } from '../ui-store.ts';
import { changeSettings } from './settings.ts';

/** Switches the tracing of what is under node_modules on or off, from the next run on. The choice is remembered. */
export const toggleModules = (): Promise<void> =>
  changeSettings({ includesModules: useUi.getState().app?.settings.includesModules !== true });
