// Whether V8 counts what runs, for code coverage. It counts in the text that runs. The files that Node writes can be corrected
// (src/tracer/unseen/coverage.ts), but whoever asks the inspector gets the answer from V8 itself.

import { watch } from '../names/watched.ts';
import { binding } from '../runtime/internals.ts';

interface Inspector {
  readonly Connection?: { readonly prototype: { dispatch(message: string): void } };
}

let counted = (process.env.NODE_V8_COVERAGE ?? '') !== '';

/** Whether texts have to be compiled as their author wrote them. */
export const isCounted = (): boolean => counted;
export function countingBegins(): void {
  counted = true;
}

/** The class through which every session of a thread asks. */
export function watchCounting(): void {
  const prototype = binding<Inspector>('inspector')?.Connection?.prototype;
  if (prototype === undefined) return;
  watch(prototype, 'dispatch', (call, { 0: message }) => {
    if (typeof message === 'string' && message.includes('"Profiler.startPreciseCoverage"')) countingBegins();
    return call();
  });
}
