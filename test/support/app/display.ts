import type { TestProject } from 'vitest/node';
import { startDisplay } from '../../../scripts/display.mjs';
import { hasDisplay } from '../../../scripts/setup/system-libraries.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** A value for DISPLAY for each worker; none where all use the real one. */
    displays: string[];
  }
}

/** Global set-up: a virtual display for each worker of the whole-app tests where there is no real one. */
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
