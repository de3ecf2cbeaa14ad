// Whether V8 counts what runs, for code coverage. It counts in the text that runs. The files that Node writes can be corrected
// (src/tracer/unseen/coverage.ts), but whoever asks the inspector gets the answer from V8 itself.

let counted = (process.env.NODE_V8_COVERAGE ?? '') !== '';

/** Whether texts have to be compiled as their author wrote them. */
export const isCounted = (): boolean => counted;
export function countingBegins(): void {
  counted = true;
}
