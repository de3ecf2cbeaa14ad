// What a wait is for: names, and the members of what Promise.all and its like made one promise.

import { describe, expect, test } from 'vitest';
import { sentenceOf, waitsOf } from '../../../src/model/index.ts';
import type { LoopPhaseName } from '../../../src/protocol/events.ts';
import type { TaskIndex } from '../../../src/protocol/units.ts';
import { modelOf, type ScriptLine, type SuspendOptions } from '../../support/script.ts';

const MAIN = 0 as TaskIndex;

/** A program whose `main` waits for what `options` say, while `order` (task 2) and `driver` (task 3) run. */
function waiting(options: SuspendOptions, ...then: ScriptLine[]) {
  const model = modelOf([
    [0, 'enter', 1, 'main'],
    [1, 'enter', 2, 'order', { parent: 1 }],
    [1, 'suspend', 2, 'timer', 20],
    [1, 'enter', 3, 'driver', { parent: 1, label: '"fast"' }],
    [1, 'suspend', 3, 'timer', 10],
    [2, 'suspend', 1, 'promise', 0, options],
    ...then,
  ]);
  return { on: waitsOf(model, MAIN, 0, 1)[0]!.wait.on, sentence: sentenceOf(model, MAIN) };
}

const TASKS = {
  members: [
    ['task', 2],
    ['task', 3],
  ],
} as const satisfies SuspendOptions;

describe('a name', () => {
  test('is what the wait is called', () => {
    const { on } = waiting({ name: 'readFile data.json' });
    expect(on).toEqual({
      kind: 'promise',
      task: null,
      name: 'readFile data.json',
      combination: null,
      label: 'readFile data.json',
    });
  });

  test('stays when the kind becomes better known', () => {
    const { on } = waiting({ name: 'GET localhost/price' }, [
      9,
      'ready',
      1,
      { kind: 'network', exact: false },
    ]);
    expect([on.kind, on.label]).toEqual(['network', 'GET localhost/price']);
  });

  test('that turned out to be wrong is none', () => {
    const { on } = waiting({ name: 'stat data.json' }, [9, 'unnamed', 1], [9, 'ready', 1, { kind: 'file' }]);
    expect([on.kind, on.name]).toEqual(['file', null]);
  });

  test('that a wait lacks, and that is not known as a timer’s, is told by the turn that settled it', () => {
    const labelAfter = (...turn: [LoopPhaseName, number?, number?]) =>
      waiting({}, [9, 'turn', ...turn], [9, 'ready', 1, { kind: 'timer' }]).on.label;
    expect(labelAfter('timers', 0, 50)).toBe('a timer of 50 ms');
    expect(labelAfter('timers')).toBe('a timer');
    expect(labelAfter('check')).toBe('the next round of the loop');
  });

  test('of a timer is the delay that a record of its own tells, where the last turn does not', () => {
    const { on } = waiting({}, [9, 'turn', 'check'], [9, 'timer', 1, 50], [9, 'ready', 1, { kind: 'timer' }]);
    expect(on.label).toBe('a timer of 50 ms');
  });

  test('of several timers is the longest that ended it, and another only if the told one cannot have been due', () => {
    const labelAfter = (toldMs: number, calledMs: number) => {
      const model = modelOf([
        [0, 'enter', 1, 'main'],
        [1, 'suspend', 1, 'timer', toldMs],
        [9, 'turn', 'timers', 0, calledMs],
        [9, 'ready', 1, { kind: 'timer' }],
      ]);
      return waitsOf(model, MAIN, 0, 1)[0]!.wait.on.label;
    };
    expect(labelAfter(4, 6)).toBe('a timer of 6 ms');
    expect(labelAfter(4, 2)).toBe('a timer of 4 ms');
    expect(labelAfter(400, 2)).toBe('a timer of 2 ms');
  });

  test('that a wait lacks is told by the task that settled the promise', () => {
    const { on } = waiting({}, [9, 'ready', 1, { by: 3 }]);
    expect(on.label).toBe('a promise settled by driver("fast")');
  });
});

test('in a sentence, an unnamed wait is described in the program’s words', () => {
  const words = (text: string) => waiting({ line: 5, text }).sentence;
  expect(words('this.#ready')).toContain('for a promise (this.#ready)');
  expect(words('Array.fromAsync(pages(), async (page) => await read(page))')).toContain(
    'for a promise (Array.fromAsync(…))',
  );
  expect(words('new Promise((resolve) => queue.push(resolve))')).toMatch(/for a promise\b(?! \()/);
});

describe('a combination of promises', () => {
  test('are named while they are waited for', () => {
    expect(waiting(TASKS).on.label).toBe('all of 2 tasks: order(), driver("fast")');
    expect(waiting({ ...TASKS, how: 'race' }).on.label).toBe('the first of 2 tasks: order(), driver("fast")');
    expect(waiting({ ...TASKS, how: 'any' }).on.label).toBe('any of 2 tasks: order(), driver("fast")');
    expect(waiting({ ...TASKS, how: 'allSettled' }).on.label).toBe(
      'all of 2 tasks to settle: order(), driver("fast")',
    );
  });

  test('of every kind', () => {
    const members = [['timer', 5], ['file', 'stat a.txt'], ['network'], ['task', 2]] as const;
    const { on } = waiting({ members });
    expect(on.label).toBe('all of 4 promises: a timer of 5 ms, stat a.txt, the network and 1 more');
    expect(on.combination?.members).toEqual([
      { kind: 'timer', task: null, delayMs: 5, name: null },
      { kind: 'file', task: null, delayMs: null, name: 'stat a.txt' },
      { kind: 'network', task: null, delayMs: null, name: null },
      { kind: 'task', task: 1, delayMs: null, name: null },
    ]);
  });

  test('that nothing tells apart is said once', () => {
    const label = (members: (readonly ['promise' | 'process' | 'timer', number?])[]) =>
      waiting({ members }).on.label;
    expect(label([['promise'], ['promise'], ['promise']])).toBe('all of 3 promises');
    expect(label([['process'], ['process']])).toBe('all of 2 promises: another thread or process each');
    expect(
      label([
        ['timer', 5],
        ['timer', 5],
      ]),
    ).toBe('all of 2 timers: a timer of 5 ms each');
    expect(
      label([
        ['timer', 5],
        ['timer', 6],
      ]),
    ).toBe('all of 2 timers: a timer of 5 ms, a timer of 6 ms');
    expect(label([['promise']])).toBe('all of 1 promise: a promise');
  });

  test('one of which decides', () => {
    const done: ScriptLine[] = [
      [20, 'ready', 1, { by: 2, member: 1 }],
      [21, 'resume', 1],
    ];
    const { on, sentence } = waiting(TASKS, ...done);
    expect(on.label).toBe('all of 2 tasks: order() (last), driver("fast")');
    expect(sentence).toContain(
      'for all of 2 tasks: order(), driver("fast"). `order` was the last, and it resumed 1.0 ms later.',
    );
    expect(waiting({ ...TASKS, how: 'race' }, ...done).on.label).toContain('order() (first)');
    const failed: ScriptLine[] = [[19, 'end', 2, 'rejected'], ...done];
    expect(waiting(TASKS, ...failed).on.label).toContain('order() (failed)');
  });

  test('some of which were told as a timer or a file that did not settle them', () => {
    const members = [['timer', 30_000], ['timer', 30_000], ['task', 2], ['file']] as const;
    const { on } = waiting(
      { members, how: 'race' },
      [9, 'guard', 1, 2],
      [9, 'guard', 1, 4],
      [9, 'ready', 1, { by: 2, member: 2 }],
    );
    expect(on.combination?.members.map(({ kind, delayMs }) => [kind, delayMs])).toEqual([
      ['timer', 30_000],
      ['promise', null],
      ['task', null],
      ['promise', null],
    ]);
  });

  test('that decides is named among many, and how many there are is known', () => {
    const members = Array.from({ length: 100 }, (_, i) => ['timer', i] as const);
    const { on } = waiting({ members, count: 2000 }, [9, 'ready', 1, { late: 0, member: 40 }]);
    expect(on.label).toBe(
      'all of 2,000 timers: the next round of the loop, a timer of 1 ms, a timer of 39 ms (last) and 1,997 more',
    );
  });
});

test('the correction of a member that is not there, or that is neither a timer nor a file, is counted and ignored', () => {
  const illegal = (...guards: ScriptLine[]) =>
    modelOf([
      [0, 'enter', 1, 'main'],
      [1, 'suspend', 1, 'promise', 0, { members: [['timer', 5], ['network']] }],
      ...guards,
    ]).tables.illegal;
  expect(illegal([2, 'guard', 1, 1])).toBe(0);
  expect(illegal([2, 'guard', 1, 0], [2, 'guard', 1, 2], [2, 'guard', 1, 3], [2, 'guard', 1, 2 ** 31])).toBe(
    4,
  );
  expect(illegal([2, 'resume', 1], [3, 'suspend', 1], [3, 'guard', 1, 1])).toBe(1);
});

test('the correction of a member is ignored behind the first hundred, however many are told', () => {
  const members = Array.from({ length: 150 }, () => ['timer', 5] as const);
  const illegal = (member: number) =>
    modelOf([
      [0, 'enter', 1, 'main'],
      [1, 'suspend', 1, 'promise', 0, { members }],
      [2, 'guard', 1, member],
    ]).tables.illegal;
  expect(illegal(101) - illegal(100)).toBe(1);
});

test('a timer that is told of a task which does not wait is counted and ignored', () => {
  const illegal = (...timers: ScriptLine[]) => modelOf([[0, 'enter', 1, 'main'], ...timers]).tables.illegal;
  expect(illegal([1, 'suspend', 1], [2, 'timer', 1, 5])).toBe(0);
  expect(illegal([2, 'timer', 1, 5], [2, 'timer', 7, 5])).toBe(2);
});

test('a member record that belongs to no wait is counted and ignored', () => {
  const model = modelOf([
    [0, 'enter', 1, 'main'],
    [1, 'suspend', 1, 'promise', 0, { members: [['task', 77], ['promise']] }],
    [2, 'resume', 1],
  ]);
  expect(waitsOf(model, MAIN, 0, 1)[0]!.wait.on.combination?.members[0]).toMatchObject({ task: null });
  expect(model.tables.illegal).toBe(0);
});
