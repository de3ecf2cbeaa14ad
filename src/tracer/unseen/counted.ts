// Whether V8 counts what runs, for code coverage: it counts in the text that runs. Node's own files of that are put right
// (src/tracer/unseen/coverage.ts); whoever asks the inspector has the answer from V8 itself.

import { watch } from '../names/watched.ts';
import { binding } from '../runtime/internals.ts';

interface Inspector {
  readonly Connection?: { readonly prototype: { dispatch(message: string): void } };
}

let counted = (process.env.NODE_V8_COVERAGE ?? '') !== '';

/** What is compiled from now on has to be as its author wrote it. */
export const isCounted = (): boolean => counted;
export function countingBegins(): void {
  counted = true;
}

/** Every session of a thread asks through the same. */
export function watchCounting(): void {
  const prototype = binding<Inspector>('inspector')?.Connection?.prototype;
  if (prototype === undefined) return;
  watch(prototype, 'dispatch', (call, [message]) => {
    if (typeof message === 'string' && message.includes('"Profiler.startPreciseCoverage"')) countingBegins();
    return call();
  });
}
