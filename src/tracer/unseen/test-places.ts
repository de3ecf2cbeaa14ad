// Corrects the places of `node:test`'s tests, which it reports with their results. Node asks V8 for them with a function that nobody else can
// reach. But a test is a resource, and is reported before its place is written into it.

import { findSourceMap } from 'node:module';
import { internals } from '../runtime/internals.ts';
import { columnsFor } from './written-columns.ts';

interface Place {
  line: number;
  column: number;
  readonly file: string;
}

/** A test was made, or another resource of the same type: from now on its place is the author's. */
export function testMade(test: object): void {
  if (!('createSubtest' in test)) return;
  const property = { configurable: true, enumerable: true };
  Object.defineProperty(test, 'loc', {
    ...property,
    get: () => undefined,
    set: (value: Place | undefined) => {
      if (value !== undefined) restore(value);
      Object.defineProperty(test, 'loc', { ...property, writable: true, value });
    },
  });
}

function restore(place: Place): void {
  if (followsMaps() && findSourceMap(place.file) !== undefined) return;
  Object.assign(place, columnsFor(place.file)?.place(place.line, place.column));
}

interface Options {
  getOptionValue(name: string): unknown;
}

/** With this option Node itself leads a test's place to the author's text. It does not if only the program has switched source maps on. */
const followsMaps = (): boolean =>
  internals()?.requireBuiltin<Options>('internal/options').getOptionValue('--enable-source-maps') === true;
