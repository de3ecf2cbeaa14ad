import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FirstFew } from '../../src/model/first-few.ts';

test('keeps the first few of a stable sort, and returns each one it drops', () => {
  const things = fc.array(fc.record({ rank: fc.nat({ max: 9 }), name: fc.nat() }), { maxLength: 60 });
  fc.assert(
    fc.property(things, fc.integer({ min: 1, max: 12 }), (all, most) => {
      const first = new FirstFew<(typeof all)[number]>(most, (one, other) => one.rank - other.rank);
      const handedBack = all.map((one) => first.add(one)).filter((one) => one !== null);
      expect(first.few).toEqual(all.toSorted((one, other) => one.rank - other.rank).slice(0, most));
      expect(first.count).toBe(all.length);
      expect(new Set([...first.few, ...handedBack])).toEqual(new Set(all));
      expect(first.few.length + handedBack.length).toBe(all.length);
    }),
  );
});
