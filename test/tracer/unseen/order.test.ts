// Programs that nobody would write: what each of them does, in which order, and where its errors say they come from, is the same with
// the tracer as without.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { at } from '../../../scripts/paths.mjs';
import { nodeVersion } from '../../support/program.ts';
import { randomOrders } from '../../support/random-order.ts';
import { framesOf } from '../../support/same.ts';
import { both } from '../../support/traced.ts';

test('thirty programs by chance note the same in the same order', async () => {
  const numbers = Array.from({ length: 30 }, (_, i) => i + 1);
  const notes = readFileSync(at('test/tracer/fixtures/order/notes.cjs'), 'utf8');
  const { plain, traced } = await both({ ...randomOrders(numbers, nodeVersion() >= 24), 'notes.cjs': notes });
  expect(plain.stderr).toBe('');
  expect(plain.exitCode).toBe(0);
  const [noted, notedTraced] = [framesOf(plain.stdout), framesOf(traced.stdout)];
  expect(noted.length).toBeGreaterThan(5000);
  expect(notedTraced).toEqual(noted);
  expect(traced.stderr).toBe('');
});
