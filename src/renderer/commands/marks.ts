// Tells main, which owns the menu bar, which choices and toggles are set.

import type { CommandId } from '../../protocol/commands.ts';
import { main } from '../bridge.ts';
import { type UiState, useUi } from '../store/ui-store.ts';

export function markedCommands({ grouping, order, app, elastic }: UiState): CommandId[] {
  return [
    `group-${grouping}`,
    `order-${order}`,
    ...(app === null ? [] : ([`theme-${app.settings.theme}`] as const)),
    ...(app?.settings.includesModules ? (['toggle-modules'] as const) : []),
    ...(elastic ? (['toggle-elastic'] as const) : []),
    ...(app?.settings.counters ? (['toggle-counters'] as const) : []),
  ];
}

/** To be called once. */
export function keepMenuMarked(): void {
  let told = '';
  const tell = (state: UiState): void => {
    const ids = markedCommands(state);
    if (state.app === null || ids.join() === told) return;
    told = ids.join();
    void main.markCommands(ids);
  };
  useUi.subscribe(tell);
  tell(useUi.getState());
}
