import { describe, expect, test } from 'vitest';
import { isLegal, TASK_STATE_NAMES, TaskState, TRANSITIONS } from '../../../src/model/events/transitions.ts';
import { report } from '../../../src/model/index.ts';
import { sessionStatus } from '../../../src/model/session-status.ts';
import { RecordType } from '../../../src/protocol/events.ts';
import { draw } from '../../support/drawing/draw.ts';
import { modelOf, type ScriptLine } from '../../support/script.ts';

const EVENTS = ['enter', 'suspend', 'ready', 'resume', 'end'] as const;

test('the transitions are these and no others', () => {
  const drawn = TASK_STATE_NAMES.map((state) => {
    const cells = EVENTS.map((event) => (TRANSITIONS[state][event] ?? '-').padEnd(9));
    return `${state.padEnd(10)}${cells.join(' ')}`.trimEnd();
  });
  expect(
    `\n          ${EVENTS.map((event) => event.padEnd(9))
      .join(' ')
      .trimEnd()}\n${drawn.join('\n')}`,
  ).toBe(`
          enter     suspend   ready     resume    end
none      running   -         -         -         -
running   -         suspended -         -         over
ready     -         -         ready     running   over
suspended -         -         ready     running   over
over      -         -         -         -         -`);
});

test('what the hot path looks up is what the table says', () => {
  for (const state of TASK_STATE_NAMES) {
    for (const event of EVENTS) {
      expect(isLegal(TaskState[state], RecordType[event]), `${state} ${event}`).toBe(
        TRANSITIONS[state][event] !== undefined,
      );
    }
  }
});

/** How to bring task 1 into a state, at 1 ms. */
const INTO: Readonly<Record<string, readonly ScriptLine[]>> = {
  none: [],
  running: [[1, 'enter', 1, 'task']],
  suspended: [
    [0, 'enter', 1, 'task'],
    [1, 'suspend', 1],
  ],
  ready: [
    [0, 'enter', 1, 'task'],
    [0, 'suspend', 1],
    [1, 'ready', 1],
  ],
  over: [
    [0, 'enter', 1, 'task'],
    [1, 'end', 1],
  ],
};

const HAPPENS: Readonly<Record<string, ScriptLine>> = {
  enter: [2, 'enter', 1, 'task'],
  suspend: [2, 'suspend', 1],
  ready: [2, 'ready', 1],
  resume: [2, 'resume', 1],
  end: [2, 'end', 1],
};

describe.each(TASK_STATE_NAMES)('%s', (state) => {
  test.each(EVENTS)('%s', (event) => {
    const model = modelOf([...INTO[state]!, HAPPENS[event]!]);
    const next = TRANSITIONS[state][event];
    expect(model.tables.illegal).toBe(next === undefined ? 1 : 0);
    const after = TASK_STATE_NAMES[model.tables.tasks.length === 0 ? 0 : model.tables.tasks.state.get(0)];
    // A task that is suspended twice must have run in between; nothing else illegal changes anything.
    const implied = event === 'suspend' && (state === 'suspended' || state === 'ready');
    expect(after).toBe(implied ? 'suspended' : (next ?? state));
  });
});

test('a task that is suspended twice has run for an instant in between', () => {
  const model = modelOf([
    [0, 'enter', 1, 'task'],
    [2, 'suspend', 1, 'promise'],
    [4, 'ready', 1],
    [6, 'suspend', 1, 'timer'],
    [8, 'resume', 1],
    [10, 'end', 1],
  ]);
  expect(draw(model, 10)).toBe('task  ##..++#+##');
  expect(model.tables.illegal).toBe(1);
  expect(model.tables.tasks.runCount.get(0)).toBe(3);
});

test('events of a task nobody knows are counted and change nothing', () => {
  const model = modelOf([
    [0, 'enter', 1, 'task'],
    [1, 'suspend', 7],
    [1, 'ready', 7],
    [1, 'resume', 0],
    [1, 'end', 4_000_000_000],
    [2, 'end', 1],
  ]);
  expect(model.tables.illegal).toBe(4);
  expect(model.tables.tasks.length).toBe(1);
});

test('after the orderly end of its thread only its exit handlers can still begin something', () => {
  const model = modelOf([
    [0, 'enter', 1, 'main'],
    [2, 'bye'],
    [2, 'enter', 2, 'atExit'],
    [3, 'end', 1],
    [3, 'enter', 3, 'cleanUp', { parent: 2 }],
    [4, 'suspend', 3],
    [5, 'end', 2],
  ]);
  expect(`\n${draw(model, 5)}`).toBe(`
main       ##
atExit       ###
  cleanUp     #.`);
  expect(model.tables.illegal).toBe(1);
  expect(report(model).tasks.map(({ outcome }) => outcome)).toEqual(['pending', 'fulfilled', 'pending']);
  expect(sessionStatus(model).counters.alive).toBe(0);
});
