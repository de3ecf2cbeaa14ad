// What a baseline says about findings without a place in the source.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readBaseline, writeBaseline } from '../../src/cli/baseline.ts';
import { isKnown } from '../../src/model/index.ts';
import { newFolder } from '../support/folder.ts';
import { placeless } from './placeless.ts';

test('a finding without a place is known by its message, whatever numbers that has', async () => {
  const file = join(newFolder(), 'known.json');
  await writeBaseline(file, [], [placeless('A callback held the loop for 51.2 ms, 3 times.')]);
  expect(JSON.parse(readFileSync(file, 'utf8')).known).toEqual([
    {
      id: 'never-settled',
      file: null,
      code: null,
      about: 'A callback held the loop for #, # times.',
    },
  ]);
  const known = await readBaseline(file);
  expect(isKnown(placeless('A callback held the loop for 1.20 s, 12 times.'), known)).toBe(true);
  expect(isKnown(placeless('Another one held the loop for 51.2 ms, 3 times.'), known)).toBe(false);
  expect(isKnown(placeless('A callback held the loop for 51.2 ms, 3 times.', 'late-timer'), known)).toBe(
    false,
  );
  const placed = {
    ...placeless('A callback held the loop for 51.2 ms, 3 times.'),
    file: '/a.mjs',
    code: 'x',
  };
  expect(isKnown(placed, known)).toBe(false);

  // Writing it once more changes nothing.
  await writeBaseline(file, known, [placeless('A callback held the loop for 70 ms, 4 times.')]);
  expect(await readBaseline(file)).toEqual(known);
});
