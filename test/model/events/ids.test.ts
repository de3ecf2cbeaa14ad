// The ids of tasks and places may be any numbers.
import { expect, test } from 'vitest';
import { NO_FILTER, Rows } from '../../../src/model/index.ts';
import { MAX_SITE_ID } from '../../../src/model/tables/sites.ts';
import { allOf } from '../../../src/model/work.ts';
import { RecordEncoder } from '../../../src/protocol/codec.ts';
import { BlobKind, RecordType } from '../../../src/protocol/events.ts';
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

test.each([1000, MAX_SITE_ID])(
  'id %d in each of many streams takes no memory for those before it, nor does a stream for records that it lacks',
  (id) => {
    const encoder = new RecordEncoder();
    encoder.json(BlobKind.sites, 0, {
      file: '/app/main.mjs',
      firstSite: id,
      rows: [['function', 'task', 1, 1, -1]],
    });
    encoder.record(RecordType.enter, id, 1000, Math.min(id, 60_000), 0);
    const bytes = encoder.take();
    const model = modelOf([[0, 'enter', 1, 'main']]);
    const before = process.memoryUsage().arrayBuffers;
    for (let stream = 1; stream <= 3000; stream++) model.ingest(stream, bytes);
    const rows = new Rows(model);
    rows.arrange({ filter: { ...NO_FILTER, text: 'task' } });
    expect([allOf(rows.filter.counting()), rows.matchCount, rows.taskCount]).toEqual([3000, 3000, 3001]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(6e6);
  },
);
