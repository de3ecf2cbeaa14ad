import type { ThemeChoice } from '../../../protocol/bridge.ts';
import { useUi } from '../ui-store.ts';
import { changeSettings } from './settings.ts';

/** Applies the chosen theme to the page, now and whenever it changes. `system` leaves the choice to the style sheets. */
export function keepTheme(): void {
  const apply = (theme: ThemeChoice | undefined): void => {
    const root = document.documentElement;
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  useUi.subscribe((state, before) => {
    if (state.app?.settings.theme !== before.app?.settings.theme) apply(state.app?.settings.theme);
  });
}

export const chooseTheme = (theme: ThemeChoice): Promise<void> => changeSettings({ theme });
