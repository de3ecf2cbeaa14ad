import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json: the bundle lies in out/cli. */
const root = fileURLToPath(new URL('../..', import.meta.url));

export const tracerFile = join(root, 'out/tracer/preload.cjs');
/** Sets up what is missing and opens the app; only a checkout has it. */
export const startScript = join(root, 'scripts/start.mjs');
