// Runs in the user's process before anything of the user's (`--require`), and leaves no trace of that. Threads that are not
// to be traced load it, too (on Node 20 the one for loader hooks, which the program waits for): so the tracer is another file.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { takeSettings } from './settings.ts';

const settings = takeSettings(__filename);
if (settings !== null) {
  const require = createRequire(__filename);
  const file = join(__dirname, 'start.cjs');
  const tracer = require(file) as typeof import('./start.ts');
  delete require.cache[file];
  tracer.start(settings, __filename);
}
