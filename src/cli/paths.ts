import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that contains package.json; this bundle is in out/cli. */
const root = fileURLToPath(new URL('../..', import.meta.url));

export const tracerFile = join(root, 'out/tracer/preload.cjs');
/** The script that sets up what is missing and opens the app; only a checkout has it. */
export const startScript = join(root, 'scripts/start.mjs');
