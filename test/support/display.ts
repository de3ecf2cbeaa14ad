import { startDisplay } from '../../scripts/display.mjs';
import { hasDisplay } from '../../scripts/system-libraries.mjs';

/** Global set-up: a virtual display for all whole-app tests where there is no real one. */
export default async function setup(): Promise<(() => void) | undefined> {
  if (hasDisplay) return undefined;
  const { display, stop } = await startDisplay();
  process.env.DISPLAY = display;
  return stop;
}
