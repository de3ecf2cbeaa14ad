import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Model, report, taskDetails } from '../../../src/model/index.ts';
import { StretchKind } from '../../../src/model/view-types.ts';
import type { TaskIndex } from '../../../src/protocol/units.ts';
import { draw } from '../../support/drawing/draw.ts';
import { plainStretches } from '../../support/drawing/stretches.ts';
import { randomRecording } from '../../support/random-recording.ts';
import { modelOf, type ScriptLine } from '../../support/script.ts';

/** `running ready suspended` of a task in milliseconds, and what it ran without the tasks it called. */
function times(model: Model, task = 0): string {
  const { runningMs, readyMs, suspendedMs, selfMs } = report(model).tasks[task]!;
  return `running ${runningMs} (self ${selfMs}) ready ${readyMs} suspended ${suspendedMs}`;
}

test('a task runs while the tasks that it calls run, which is not its own time', () => {
  const model = modelOf([
    [0, 'enter', 1, 'outer'],
    [2, 'enter', 2, 'inner', { parent: 1 }],
    [3, 'enter', 3, 'innermost', { parent: 2 }],
    [5, 'end', 3],
    [6, 'suspend', 2],
    [8, 'suspend', 1],
    [12, 'bye'],
  ]);
  expect(`\n${draw(model, 12)}`).toBe(`
outer          ########....
  inner          ####......
    innermost     ##`);
  expect(times(model, 0)).toBe('running 8 (self 4) ready 0 suspended 4');
  expect(times(model, 1)).toBe('running 4 (self 2) ready 0 suspended 6');
  expect(times(model, 2)).toBe('running 2 (self 2) ready 0 suspended 0');
});

const wait = (...between: ScriptLine[]): Model =>
  modelOf([
    [0, 'enter', 1, 'task'],
    [2, 'suspend', 1, 'promise'],
    ...between,
    [10, 'resume', 1],
    [12, 'end', 1],
  ]);

test('a task is ready with the end of the task that it waits for, which says so', () => {
  const script = (...end: ScriptLine[]): Model =>
    modelOf([
      [0, 'enter', 1, 'outer'],
      [1, 'enter', 2, 'inner', { parent: 1 }],
      [2, 'suspend', 2, 'promise'],
      [3, 'suspend', 1, 'task', 2],
      [5, 'resume', 2],
      ...end,
      [10, 'resume', 1],
      [12, 'end', 1],
    ]);
  const told = script([6, 'end', 2, 'fulfilled', undefined, 1]);
  const apart = script([6, 'end', 2], [6, 'ready', 1, { by: 2 }]);
  expect(draw(told, 12)).toBe(draw(apart, 12));
  expect(taskDetails(told, 0 as TaskIndex)).toEqual(taskDetails(apart, 0 as TaskIndex));
  expect(draw(told, 12)).toContain('###...++++##');
});

test('a task is ready from the moment that is told', () => {
  expect(draw(wait([6, 'ready', 1]), 12)).toBe('task  ##....++++##');
});

test('of several moments told the last one counts', () => {
  const model = wait([3, 'ready', 1, { by: 1 }], [5, 'ready', 1, { kind: 'timer' }], [8, 'ready', 1]);
  expect(draw(model, 12)).toBe('task  ##......++##');
  expect(times(model)).toBe('running 4 (self 4) ready 2 suspended 6');
});

test('where none is told, what it waited for was there already', () => {
  const model = wait();
  expect(draw(model, 12)).toBe('task  ##++++++++##');
  expect(report(model).tasks[0]!.waits[0]).toMatchObject({ suspendedMs: 0, readyMs: 8, readyExact: true });
});

test('a task whose timer fired late is ready from when that was due', () => {
  expect(draw(wait([8, 'ready', 1, { late: 3 }]), 12)).toBe('task  ##...+++++##');
});

test('a task whose timer was due before the suspension is ready from the suspension', () => {
  expect(draw(wait([8, 'ready', 1, { late: 7 }]), 12)).toBe('task  ##++++++++##');
});

test('a task that waits for input or output is ready since the loop was last idle at the earliest', () => {
  const io = { kind: 'file', exact: false } as const;
  const model = wait([5, 'turn', 'timers', 1], [7, 'turn', 'poll', 0], [9, 'ready', 1, io]);
  expect(draw(model, 12)).toBe('task  ##...?????##');
  expect(report(model).tasks[0]!.waits[0]).toMatchObject({ readyExact: false, on: { kind: 'file' } });
});

test('it is ready since a busy loop asked the time before the last at the earliest', () => {
  const io = { kind: 'network', exact: false } as const;
  const asked = (ms: number): ScriptLine => [ms, 'turn', 'poll', 0, 0, 'asked'];
  const ready = [9, 'ready', 1, io] as const;
  expect(draw(wait(asked(4), asked(6), asked(8), ready), 12)).toBe('task  ##..??????##');
  expect(draw(wait(asked(4), [6, 'turn', 'check'], asked(8), ready), 12)).toBe('task  ##????????##');
  expect(draw(wait(asked(4), asked(6), [8, 'turn', 'check'], ready), 12)).toBe('task  ##????????##');
});

test('it is ready since the suspension at the earliest if the loop was never idle', () => {
  expect(draw(wait([9, 'ready', 1, { kind: 'file', exact: false }]), 12)).toBe('task  ##????????##');
});

test('what is awaited is known better when it happens, unless nothing more is known', () => {
  const kindOf = (model: Model): string => report(model).tasks[0]!.waits[0]!.on.kind;
  expect(kindOf(wait([8, 'ready', 1, { kind: 'network', exact: false }]))).toBe('network');
  expect(kindOf(wait([8, 'ready', 1, { kind: 'unknown' }]))).toBe('promise');
});

test('a wait that turns out to be for something else is no longer for that task', () => {
  const model = modelOf([
    [0, 'enter', 1, 'outer'],
    [0, 'enter', 2, 'inner', { parent: 1 }],
    [2, 'suspend', 1, 'task', 2],
    [8, 'ready', 1, { kind: 'timer', late: 0 }],
    [9, 'resume', 1],
  ]);
  expect(report(model).tasks[0]!.waits[0]).toMatchObject({
    on: { kind: 'timer', taskId: null },
    delayMs: null,
    wokenById: null,
  });
});

test('at a yield a generator waits to be asked: that is not an await', () => {
  const lines: ScriptLine[] = [
    [0, 'enter', 1, 'numbers', { kind: 'generator' }],
    [1, 'suspend', 1, 'unknown', 0, { at: 'yield', line: 3 }],
    [4, 'resume', 1],
    [5, 'suspend', 1, 'timer', 10, { line: 2 }],
    [8, 'ready', 1],
    [9, 'resume', 1],
    [10, 'end', 1],
  ];
  for (const sitesLast of [false, true]) {
    const model = modelOf(lines, { sitesLast });
    expect(report(model).tasks[0]).toMatchObject({ yields: 1, suspensions: 1, suspendedMs: 6, readyMs: 1 });
    expect(report(model).tasks[0]!.waits.map(({ line }) => line)).toEqual([2]);
    expect(draw(model, 10)).toBe('numbers  #...#...+#');
  }
});

test('an async function that returns a promise waits for it and ends without running again', () => {
  const model = modelOf([
    [0, 'enter', 1, 'outer'],
    [1, 'enter', 2, 'inner', { parent: 1 }],
    [2, 'suspend', 2, 'timer', 5],
    [3, 'suspend', 1, 'task', 2, { at: 'return', line: 9 }],
    [7, 'ready', 2],
    [8, 'resume', 2],
    [9, 'ready', 1, { by: 2 }],
    [9, 'end', 2],
    [11, 'end', 1],
  ]);
  expect(`\n${draw(model, 11)}`).toBe(`
outer    ###......++
  inner   #.....+#`);
  expect(report(model).tasks[0]!.waits).toMatchObject([
    { at: 'return', line: 9, on: { kind: 'task', taskId: 2 }, suspendedMs: 6, readyMs: 2 },
  ]);
});

test('what the program left behind is pending, and its times count to the program’s end', () => {
  const model = modelOf([
    [0, 'enter', 1, 'main'],
    [1, 'enter', 2, 'never', { parent: 1 }],
    [2, 'suspend', 2, 'promise', 0, { line: 5 }],
    [3, 'end', 1],
    [10, 'bye'],
  ]);
  expect(`\n${draw(model, 10)}`).toBe(`
main     ###
  never   #........`);
  expect(report(model).tasks[1]).toMatchObject({ outcome: 'pending', endMs: null, suspendedMs: 8 });
  expect(report(model).tasks[1]!.waits).toMatchObject([{ suspendedMs: 8, readyMs: 0, readyExact: null }]);
});

test('a task of a program that was killed while it waited has waited until then', () => {
  const model = modelOf(
    [
      [0, 'enter', 1, 'main'],
      [1, 'suspend', 1, 'timer', 60_000],
    ],
    { host: [[1050, 'programEnd', null, 'SIGKILL']], end: 'cut-off' },
  );
  expect(report(model).program).toMatchObject({ durationMs: 1000, complete: false, signal: 'SIGKILL' });
  expect(report(model).tasks[0]).toMatchObject({ outcome: 'pending', suspendedMs: 999 });
  expect(report(model).loop).toMatchObject({ busyMs: 1 });
});

test('a task of a program that was killed while it ran has held the loop until then', () => {
  const model = modelOf([[0, 'enter', 1, 'main']], {
    host: [[1050, 'programEnd', null, 'SIGKILL']],
    end: 'cut-off',
  });
  expect(report(model).tasks[0]).toMatchObject({ outcome: 'pending', runningMs: 1000 });
  expect(report(model).loop).toMatchObject({ busyMs: 1000, idleMs: 0, longestRunMs: 1000 });
});

test('times by state add up to a task’s life, and agree with its stretches, at every moment', () => {
  fc.assert(
    fc.property(randomRecording(), fc.constantFrom('live', 'cut-off' as const), (lines, end) => {
      const model = modelOf(lines, { end });
      expect(model.tables.illegal).toBe(0);
      const { tasks } = model.tables;
      for (let task = 0; task < tasks.length; task++) {
        const { runningNs, readyNs, suspendedNs } = taskDetails(model, task as TaskIndex);
        const endNs = Math.min(tasks.endNs.get(task), model.endNs);
        const total = { running: 0, ready: 0, suspended: 0 };
        for (const { kind, fromNs, toNs } of plainStretches(model, task)) {
          const lengthNs = Math.min(toNs, endNs) - fromNs;
          if (kind === StretchKind.running) total.running += lengthNs;
          else if (kind === StretchKind.suspended) total.suspended += lengthNs;
          else total.ready += lengthNs;
        }
        expect({ running: runningNs, ready: readyNs, suspended: suspendedNs }).toEqual(total);
        expect(runningNs + readyNs + suspendedNs).toBe(endNs - tasks.startNs.get(task));
        expect(tasks.selfNs.get(task)).toBeLessThanOrEqual(runningNs);
      }
    }),
    { numRuns: 200 },
  );
});
