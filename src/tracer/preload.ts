// Runs in the user's process before any of the user's code (`--require`), and leaves no trace of that. Threads that are not to be traced
// load it as well (on Node 20 the thread for loader hooks, for which the program waits), so the tracer itself is in another file.

import { ownThread } from './own-thread.ts';
import { catchCollections } from './runtime/collections.ts';
import { findInternals } from './runtime/internals.ts';
import { takeSettings } from './settings.ts';
import { numberApart } from './unseen/async-ids.ts';
import { loadCompiled } from './unseen/compiled-bundle.ts';

type Tracer = typeof import('./start.ts');

const settings = takeSettings(__filename);
if (settings !== null) {
  const node = findInternals();
  const hearCollections = catchCollections(node);
  const numberAsBefore = numberApart(node);
  // First, because the sending thread takes as long to start, on another processor, as the tracer takes to load.
  const thread = ownThread(settings, node);
  if (thread !== null) {
    loadCompiled<Tracer>('start', thread.options.compiled).start(thread, node, hearCollections, __filename);
  }
  numberAsBefore();
}
