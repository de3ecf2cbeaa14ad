// Where the tests of `node:test` stand, which it tells with their results. Node asks V8 for that with a function that
// nobody else gets at; but a test is a resource, which is told of before it is given its place.

import { findSourceMap } from 'node:module';
import { internals } from '../runtime/internals.ts';
import { columnsFor } from './written-columns.ts';

interface Place {
  readonly line: number;
  column: number;
  readonly file: string;
}

/** A test was made, or another resource of the same name: from now on its place is the author's. */
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
  place.column = columnsFor(place.file)?.original(place.line, place.column) ?? place.column;
}

interface Options {
  getOptionValue(name: string): unknown;
}

/** Then Node leads from the text with markers to what its author wrote by itself; in tests not where the program has asked for it. */
const followsMaps = (): boolean =>
  internals()?.requireBuiltin<Options>('internal/options').getOptionValue('--enable-source-maps') === true;
