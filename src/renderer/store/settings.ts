import type { Settings } from '../../protocol/bridge.ts';
import { main } from '../bridge.ts';
import { useUi } from './ui-store.ts';

/** Changes what is remembered between starts, and shows it. */
export async function changeSettings(change: Partial<Settings>): Promise<void> {
  const settings = await main.changeSettings(change);
  useUi.setState(({ app }) => ({ app: app === null ? null : { ...app, settings } }));
}
