import { expect, test } from 'vitest';
import { Remarks } from '../../../src/model/tables/remarks.ts';

test('each is said once, the first hundred of them, and none at any length', () => {
  const remarks = new Remarks();
  for (let at = 0; at < 1000; at++) remarks.push(at < 3 ? 'A table cannot be read.' : `Notice ${at}.`);
  expect(remarks.all).toHaveLength(101);
  expect(remarks.all[0]).toBe('A table cannot be read.');
  expect(remarks.all.at(-1)).toBe('And 898 more like these.');
  const long = new Remarks();
  long.push('x'.repeat(1e6));
  expect(long.all[0]).toHaveLength(4097);
});
