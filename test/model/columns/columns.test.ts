import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countAtMost, firstAtOrAfter } from '../../../src/model/columns/columns.ts';

/** An ascending column with some room behind it, and a value that is often in it. */
const looked = fc
  .array(fc.nat({ max: 40 }), { maxLength: 60 })
  .chain((values) => fc.tuple(fc.constant(values.sort((a, b) => a - b)), fc.nat({ max: 42 }), fc.nat(60)));
const column = (values: number[]): Float64Array => Float64Array.from([...values, 0, 0, 0]);

test('bisecting counts what a scan counts', () => {
  fc.assert(
    fc.property(looked, ([values, value]) => {
      const scanned = values.filter((each) => each <= value).length;
      expect(countAtMost(column(values), values.length, value)).toBe(scanned);
    }),
  );
});

test('looking nearby first finds what a scan from there finds', () => {
  fc.assert(
    fc.property(looked, ([values, value, from]) => {
      const low = Math.min(from, values.length);
      const scanned = values.findIndex((each, at) => at >= low && each >= value);
      expect(firstAtOrAfter(column(values), low, values.length, value)).toBe(
        scanned < 0 ? values.length : scanned,
      );
    }),
  );
});
