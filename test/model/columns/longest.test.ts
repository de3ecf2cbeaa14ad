import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Longest } from '../../../src/model/columns/longest.ts';

const someLengths = fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 700, size: 'max' });

test('the longest of any neighbours is the first of those that no other exceeds, however they came', () => {
  fc.assert(
    fc.property(someLengths, fc.nat(), fc.nat(), fc.nat(), (lengths, one, other, cut) => {
      const longest = new Longest((index) => lengths[index]!);
      longest.grow(cut % lengths.length);
      longest.grow(lengths.length);
      const [from, last] = [one % lengths.length, other % lengths.length].sort((a, b) => a - b) as [
        number,
        number,
      ];
      const most = Math.max(...lengths.slice(from, last + 1));
      expect(longest.of(from, last + 1)).toBe(lengths.indexOf(most, from));
    }),
  );
});
