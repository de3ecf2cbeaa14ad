import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ChainEnd, type ChainStep, causeOf, findEffects } from '../../../src/model/cause/chain.ts';
import { chainStep, type Model } from '../../../src/model/index.ts';
import { allOf } from '../../../src/model/work.ts';
import type { RunIndex, TaskIndex } from '../../../src/protocol/units.ts';
import { draw } from '../../support/drawing/draw.ts';
import { randomRecording } from '../../support/random-recording.ts';
import { modelOf, type ScriptLine } from '../../support/script.ts';

const PRICES: ScriptLine[] = [
  [0, 'enter', 1, 'main'],
  [1, 'enter', 2, 'order', { parent: 1 }],
  [2, 'suspend', 2, 'timer', 3],
  [3, 'suspend', 1, 'task', 2],
  [5, 'ready', 2, { late: 0 }],
  [6, 'resume', 2],
  [7, 'enter', 3, 'note', { parent: 2 }],
  [8, 'suspend', 3, 'network'],
  [9, 'ready', 1, { by: 2 }],
  [9, 'end', 2],
  [10, 'resume', 1],
  [12, 'suspend', 1, 'task', 3],
];
const model = modelOf(PRICES);

/** A task's run as `order 6–9`, in milliseconds. */
const runName = (of: Model, run: number): string => {
  const { runs } = of.tables;
  const end = runs.toNs.get(run);
  return `${NAMES[runs.task.get(run)]} ${runs.fromNs.get(run) / 1e6}–${Number.isFinite(end) ? end / 1e6 : ''}`;
};
const NAMES = ['main', 'order', 'note'];

/** Where so many steps lead from a task's last run, and why it goes no further. */
function walk(of: Model, task: number, step: -1 | 1): string[] {
  const walked: string[] = [];
  let [at, here]: [{ run: RunIndex; wait: boolean } | null, TaskIndex] = [null, task as TaskIndex];
  for (;;) {
    const found: ChainEnd | ChainStep = allOf(chainStep(of, { task: here, at, step, towards: null }));
    if (found.run === null) return [...walked, found.words];
    walked.push(`${runName(of, found.run)}: ${found.words}`);
    [at, here] = [{ run: found.run, wait: false }, found.task];
  }
}

test('backward it goes along the causes, to where they begin', () => {
  expect(`\n${draw(model, 12)}`).toBe(`
main      ###......+##
  order    #...+###
    note         #....`);
  expect(walk(model, 0, -1)).toEqual([
    'order 6–9: `order()` made `main()` ready.',
    'order 1–2: `order()` went on after a timer of 3 ms.',
    'main 0–3: `main()` started `order()`.',
    'No task started `main()`: the chain begins here.',
  ]);
});

test('forward it goes to the effects of a run: first what it woke, then what it started, then its own next run', () => {
  const of = (run: number) =>
    allOf(findEffects(model, run)).map((effect) => `${effect.kind} ${runName(model, effect.run)}`);
  expect([of(0), of(1), of(2)]).toEqual([
    ['started order 1–2'],
    ['waited order 6–9'],
    ['woke main 10–12', 'started note 7–8'],
  ]);
  expect(walk(model, 0, 1)).toEqual(['Nothing is known to have come of this run.']);
});

test('forward after backward it goes the same way', () => {
  const back = allOf(chainStep(model, { task: 2 as TaskIndex, at: null, step: -1, towards: null }));
  expect(back.run === null ? '' : runName(model, back.run)).toBe('order 6–9');
  const at = { run: back.run as RunIndex, wait: false };
  const forth = (towards: RunIndex | null) =>
    allOf(chainStep(model, { task: 1 as TaskIndex, at, step: 1, towards }));
  expect(forth(3 as RunIndex)).toMatchObject({ task: 2, words: '`order()` started `note()`. (and 1 more)' });
  expect(forth(null)).toMatchObject({ task: 0, words: '`order()` made `main()` ready. (and 1 more)' });
});

test('a wait stands for the run that it led to; one that goes on leads nowhere', () => {
  const from = (task: number, atMs: number, step: -1 | 1) => {
    const found = allOf(
      chainStep(model, {
        task: task as TaskIndex,
        at: { atNs: atMs * 1e6 },
        step,
        towards: null,
      }),
    );
    return found.run === null ? found.words : runName(model, found.run);
  };
  expect([from(0, 2, 1), from(0, 5, -1), from(1, 5.5, -1), from(1, 5.5, 1)]).toEqual([
    'order 1–2',
    'order 6–9',
    'order 1–2',
    'main 10–12',
  ]);
  expect([from(2, 10, 1), from(2, 10, -1)]).toEqual([
    '`note()` has not gone on from here.',
    '`note()` still waits for the network.',
  ]);
});

test('a task that returns a promise and ends with it is passed: the cause is who settled that', () => {
  const passing = modelOf([
    [0, 'enter', 1, 'main'],
    [1, 'enter', 2, 'order', { parent: 1 }],
    [2, 'enter', 3, 'note', { parent: 2 }],
    [3, 'suspend', 3, 'timer', 3],
    [3, 'suspend', 2, 'task', 3, { at: 'return' }],
    [3, 'suspend', 1, 'task', 2],
    [6, 'ready', 3, { late: 0 }],
    [6, 'resume', 3],
    [7, 'ready', 2, { by: 3 }],
    [7, 'end', 3],
    [8, 'end', 2],
    [8, 'ready', 1, { by: 2 }],
    [9, 'resume', 1],
    [10, 'end', 1],
  ]);
  expect(`\n${draw(passing, 10)}`).toBe(`
main      ###.....+#
  order    ##....+
    note    #...#`);
  expect(walk(passing, 0, -1)).toEqual([
    'note 6–7: `note()` made `main()` ready.',
    'note 2–3: `note()` went on after a timer of 3 ms.',
    'order 1–3: `order()` started `note()`.',
    'main 0–3: `main()` started `order()`.',
    'No task started `main()`: the chain begins here.',
  ]);
  expect(walk(passing, 2, 1)).toContain('main 9–10: `note()` made `main()` ready.');
});

test('a promise that hundreds of tasks return wakes all who await them', () => {
  const orders = Array.from({ length: 300 }, (_, at) => ({ main: 2 * at + 2, order: 2 * at + 3 }));
  const returning = modelOf([
    [0, 'enter', 1, 'note'],
    [1, 'suspend', 1, 'timer', 3],
    ...orders.flatMap(({ main, order }): ScriptLine[] => [
      [2, 'enter', main, 'main'],
      [2, 'enter', order, 'order', { parent: main }],
      [2, 'suspend', order, 'task', 1, { at: 'return' }],
      [2, 'suspend', main, 'task', order],
    ]),
    [4, 'ready', 1, { late: 0 }],
    [4, 'resume', 1],
    ...orders.map(({ order }): ScriptLine => [5, 'ready', order, { by: 1 }]),
    [5, 'end', 1],
    ...orders.flatMap(({ main, order }): ScriptLine[] => [
      [6, 'end', order],
      [6, 'ready', main, { by: order }],
      [7, 'resume', main],
      [8, 'end', main],
    ]),
  ]);
  const lastOf = (task: number) => returning.tables.tasks.lastRun.get(task);
  const woken = allOf(findEffects(returning, lastOf(0))).filter(({ kind }) => kind === 'woke');
  expect(woken.map(({ run }) => run).sort((a, b) => a - b)).toEqual(
    orders.map(({ main }) => lastOf(main - 1)).sort((a, b) => a - b),
  );
});

test('causes come before effects, and each is found from the other', () => {
  fc.assert(
    fc.property(randomRecording(80), (lines) => {
      const random = modelOf(lines);
      const { runs } = random.tables;
      const there: string[] = [];
      for (let run = 0; run < runs.length; run++) {
        const cause = causeOf(random, run);
        if (cause === null) continue;
        expect(runs.fromNs.get(cause.run)).toBeLessThanOrEqual(runs.fromNs.get(run));
        there.push(`${cause.run} ${cause.kind} ${run}`);
      }
      const back: string[] = [];
      for (let run = 0; run < runs.length; run++)
        back.push(...allOf(findEffects(random, run)).map((effect) => `${run} ${effect.kind} ${effect.run}`));
      expect(back.sort()).toEqual(there.sort());
    }),
  );
});
