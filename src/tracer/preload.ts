// Runs in the user's process before anything of the user's (`--require`), and leaves no trace of that. Threads that are not
// to be traced load it, too (on Node 20 the one for loader hooks, which the program waits for): so the tracer is another file.

import { ownThread } from './own-thread.ts';
import { catchCollections } from './runtime/collections.ts';
import { findInternals } from './runtime/internals.ts';
import { takeSettings } from './settings.ts';
import { numberApart } from './unseen/async-ids.ts';
import { loadTracer } from './unseen/compiled-bundle.ts';

const settings = takeSettings(__filename);
if (settings !== null) {
  const node = findInternals();
  const hearCollections = catchCollections(node);
  const numberAsBefore = numberApart(node);
  // Before the tracer is loaded: the sending thread takes as long to start as that, on another processor.
  const thread = ownThread(settings, node);
  if (thread !== null) {
    loadTracer(thread.options.compiled).start(thread, node, hearCollections, __filename);
  }
  numberAsBefore();
}
