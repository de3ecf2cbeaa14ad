// Where threads stand among the rows, and what hides them.
import { describe, expect, test } from 'vitest';
import {
  type LinkKind,
  Model,
  NO_FILTER,
  picture,
  Rows,
  rowView,
  threadItem,
} from '../../../src/model/index.ts';
import { allOf } from '../../../src/model/work.ts';
import { type Nanoseconds, NS_PER_MS, type RowIndex } from '../../../src/protocol/units.ts';
import { EPOCH_MS, type ScriptLine, type TraceOptions, trace } from '../../support/script.ts';

const MAIN: readonly ScriptLine[] = [
  [0, 'enter', 1, 'main', { kind: 'module', file: '/app/app.mjs' }],
  [1, 'enter', 2, 'resizeAll', { parent: 1 }],
  [2, 'thread', 2, 'w1', { kind: 'worker', name: 'resize.mjs', number: 1 }],
  [3, 'thread', 2, 'p1', { kind: 'process', name: 'git', command: 'git log …', pid: 77 }],
  [4, 'enter', 3, 'report', { parent: 2 }],
  [5, 'thread', 2, 'w2', { kind: 'worker', name: 'resize.mjs', number: 2 }],
  [8, 'threadEnd', 'p1', 0],
  [9, 'threadEnd', 'w1', 1],
];
const WORKER: readonly ScriptLine[] = [
  [0, 'enter', 1, 'resize', { kind: 'module', file: '/app/resize.mjs' }],
  [1, 'enter', 2, 'resizeOne', { parent: 1 }],
];
const asWorker = (number: number): TraceOptions => ({
  startEpochMs: EPOCH_MS + 4 + number,
  thread: { start: `w${number}`, kind: 'worker', name: 'resize.mjs' },
});

/** The main thread, and as many of its two workers as that. */
function modelWith(workers: number, main = MAIN): Model {
  const model = new Model();
  model.ingest(0, trace(main));
  for (let number = 1; number <= workers; number++) model.ingest(number, trace(WORKER, asWorker(number)));
  return model;
}

/** Captions, indented, with how many tasks a closed row hides. */
function outline(model: Model, rows: Rows): string {
  const lines = [''];
  for (let row = 0; row < rows.count; row++) {
    const { id, depth, label, childCount, collapsed } = rowView(model, rows, row as RowIndex);
    lines.push(
      '  '.repeat(depth) + label.replace('()', '') + (collapsed && childCount > 0 ? ` +${childCount}` : ''),
    );
    expect(rows.rowOf(id)).toBe(row);
  }
  return lines.join('\n');
}

test('a program with one loop has no groups; a process without one stands below who started it, by start', () => {
  const model = modelWith(
    0,
    MAIN.filter(([, , , name]) => name !== 'w1' && name !== 'w2'),
  );
  expect(outline(model, new Rows(model))).toBe(`
app.mjs
  resizeAll
    git log …
    report`);
});

test('each thread with a loop is a group, in order of start', () => {
  const model = modelWith(2);
  expect(outline(model, new Rows(model))).toBe(`
main
  app.mjs
    resizeAll
      git log …
      report
worker resize.mjs #1
  resize.mjs
    resizeOne
worker resize.mjs #2
  resize.mjs
    resizeOne`);
});

test('as of a moment, only what had started by then, and what ended later still runs', () => {
  const model = modelWith(2);
  const rows = new Rows(model);
  rows.setUntil(3 * NS_PER_MS);
  expect(outline(model, rows)).toBe(`
main
  app.mjs
    resizeAll
      git log …
worker resize.mjs #1`);
  const git = rowView(model, rows, rows.rowOf(threadItem(2))!);
  expect([git.state, git.endNs, git.thread?.exitCode]).toEqual(['running', null, null]);
});

test('until half a second after its start a process may turn out to be a program with a loop', () => {
  const model = modelWith(1);
  const rows = new Rows(model);
  const w2 = () => rows.rowOf(threadItem(3));
  expect(w2()).toBeNull();
  model.ingest(0, trace([[300, 'turn']], { hello: false }));
  expect(w2()).toBeNull();
  model.ingest(0, trace([[600, 'turn']], { hello: false }));
  expect(w2()).toBe(5);
});

test('another grouping has no groups of threads', () => {
  const model = modelWith(1);
  const rows = new Rows(model);
  rows.arrange({ grouping: 'file' });
  expect(outline(model, rows)).toBe(`
app.mjs +1
main.mjs +3
resize.mjs +1`);
});

describe('collapsing', () => {
  test('a group hides its tasks, and a task that is looked for opens it', () => {
    const model = modelWith(1);
    const rows = new Rows(model);
    rows.setCollapsed(threadItem(0), true);
    rows.setCollapsed(threadItem(1), true);
    expect(outline(model, rows)).toBe(`
main +3
worker resize.mjs #1 +2`);
    expect(rows.rowShowing(4)).toBe(1);
    allOf(rows.revealing(4));
    expect(outline(model, rows)).toBe(`
main +3
worker resize.mjs #1
  resize.mjs
    resizeOne`);
  });

  test('a process that is looked for opens what hides it', () => {
    const model = modelWith(1);
    const rows = new Rows(model);
    rows.setAllCollapsed(true);
    expect(rows.count).toBe(2);
    allOf(rows.revealing(threadItem(2)));
    expect(rows.rowOf(threadItem(2))).toBe(3);
  });

  test('from the ninth on, other threads are closed until they are opened', () => {
    const model = new Model();
    const starts = Array.from({ length: 12 }, (_, at): ScriptLine => [1, 'thread', 1, `w${at + 1}`, {}]);
    model.ingest(0, trace([[0, 'enter', 1, 'main'], ...starts]));
    for (let number = 1; number <= 12; number++) model.ingest(number, trace(WORKER, asWorker(number)));
    const rows = new Rows(model);
    const closed = () => Array.from({ length: 13 }, (_, thread) => rows.isCollapsed(threadItem(thread)));
    expect(closed().indexOf(true)).toBe(9);
    rows.setCollapsed(threadItem(9), false);
    expect(closed().indexOf(true)).toBe(10);
    rows.setAllCollapsed(false);
    expect(closed()).not.toContain(true);
    rows.setAllCollapsed(true);
    expect(closed()).not.toContain(false);
  });
});

test('a filter shows the groups in which something passes, open, and no process', () => {
  const model = modelWith(2);
  const rows = new Rows(model);
  rows.setCollapsed(threadItem(0), true);
  rows.arrange({ filter: { ...NO_FILTER, text: 'report' } });
  expect(outline(model, rows)).toBe(`
main
  app.mjs
    resizeAll
      report`);
});

test.each([
  ['fulfilled', 0, ''],
  ['rejected', 2, ''],
  ['rejected', 1, 'uncaught'],
  // So does a worker end that its starter terminates.
  ['cancelled', 1, 'other'],
  ['cancelled', null, ''],
] as const)('a worker is %s with exit code %s, and says %o', (state, exitCode, cause) => {
  const model = modelWith(0, [
    [0, 'enter', 1, 'main'],
    [1, 'thread', 1, 'w1', { kind: 'worker' }],
  ]);
  const bye: readonly ScriptLine[] = cause === '' ? [] : [[2, 'bye', 1, cause]];
  model.ingest(1, trace([...WORKER, ...bye], asWorker(1)));
  model.ingest(0, trace([[9, 'threadEnd', 'w1', exitCode]], { hello: false }));
  expect(rowView(model, new Rows(model), 2 as RowIndex).state).toBe(state);
});

test('the picture has the loops of the other threads, and no bars of their rows', () => {
  const model = modelWith(1);
  const { rows, loops, stretches } = pictureOf(model, null);
  const heads = rows.filter(({ thread }) => thread !== null).map(({ row }) => row);
  expect(heads).toEqual([0, 3, 5]);
  expect([...loops.keys()]).toEqual([5]);
  expect([loops.get(5)!.sinceNs, loops.get(5)!.fromNs[0]]).toEqual([5 * NS_PER_MS, 5 * NS_PER_MS]);
  expect([...stretches.row].some((row) => heads.includes(row))).toBe(false);
});

describe('arrows', () => {
  test('lead from the task that started a thread to its row, asked from either of them', () => {
    const model = modelWith(1);
    expect(links(model, 1, ['started'])).toEqual([
      'started 2>4 at 4',
      'started 2>5 at 2',
      'started 2>3 at 3',
    ]);
    expect(links(model, threadItem(1), ['woken'])).toEqual(['woken 2>5 at 2']);
    expect(links(model, threadItem(2), ['woken', 'started'])).toEqual(['woken 2>3 at 3']);
  });

  test('a thread that nobody looked into has the starter of its tasks', () => {
    expect(links(modelWith(1), 3, ['woken'])).toEqual(['woken 2>6 at 5']);
  });
});

function pictureOf(model: Model, links: { id: number; kinds: readonly LinkKind[] } | null) {
  return picture(model, new Rows(model), {
    fromNs: 0 as Nanoseconds,
    toNs: (20 * NS_PER_MS) as Nanoseconds,
    widthPx: 100,
    fromRow: 0 as RowIndex,
    toRow: 50 as RowIndex,
    ...(links !== null && { links }),
  });
}

/** `started 0>1 at 1`: from row 0 to row 1 at 1 ms. */
const links = (model: Model, id: number, kinds: readonly LinkKind[]): string[] =>
  pictureOf(model, { id, kinds }).links.map(
    ({ kind, fromRow, toRow, atNs }) => `${kind} ${fromRow}>${toRow} at ${atNs / NS_PER_MS}`,
  );
