import { expect, test, vi } from 'vitest';
import type { AppState } from '../../../../src/protocol/bridge.ts';

vi.stubGlobal('window', { loopscope: {} });
const { main } = await import('../../../../src/renderer/bridge.ts');
const { changeSettings, withChanges } = await import('../../../../src/renderer/store/settings/settings.ts');
const { useUi } = await import('../../../../src/renderer/store/ui-store.ts');

test('a state that main sent before it received a change does not undo that change', async () => {
  const answers: (() => void)[] = [];
  Object.assign(main, { changeSettings: () => new Promise<void>((answer) => answers.push(answer)) });
  const told = (textSize: number) => ({ settings: { theme: 'light', textSize } }) as unknown as AppState;
  const settings = () => useUi.getState().app?.settings;
  const hear = (textSize: number) => useUi.setState({ app: withChanges(told(textSize)) });
  hear(1);
  const changes = [changeSettings({ textSize: 1.1 }), changeSettings({ textSize: 1.25 })];
  expect(settings()).toEqual({ theme: 'light', textSize: 1.25 });
  // Of the first change.
  hear(1.1);
  expect(settings()).toEqual({ theme: 'light', textSize: 1.25 });
  for (const answer of answers) answer();
  await Promise.all(changes);
  // Nothing is under way any more.
  hear(2);
  expect(settings()).toEqual({ theme: 'light', textSize: 2 });
  useUi.setState({ app: null });
});
