// The part of the tracer that parses a program's text and puts markers into it: three fifths of its code. A program whose files all have their
// markers from an earlier run (shared-markers.ts) does without it.

import { isMainThread } from 'node:worker_threads';
import { forgetSurvivors } from '../runtime/young-generation.ts';
import { loadCompiled } from '../unseen/compiled-bundle.ts';

type Instrumenter = typeof import('../instrument/index.ts');

let compiled: string | null = null;
let loaded: Instrumenter | null = null;

/** `inFile`: the compiled tracer that the recorder keeps; null for none. */
export function compiledIn(inFile: string | null): void {
  compiled = inFile;
}

/** Loads that part when it is first needed, which is mostly right before the program's first line. */
export function instrumenter(): Instrumenter {
  if (loaded !== null) return loaded;
  loaded = loadCompiled<Instrumenter>('instrument', compiled);
  if (isMainThread) forgetSurvivors();
  return loaded;
}
