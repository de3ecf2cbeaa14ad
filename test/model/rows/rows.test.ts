import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labelOf } from '../../../src/model/details/labels.ts';
import { Model, NO_FILTER, Rows, rowView, type TaskFilter } from '../../../src/model/index.ts';
import { Pace } from '../../../src/model/pace.ts';
import { allOf } from '../../../src/model/work.ts';
import type { RowIndex, TaskIndex } from '../../../src/protocol/units.ts';
import { NS_PER_MS } from '../../../src/protocol/units.ts';
import { randomRecording } from '../../support/random-recording.ts';
import { modelOf, Script, type ScriptLine } from '../../support/script.ts';

/** The rows as an outline. */
function outline(model: Model, rows: Rows): string {
  const lines: string[] = [''];
  for (let row = 0; row < rows.count; row++) {
    const at = row as RowIndex;
    const task = rows.idAt(at);
    const mark = rows.isCollapsed(task) && model.tables.tasks.childCount.get(task) > 0 ? '+' : '';
    lines.push('  '.repeat(rows.depthAt(at)) + labelOf(model, task).replace('()', '') + mark);
    expect(rows.rowOf(task)).toBe(row);
  }
  return lines.join('\n');
}

const FAMILY: readonly ScriptLine[] = [
  [0, 'enter', 1, 'main'],
  [1, 'enter', 2, 'order', { parent: 1 }],
  [2, 'enter', 3, 'cook', { parent: 2 }],
  [2, 'suspend', 3],
  [2, 'suspend', 2],
  [3, 'enter', 4, 'driver', { parent: 1 }],
  [3, 'end', 4],
  [4, 'enter', 5, 'alarm'],
];

test('rows stand below who started them, siblings by start', () => {
  const model = modelOf(FAMILY);
  expect(outline(model, new Rows(model))).toBe(`
main
  order
    cook
  driver
alarm`);
});

test('tasks that each start the next one are as deep as their number', () => {
  const deep = 70_000;
  const lines = Array.from(
    { length: deep },
    (_, at): ScriptLine => [at, 'enter', at + 1, 'poll', { parent: at }],
  );
  const model = modelOf(lines);
  const rows = new Rows(model);
  expect(rows.count).toBe(deep);
  expect(rows.depthAt((deep - 1) as RowIndex)).toBe(deep - 1);
});

test('modules that only load others are collapsed, until they start something or are opened', () => {
  const module = (task: number, name: string, parent = 0): ScriptLine => [
    task,
    'enter',
    task,
    '',
    { kind: 'module', file: `/app/${name}.mjs`, parent },
  ];
  const script = new Script();
  const model = new Model();
  const rows = new Rows(model);
  model.ingest(
    0,
    script.write([
      module(1, 'app'),
      module(2, 'server', 1),
      module(3, 'routes', 2),
      module(4, 'tools', 1),
      module(5, 'text', 4),
      module(6, 'paths', 4),
    ]),
  );
  expect(outline(model, rows)).toBe(`
app.mjs
  server.mjs+
  tools.mjs+`);
  rows.setCollapsed(3 as TaskIndex, false);
  model.ingest(0, script.write([[7, 'enter', 7, 'listen', { parent: 2 }]]));
  expect(outline(model, rows)).toBe(`
app.mjs
  server.mjs
    routes.mjs
    listen
  tools.mjs
    text.mjs
    paths.mjs`);
  model.ingest(0, script.write([[8, 'enter', 8, 'open', { parent: 5 }]]));
  expect(rows.isCollapsed(3)).toBe(false);
});

test('with a pace, what arrives is taken in when it is time, at once when asked for, and all of it in the end', () => {
  let nowMs = 0;
  const script = new Script();
  const model = new Model();
  // Each look at this clock finds it a millisecond later.
  const rows = new Rows(model, new Pace(10, () => nowMs++));
  model.ingest(0, script.write([[0, 'enter', 1, 'main']]));
  expect([rows.count, rows.behind]).toEqual([1, false]);
  model.ingest(0, script.write([[1, 'enter', 2, 'order', { parent: 1 }]]));
  expect([rows.count, rows.behind]).toEqual([1, true]);
  nowMs += 10;
  expect([rows.count, rows.behind]).toEqual([2, false]);
  model.ingest(0, script.write([[2, 'enter', 3, 'driver', { parent: 1 }]]));
  expect(rows.count).toBe(2);
  allOf(rows.revealing(2 as TaskIndex));
  expect(rows.rowOf(2 as TaskIndex)).toBe(2);
  model.ingest(0, script.write([[3, 'enter', 4, 'alarm']]));
  model.finish({ cutOff: false });
  expect([rows.count, rows.behind]).toEqual([4, false]);
});

test('what arrives later takes its place, and the others keep theirs', () => {
  const script = new Script();
  const model = new Model();
  const rows = new Rows(model);
  model.ingest(0, script.write(FAMILY));
  expect(rows.count).toBe(5);
  model.ingest(
    0,
    script.write([
      [5, 'enter', 6, 'waiter', { parent: 2 }],
      [6, 'enter', 7, 'last'],
      [7, 'enter', 8, 'tip', { parent: 4 }],
    ]),
  );
  expect(outline(model, rows)).toBe(`
main
  order
    cook
    waiter
  driver
    tip
alarm
last`);
});

describe('collapsing', () => {
  test('hides what a task started, all the way down, and shows it again', () => {
    const model = modelOf(FAMILY);
    const rows = new Rows(model);
    rows.setCollapsed(0 as TaskIndex, true);
    expect(outline(model, rows)).toBe(`
main+
alarm`);
    expect(rows.rowOf(2 as TaskIndex)).toBeNull();
    rows.setCollapsed(1 as TaskIndex, true);
    rows.setCollapsed(0 as TaskIndex, false);
    expect(outline(model, rows)).toBe(`
main
  order+
  driver
alarm`);
  });

  test('closes and opens all at once', () => {
    const model = modelOf(FAMILY);
    const rows = new Rows(model);
    rows.setAllCollapsed(true);
    expect(outline(model, rows)).toBe(`
main+
alarm`);
    rows.setAllCollapsed(false);
    expect(rows.count).toBe(5);
  });

  test('gives way to a task that is looked for', () => {
    const model = modelOf(FAMILY);
    const rows = new Rows(model);
    rows.setAllCollapsed(true);
    allOf(rows.revealing(2 as TaskIndex));
    expect(rows.rowOf(2 as TaskIndex)).toBe(2);
  });
});

describe('filtering', () => {
  const filtered = (text: string, ...states: TaskFilter['states']): string => {
    const model = modelOf([
      ...FAMILY,
      [5, 'enter', 6, 'fetchPrice', { parent: 4, label: '"AAPL"', file: '/app/lib/market.mjs' }],
      [5, 'end', 6, 'rejected'],
      [6, 'enter', 7, 'fetchPrice', { parent: 4, label: '"MSFT"', file: '/app/lib/market.mjs' }],
    ]);
    const rows = new Rows(model);
    rows.arrange({ filter: { ...NO_FILTER, text, states } });
    return outline(model, rows);
  };

  test('finds names, whatever their case, with the ancestors', () => {
    expect(filtered('COOK')).toBe(`
main
  order
    cook`);
  });

  test('finds labels', () => {
    expect(filtered('"aapl')).toBe(`
main
  driver
    fetchPrice("AAPL")`);
  });

  test('finds files', () => {
    expect(filtered('lib/market')).toBe(`
main
  driver
    fetchPrice("AAPL")
    fetchPrice("MSFT")`);
  });

  test('finds states', () => {
    expect(filtered('', 'suspended')).toBe(`
main
  order
    cook`);
    expect(filtered('', 'rejected', 'fulfilled')).toBe(`
main
  driver
    fetchPrice("AAPL")`);
  });

  test('finds what has both a name and a state', () => {
    expect(filtered('fetch', 'running')).toBe(`
main
  driver
    fetchPrice("MSFT")`);
  });

  test('has no rows without a match', () => {
    expect(filtered('zebra')).toBe('');
  });

  test('shows what was collapsed, lets it be collapsed anew, and gives the old back', () => {
    const model = modelOf(FAMILY);
    const rows = new Rows(model);
    rows.setCollapsed(0 as TaskIndex, true);
    rows.arrange({ filter: { ...NO_FILTER, text: 'cook', states: [] } });
    expect(rows.count).toBe(3);
    rows.setCollapsed(1 as TaskIndex, true);
    expect(rows.count).toBe(2);
    rows.arrange({ filter: { ...NO_FILTER, text: '', states: [] } });
    expect(outline(model, rows)).toBe(`
main+
alarm`);
  });

  test('follows the tasks as they change', () => {
    const script = new Script();
    const model = new Model();
    const rows = new Rows(model);
    rows.arrange({ filter: { ...NO_FILTER, text: '', states: ['suspended'] } });
    model.ingest(0, script.write([[0, 'enter', 1, 'main']]));
    expect(rows.count).toBe(0);
    model.ingest(0, script.write([[1, 'suspend', 1]]));
    expect(rows.count).toBe(1);
    model.ingest(0, script.write([[2, 'resume', 1]]));
    expect(rows.count).toBe(0);
  });
});

test('as of a moment there is what had begun by then, in the state that it was in', () => {
  const model = modelOf([...FAMILY, [5, 'ready', 3], [5, 'resume', 3], [6, 'end', 3]]);
  const rows = new Rows(model);
  const { version } = rows;
  const states = () =>
    Array.from({ length: rows.count }, (_, row) => {
      const { label, state, endNs } = rowView(model, rows, row as RowIndex);
      return [label, state, endNs === null ? null : endNs / NS_PER_MS];
    });
  rows.setUntil(2.5 * NS_PER_MS);
  expect(states()).toEqual([
    ['main()', 'running', null],
    ['order()', 'suspended', null],
    ['cook()', 'suspended', null],
  ]);
  expect(rows.version).not.toBe(version);
  rows.setUntil(Number.POSITIVE_INFINITY);
  expect(states().slice(2)).toEqual([
    ['cook()', 'fulfilled', 6],
    ['driver()', 'fulfilled', 3],
    ['alarm()', 'running', null],
  ]);
});

test('the version changes when the rows do, and only then', () => {
  const script = new Script();
  const model = new Model();
  const rows = new Rows(model);
  model.ingest(0, script.write(FAMILY));
  const before = rows.version;
  model.ingest(0, script.write([[5, 'resume', 3]]));
  expect(rows.version).toBe(before);
  model.ingest(0, script.write([[6, 'enter', 9, 'new']]));
  const grown = rows.version;
  expect(grown).not.toBe(before);
  rows.setCollapsed(0 as TaskIndex, true);
  expect(rows.version).not.toBe(grown);
  rows.arrange({ filter: { ...NO_FILTER, text: 'a', states: [] } });
  const { version } = rows;
  model.ingest(0, script.write([[7, 'end', 9]]));
  expect(rows.version).toBe(version);
});

test('every task has one row, below its parent, whatever the recording and however it arrived', () => {
  fc.assert(
    fc.property(randomRecording(), fc.nat({ max: 200 }), (lines, cut) => {
      const script = new Script();
      const model = new Model();
      const rows = new Rows(model);
      model.ingest(0, script.write(lines.slice(0, cut)));
      rows.count;
      model.ingest(0, script.write(lines.slice(cut)));
      const fresh = new Rows(model);
      expect(outline(model, rows)).toBe(outline(model, fresh));
      expect(rows.count).toBe(model.tables.tasks.length);
    }),
    { numRuns: 100 },
  );
});

test('the number of matching tasks is the number that are walked through in order, each once, whatever is searched for', () => {
  fc.assert(
    fc.property(
      randomRecording(),
      fc.constantFrom('', 'a', 'f', '1', 'no such'),
      fc.nat(),
      (lines, text, ms) => {
        const model = modelOf(lines);
        const rows = new Rows(model);
        rows.arrange({ filter: { ...NO_FILTER, text } });
        if (ms % 2 === 1) rows.setUntil((ms % 500) * NS_PER_MS);
        const walked = [...rows.inOrder()].filter((task) => task !== undefined);
        expect(walked).toHaveLength(rows.matchCount);
        expect(new Set(walked).size).toBe(walked.length);
        expect(walked.every((task) => rows.isMatch(task))).toBe(true);
      },
    ),
    { numRuns: 100 },
  );
});

test('a search finds parts of labels and names, whatever the case, as if it had read them all', () => {
  const texts = ['"Äpfel"', '"AAPL", 7', 'plain', '{ price: 3 }', ''];
  const model = modelOf([
    [0, 'enter', 1, 'main'],
    ...texts.map(
      (label, at): ScriptLine => [1, 'enter', at + 2, 'fetchPrice', { parent: 1, label, line: 5 }],
    ),
  ]);
  const rows = new Rows(model);
  const found = (text: string) => {
    rows.arrange({ filter: { ...NO_FILTER, text } });
    return [...rows.inOrder()].flatMap((task) => (task === undefined ? [] : labelOf(model, task)));
  };
  for (const text of [
    'aapl',
    'PRICE',
    'äpf',
    'e("',
    '"',
    '7)',
    'n',
    'price: 3',
    'mai',
    'zzz',
    ', 7',
    'main.mjs',
  ]) {
    const all = Array.from({ length: texts.length + 1 }, (_, task) => labelOf(model, task));
    const wanted = all.filter(
      (label) => label.toLowerCase().includes(text.toLowerCase()) || '/app/main.mjs'.includes(text),
    );
    expect(found(text), text).toEqual(wanted);
  }
});
