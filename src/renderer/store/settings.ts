import type { Settings } from '../../protocol/bridge.ts';
import { main } from '../bridge.ts';
import { useUi } from './ui-store.ts';

/** Changes settings here at once, so that what is done next goes by them; main remembers them between starts. */
export async function changeSettings(
  change: Partial<Omit<Settings, 'panels' | 'runOptions'>>,
): Promise<void> {
  const { app } = useUi.getState();
  if (app === null) return;
  useUi.setState({ app: { ...app, settings: { ...app.settings, ...change } } });
  await main.changeSettings(change);
}
