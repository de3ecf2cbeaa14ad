// Where the tests of `node:test` stand, which it tells with their results. Node asks V8 for that with a function that
// nobody else gets at; but a test is a resource, which is told of before it is given its place.

import { columnsFor, isMapped } from './written-columns.ts';

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

/** Where Node has a map it follows that from the text with markers. */
function restore(place: Place): void {
  if (isMapped(place.file)) return;
  place.column = columnsFor(place.file)?.original(place.line, place.column) ?? place.column;
}
