// What a traced program has of memory at its first line, as V8 itself tells it.

import { expect, test } from 'vitest';
import { both } from '../support/traced.ts';

test('V8 gives a program’s new objects as much room as untraced, and has the flags that it had', async () => {
  const { plain, traced } = await both(`
    import { cachedDataVersionTag, getHeapSpaceStatistics } from 'node:v8';
    const young = () => getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size;
    // It makes 8 MiB that nobody keeps, which takes some eight collections.
    for (let left = 1024; left > 0; left--) new Array(1024);
    console.log(young(), cachedDataVersionTag());
  `);
  expect(traced.stdout).toBe(plain.stdout);
});
