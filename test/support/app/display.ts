import type { TestProject } from 'vitest/node';
import { startDisplay } from '../../../scripts/display.mjs';
import { hasDisplay } from '../../../scripts/setup/system-libraries.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** The DISPLAY of each worker; empty if all use the real display. */
    displays: string[];
  }
}

/** Global set-up: starts a virtual display for each worker of the whole-app tests, unless there is a real one. */
export default async function setup({ config, provide }: TestProject): Promise<() => void> {
  const count = hasDisplay ? 0 : Number(config.maxWorkers);
  const displays = await Promise.all(Array.from({ length: count }, startDisplay));
  provide(
    'displays',
    displays.map(({ display }) => display),
  );
  return () => {
    for (const { stop } of displays) stop();
  };
}
