// Programs that must not be able to tell whether they are traced.

import { expect } from 'vitest';
import type { ProgramOptions, Source } from './program.ts';
import { both, type TracedRun } from './traced.ts';

/** Runs a program without and with the tracer, and checks that its starter sees no difference and that every file got its markers. */
export async function same(source: Source, options: ProgramOptions = {}): Promise<TracedRun> {
  const { plain, traced } = await both(source, options);
  expect(traced.ending).toEqual(plain);
  // A program that prints nothing would prove nothing.
  expect(plain.stdout).not.toBe('');
  expect(traced.report.capture.notices).toEqual([]);
  return traced;
}

/**
 * The lines of a stack without the frame of Node's own microtask function: Node runs microtasks from its own JavaScript or natively,
 * depending on the situation.
 */
export const framesOf = (output: string): string[] =>
  output.split('\n').filter((line) => !line.includes('processTicksAndRejections'));
