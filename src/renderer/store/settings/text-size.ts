import { useUi } from '../ui-store.ts';
import { changeSettings } from './settings.ts';

/** The zoom factors of the window. */
const SIZES = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const;

/** Makes everything in the window one step larger or smaller. The choice is remembered. */
export function stepTextSize(step: 1 | -1): void {
  const size = useUi.getState().app?.settings.textSize ?? 1;
  const next = step === 1 ? SIZES.find((one) => one > size) : SIZES.findLast((one) => one < size);
  if (next !== undefined) void changeSettings({ textSize: next });
}

export const resetTextSize = (): Promise<void> => changeSettings({ textSize: 1 });
