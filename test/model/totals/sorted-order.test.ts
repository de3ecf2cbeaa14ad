import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortedOrder } from '../../../src/model/totals/sorted-order.ts';
import { wordRanks } from '../../../src/model/totals/word-ranks.ts';
import { allOf } from '../../../src/model/work.ts';

const numbers = fc.oneof(fc.nat({ max: 9 }), fc.integer(), fc.double({ noNaN: true }), fc.constant(-0));

test('property: in order of their keys, equals in order of arrival, either way', () => {
  fc.assert(
    fc.property(fc.array(numbers, { maxLength: 300, size: 'max' }), fc.boolean(), (keys, descending) => {
      const sign = descending ? -1 : 1;
      // The difference of two infinities is not a number.
      const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -sign : sign);
      const wanted = keys.map((_, at) => at).sort((a, b) => compare(keys[a]!, keys[b]!) || a - b);
      expect([
        ...allOf(sortedOrder(Float64Array.from(keys), descending ? 'descending' : 'ascending')),
      ]).toEqual(wanted);
    }),
  );
});

test('property: words have the ranks that sorting them at once gives, in more than one piece', () => {
  const lengths = fc.constantFrom(0, 1, 4096, 4097, 20_000);
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 3 }), { maxLength: 40 }), lengths, (words, length) => {
      const all = [...words, ...Array.from({ length }, (_, at) => `item ${(at * 7919) % 15_000}`), ...words];
      const wanted = [...new Set(all)].sort();
      expect([...allOf(wordRanks(all))]).toEqual(wanted.map((word, rank) => [word, rank]));
    }),
    { numRuns: 20 },
  );
});
