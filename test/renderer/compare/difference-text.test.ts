import { expect, test } from 'vitest';
import { difference, runSummary } from '../../../src/model/index.ts';
import { differenceText } from '../../../src/renderer/compare/difference-text.ts';
import { header, modelOf } from '../../support/script.ts';

const called = (name: string) =>
  runSummary(
    modelOf(
      [
        [0, 'enter', 1, name],
        [20, 'end', 1],
        [20, 'bye'],
      ],
      { header: header({ path: '/app/main.mjs' }) },
    ),
  );

test('a comparison as a table to paste elsewhere: values that one of the two lacks are empty', () => {
  const lines = differenceText(difference(called('before'), called('after'))).split('\n');
  expect(lines.slice(0, 2)).toEqual(['\tA\tB', 'Duration ms\t20.000\t20.000']);
  expect(lines.slice(-2)).toEqual([
    'before\t\t1\t\t20.000\t\t20.000\t\t20.000\t\t0\t',
    '\tafter\t\t1\t\t20.000\t\t20.000\t\t20.000\t\t0',
  ]);
});
