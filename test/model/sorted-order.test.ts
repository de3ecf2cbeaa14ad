import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortedOrder } from '../../src/model/totals/sorted-order.ts';
import { allOf } from '../../src/model/work.ts';

const numbers = fc.oneof(fc.nat({ max: 9 }), fc.integer(), fc.double({ noNaN: true }), fc.constant(-0));

test('property: in order of their keys, equals in order of arrival, either way', () => {
  fc.assert(
    fc.property(fc.array(numbers, { maxLength: 300, size: 'max' }), fc.boolean(), (keys, descending) => {
      const sign = descending ? -1 : 1;
      // Of two infinities the difference is not a number.
      const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -sign : sign);
      const wanted = keys.map((_, at) => at).sort((a, b) => compare(keys[a]!, keys[b]!) || a - b);
      expect([
        ...allOf(sortedOrder(Float64Array.from(keys), descending ? 'descending' : 'ascending')),
      ]).toEqual(wanted);
    }),
  );
});
