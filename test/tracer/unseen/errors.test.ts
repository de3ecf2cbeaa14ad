// Programs that nobody would write, in which everything fails: what they can learn of their errors is the same with the tracer as without.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { at } from '../../../scripts/paths.mjs';
import { randomErrors } from '../../support/random-errors.ts';
import { framesOf, same } from '../../support/same.ts';
import { both } from '../../support/traced.ts';

test('all that twenty programs made by chance print of five hundred errors is the same', async () => {
  const numbers = Array.from({ length: 20 }, (_, i) => 13 + i);
  const parts = readFileSync(at('test/tracer/fixtures/errors/parts.cjs'), 'utf8');
  const { plain, traced } = await both({ ...randomErrors(numbers), 'parts.cjs': parts });
  expect(plain.exitCode).toBe(0);
  const [told, toldTraced] = [framesOf(plain.stdout), framesOf(traced.stdout)];
  expect(told.filter((line) => line.startsWith('## '))).toHaveLength(500);
  expect(toldTraced).toEqual(told);
  expect(traced.stderr).toBe(plain.stderr);
});

test('errors that are looked at while no frames are wanted have those that they were made with', async () => {
  await same(`
    import assert from 'node:assert';
    const make = (depth) => (depth === 0 ? new Error('made') : make(depth - 1));
    const look = (where) => {
      for (const depth of [2, 30, 80]) {
        for (const limit of [undefined, 3]) {
          const { stackTraceLimit } = Error;
          if (limit !== undefined) Error.stackTraceLimit = limit;
          const error = make(depth);
          Error.stackTraceLimit = 0;
          console.log(where, depth, limit, error.stack);
          Error.stackTraceLimit = stackTraceLimit;
        }
        try { assert.deepStrictEqual(make(depth), {}); } catch (error) { console.log(error.message); }
      }
    };
    look('at the top level');
    process.on('own', () => look('in a listener'));
    process.emit('own');
  `);
});
