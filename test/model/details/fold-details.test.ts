// What the inspector says of a row that stands for many tasks.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldDetails } from '../../../src/model/details/folds/fold-details.ts';
import { suspensionsOf, timesOf } from '../../../src/model/details/states.ts';
import { type Grouping, type Model, NO_FILTER, Rows } from '../../../src/model/index.ts';
import { FOLDED_FROM } from '../../../src/model/rows/row-layout.ts';
import { allOf } from '../../../src/model/work.ts';
import type { RowIndex } from '../../../src/protocol/units.ts';
import { randomRecording } from '../../support/random-recording.ts';
import { modelOf, type ScriptLine } from '../../support/script.ts';

/** `leaf(0)` to `leaf(49)`: each runs 1 ms, is suspended at line 7 for its number of ms, is ready for 1 ms and runs 1 ms more. */
function leaves(last: 'ended' | 'suspended' = 'ended'): ScriptLine[] {
  const lines: ScriptLine[] = [[0, 'enter', 1, 'main']];
  for (let at = 0; at < FOLDED_FROM; at++) {
    const [ms, task] = [100 * at + 1, at + 2];
    lines.push([ms, 'enter', task, 'leaf', { parent: 1, line: 5, label: `${at}` }]);
    lines.push([ms + 1, 'suspend', task, 'timer', at, { line: 7, text: 'sleep(ms)' }]);
    if (last === 'suspended' && at === FOLDED_FROM - 1) continue;
    lines.push([ms + 1 + at, 'ready', task, { late: 0 }], [ms + 2 + at, 'resume', task]);
    if (at % 25 === 3) lines.push([ms + 3 + at, 'end', task, 'rejected', ['Error', 'no luck']]);
    else lines.push([ms + 3 + at, 'end', task]);
  }
  lines.push([100 * FOLDED_FROM, 'end', 1]);
  return lines;
}

const detailsOf = (model: Model, rows = new Rows(model), row = 1) =>
  allOf(foldDetails(model, rows, rows.idAt(row as RowIndex)))!;

test('a fold says what its tasks have in common, how they ended, and how long they took', () => {
  const details = detailsOf(modelOf(leaves()));
  expect(details).toMatchObject({ label: 'leaf', size: 50, collapsed: true, kind: 'async', waitCount: 50 });
  expect(details.parent?.label).toBe('main()');
  expect(details.place).toMatchObject({ line: 5 });
  expect([details.shortest, details.median, details.longest].map(({ label }) => label)).toEqual([
    'leaf(0)',
    'leaf(24)',
    'leaf(49)',
  ]);
  expect(details.longest.lengthNs).toBe(52e6);
  expect(details.sentence).toBe(
    '50 tasks, each a `leaf` that `main` started: 48 were fulfilled and 2 were rejected. Half of them took 27.0 ms or less; the longest was `leaf(49)` with 52.0 ms.',
  );
});

test('their waits are put together by place, with whose was the longest', () => {
  const { waits } = detailsOf(modelOf(leaves()));
  expect(waits).toHaveLength(1);
  expect(waits[0]).toMatchObject({
    at: 'await',
    expression: 'sleep(ms)',
    kind: 'timer',
    label: 'a timer',
    count: 50,
    suspendedNs: 1225e6,
    readyNs: 50e6,
    readyExact: true,
    longest: { label: 'leaf(49)', ns: 50e6 },
  });
});

test('what they were rejected with is told, the same once', () => {
  const { errors } = detailsOf(modelOf(leaves()));
  expect(errors).toEqual([{ text: 'Error: no luck', count: 2, task: 4, label: 'leaf(3)' }]);
});

test('while one goes on it has no end', () => {
  const details = detailsOf(modelOf(leaves('suspended'), { end: 'live' }));
  expect(details.endNs).toBeNull();
  expect(details.states.suspended).toBe(1);
  expect(details.longest).toMatchObject({ label: 'leaf(49)', isOpen: true });
  expect(details.sentence).toContain('1 is suspended, 47 were fulfilled and 2 were rejected.');
});

test('only those that the filter shows count', () => {
  const model = modelOf(leaves());
  const rows = new Rows(model);
  rows.arrange({ grouping: 'function', filter: { ...NO_FILTER, states: ['rejected'] } });
  const details = detailsOf(model, rows, 0);
  expect(details.sentence).toMatch(
    /^2 tasks that the filter shows, each a `leaf`, whoever started it: all were rejected\. /,
  );
});

test('a fold has details without a row, but a single task or an unknown id has none', () => {
  const model = modelOf(leaves());
  const rows = new Rows(model);
  const id = rows.idAt(1 as RowIndex);
  rows.setCollapsed(0, true);
  expect(allOf(foldDetails(model, rows, id))).toMatchObject({ size: 50, collapsed: null });
  expect(allOf(foldDetails(model, rows, 0))).toBeNull();
  expect(allOf(foldDetails(model, rows, -1000))).toBeNull();
});

test('times and waits are those of its tasks, whatever the recording and the grouping', () => {
  const groupings = fc.constantFrom<Grouping>('function', 'kind', 'file', 'thread');
  fc.assert(
    fc.property(randomRecording(), groupings, (lines, grouping) => {
      const model = modelOf(lines, { end: 'complete' });
      const rows = new Rows(model);
      rows.arrange({ grouping });
      for (let row = 0; row < rows.count; row++) {
        const set = rows.setAt(row as RowIndex);
        if (set === null) continue;
        const { tasks } = rows.foldOf(set);
        const details = detailsOf(model, rows, row);
        const times = [...tasks].map((task) => timesOf(model, task));
        const sum = (of: (index: number) => number) => times.reduce((total, _, at) => total + of(at), 0);
        const lengths = [...tasks].map(
          (task) => model.tables.tasks.endNs.get(task) - model.tables.tasks.startNs.get(task),
        );
        expect(details.size).toBe(tasks.length);
        expect(Object.values(details.states).reduce((a, b) => a + b)).toBe(tasks.length);
        expect(details.runningNs).toBe(sum((at) => times[at]!.runningNs));
        expect(details.longest.lengthNs).toBe(Math.max(...lengths));
        expect(details.shortest.lengthNs).toBe(Math.min(...lengths));
        expect(lengths.filter((ns) => ns <= details.median.lengthNs).length * 2).toBeGreaterThanOrEqual(
          tasks.length,
        );
        const waited = (key: 'suspendedNs' | 'readyNs' | 'count') =>
          details.waits.reduce((total, wait) => total + wait[key], 0);
        expect(waited('count')).toBe(details.waitCount);
        expect(details.waitCount).toBe(
          [...tasks].reduce((total, task) => total + suspensionsOf(model, task), 0),
        );
        expect(Math.abs(waited('suspendedNs') - sum((at) => times[at]!.suspendedNs))).toBeLessThan(10);
        expect(Math.abs(waited('readyNs') - sum((at) => times[at]!.readyNs))).toBeLessThan(10);
      }
    }),
    { numRuns: 60 },
  );
});
