import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Model, NO_FILTER, type TaskFilter } from '../../../src/model/index.ts';
import { RowFilter, Shown } from '../../../src/model/rows/row-filter.ts';
import { allOf } from '../../../src/model/work.ts';
import { randomRecording } from '../../support/random-recording.ts';
import { FILE, header, modelOf, Script, type ScriptLine, trace } from '../../support/script.ts';

const filters = fc.constantFrom<Partial<TaskFilter>>(
  { text: 'leaf' },
  { text: '1' },
  { states: ['running'] },
  { states: ['suspended', 'rejected'] },
  { longerNs: 5000 },
  { shorterNs: 20_000, text: 'o' },
  { kinds: ['async'] },
  { file: FILE, line: 3 },
  { mine: true },
  { file: FILE },
  { mine: true, text: '2' },
  { text: 'fulfil' },
);

test('gives the same answers whether it is asked once or again and again', () => {
  fc.assert(
    fc.property(
      randomRecording(150),
      filters,
      fc.boolean(),
      fc.integer({ min: 1, max: 8 }),
      (lines, wanted, sitesLast, pieces) => {
        const bytes = trace(lines, { sitesLast });
        const model = new Model();
        model.setHeader(header());
        const filter = new RowFilter(model);
        filter.set({ ...NO_FILTER, ...wanted });
        for (let piece = 0; piece < pieces; piece++) {
          const [from, to] = [piece, piece + 1].map((at) => Math.floor((at * bytes.length) / pieces));
          model.ingest(0, bytes.subarray(from, to));
          const once = new RowFilter(model);
          once.set({ ...NO_FILTER, ...wanted });
          expect(allOf(filter.counting())).toBe(once.count());
          expect([...filter.shown()]).toEqual([...once.shown()]);
          expect(filter.count()).toBe(once.count());
        }
      },
    ),
    { numRuns: 150 },
  );
});

test('an answer does not change later; work for an old filter stops when another is set', () => {
  const many = Array.from({ length: 70_000 }, (_, at): ScriptLine => [at, 'enter', at + 1, 'leaf']);
  const model = modelOf(many);
  const filter = new RowFilter(model);
  filter.set({ ...NO_FILTER, states: ['running'] });
  const work = filter.updating();
  expect(work.next().done).toBe(false);
  filter.set({ ...NO_FILTER, text: 'lea' });
  allOf(work);
  const before = filter.shown();
  expect(filter.count()).toBe(70_000);
  model.ingest(0, trace([[70_001, 'enter', 70_001, 'leaf']], { hello: false }));
  expect(before).toHaveLength(70_000);
  expect(filter.shown()).toHaveLength(70_001);
});

test('each thread numbers its places by itself', () => {
  const model = new Model();
  model.setHeader(header());
  const main = new Script();
  model.ingest(0, main.write([[0, 'enter', 1, 'order']]));
  const thread = { start: 'w1', kind: 'worker', name: 'resize.mjs' } as const;
  model.ingest(1, trace([[1, 'enter', 1, 'resize']], { thread }));
  model.ingest(0, main.write([[2, 'enter', 2, 'order']]));
  const filter = new RowFilter(model);
  const passing = (text: string): number[] => {
    filter.set({ ...NO_FILTER, text });
    return [...filter.shown()];
  };
  expect(passing('order')).toEqual([Shown.match, Shown.no, Shown.match]);
  expect(passing('resize')).toEqual([Shown.no, Shown.match, Shown.no]);
});

test('a text is looked for in paths below the folder of all the user’s files, and in packages’ names', () => {
  const model = new Model();
  model.setHeader(header());
  const main = new Script();
  model.ingest(
    0,
    main.write([
      [0, 'enter', 1, 'start', { file: '/home/ada/shop/main.mjs' }],
      [1, 'enter', 2, 'list', { file: '/home/ada/shop/routes/users.mjs' }],
      [2, 'enter', 3, 'next', { file: '/home/ada/shop/node_modules/express/lib/router.js' }],
    ]),
  );
  const filter = new RowFilter(model);
  const passing = (text: string): number => {
    filter.set({ ...NO_FILTER, text });
    return filter.count();
  };
  expect(['ada', 'shop', 'routes', 'users.mjs', 'express', 'lib'].map(passing)).toEqual([0, 0, 1, 1, 1, 1]);
  expect(passing('shop')).toBe(0);
  model.ingest(0, main.write([[3, 'enter', 4, 'log', { file: '/home/ada/tools/log.mjs' }]]));
  expect(filter.count()).toBe(2);
  expect(passing('ada')).toBe(0);
});
