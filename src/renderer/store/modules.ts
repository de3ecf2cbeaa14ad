import { main } from '../bridge.ts';
import { useUi } from './ui-store.ts';

/** From the next run on programs are traced into what is under node_modules, or not; it is remembered. */
export async function toggleModules(): Promise<void> {
  const includesModules = useUi.getState().app?.settings.includesModules !== true;
  const settings = await main.changeSettings({ includesModules });
  useUi.setState(({ app }) => ({ app: app === null ? null : { ...app, settings } }));
}
