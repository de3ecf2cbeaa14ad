// The ids of tasks may be any numbers.
import { expect, test } from 'vitest';
import { modelOf, type ScriptLine } from '../../support/script.ts';

test('task ids may be as sparse as they like', () => {
  const ids = [1, 3_000_000, 2, 4_294_967_295, 900_000, 4_000_000];
  const model = modelOf(
    ids.flatMap((id): ScriptLine[] => [
      [0, 'enter', id, 'task'],
      [1, 'end', id],
    ]),
  );
  expect(model.tables.illegal).toBe(0);
  expect(ids.map((id) => model.taskOf(0, id))).toEqual([0, 1, 2, 3, 4, 5]);
});

test('ids that are as far apart as can be take no memory for those between them', () => {
  const model = modelOf(
    Array.from({ length: 1000 }, (_, at): ScriptLine => [0, 'enter', 1 + at * 1_000_000, 'task']),
  );
  expect(model.taskOf(0, 999_000_001)).toBe(999);
  expect(process.memoryUsage().arrayBuffers).toBeLessThan(500e6);
});
