// Runs in the user's process before anything of the user's (`--require`), and leaves no trace of that. Threads that are not
// to be traced load it, too (on Node 20 the one for loader hooks, which the program waits for): so the tracer is another file.

import { takeSettings } from './settings.ts';
import { loadBundle } from './unseen/own-bundles.ts';

const settings = takeSettings(__filename);
if (settings !== null) {
  loadBundle<typeof import('./start.ts')>('start.cjs').start(settings, __filename);
}
