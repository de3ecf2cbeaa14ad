import { expect, test } from 'vitest';
import { errorText } from '../../src/model/words.ts';

const error = (message: string, name = 'Error') => ({ name, message });

test('an error is told in a line, with what it was made of or caused by, each of them cut', () => {
  expect(errorText(error('no rows\nat all', 'RangeError'))).toBe('RangeError: no rows');
  expect(errorText(error('', 'AbortError'))).toBe('AbortError');
  const all = error('All promises were rejected', 'AggregateError');
  expect(errorText({ ...all, members: [error('a'), error('b\nc')] })).toBe(
    'AggregateError: All promises were rejected (Error: a; Error: b)',
  );
  expect(errorText({ ...all, members: [error('a')], others: 2000, cause: error('c') })).toBe(
    'AggregateError: All promises were rejected (Error: a; and 2,000 others; caused by Error: c)',
  );
  const long = 'x'.repeat(500);
  const text = errorText({
    ...error(long),
    members: [error(long), error(long), error(long)],
    cause: error(long),
  });
  expect(text.length).toBeLessThan(450);
});
