// The part of the tracer that parses a program's text and puts markers into it: three fifths of its code. A program whose files all have their
// markers from an earlier run (shared-markers.ts) does without it.

import { loadCompiled } from '../unseen/compiled-bundle.ts';

type Instrumenter = typeof import('../instrument/index.ts');

let compiled: string | null = null;
let loaded: Instrumenter | null = null;

/** `inFile`: the compiled tracer that the recorder keeps; null for none. */
export function compiledIn(inFile: string | null): void {
  compiled = inFile;
}

/** Loads that part when it is first needed. */
export const instrumenter = (): Instrumenter =>
  (loaded ??= loadCompiled<Instrumenter>('instrument', compiled));
