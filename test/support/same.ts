// Programs that must not be able to tell whether they are traced.

import { expect } from 'vitest';
import type { ProgramOptions, Source } from './program.ts';
import { both, type TracedRun } from './traced.ts';

/** Runs a program without and with the tracer: all that its starter can see is the same, and no file lacked markers. */
export async function same(source: Source, options: ProgramOptions = {}): Promise<TracedRun> {
  const { plain, traced } = await both(source, options);
  expect(traced.ending).toEqual(plain);
  // A program that says nothing proves nothing.
  expect(plain.stdout).not.toBe('');
  expect(traced.report.capture.notices).toEqual([]);
  return traced;
}

/** A stack's lines. Node runs microtasks from its own JavaScript or from below, as it happens: without that frame. */
export const framesOf = (output: string): string[] =>
  output.split('\n').filter((line) => !line.includes('processTicksAndRejections'));
