import type { AppState, Settings } from '../../protocol/bridge.ts';
import { main } from '../bridge.ts';
import { useUi } from './ui-store.ts';

type Change = Partial<Omit<Settings, 'panels' | 'runOptions'>>;

/** What main has not answered yet, the oldest first. */
const underWay: Change[] = [];

/** Changes settings here at once, so that what is done next goes by them; main remembers them between starts. */
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

/** What main told of the app, with what was changed since: it may have told that before it heard of the change. */
export const withChanges = (app: AppState): AppState => ({
  ...app,
  settings: Object.assign({}, app.settings, ...underWay),
});
