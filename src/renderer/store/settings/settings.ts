import type { AppState, Settings } from '../../../protocol/bridge.ts';
import { main } from '../../bridge.ts';
import { useUi } from '../ui-store.ts';

type Change = Partial<Omit<Settings, 'panels' | 'runOptions'>>;

/** Changes that main has not confirmed yet, the oldest first. */
const underWay: Change[] = [];

/** Changes settings here at once, so that the next action uses them; main stores them. */
export async function changeSettings(change: Change): Promise<void> {
  const { app } = useUi.getState();
  if (app === null) return;
  underWay.push(change);
  useUi.setState({ app: withChanges(app) });
  try {
    await main.changeSettings(change);
  } finally {
    underWay.splice(underWay.indexOf(change), 1);
  }
}

/** The app's state from main, with unconfirmed changes applied: main may have sent it before it received them. */
export const withChanges = (app: AppState): AppState => ({
  ...app,
  settings: Object.assign({}, app.settings, ...underWay),
});
