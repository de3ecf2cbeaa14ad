// A recording of which only a later part is shown.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { outcomeOf, stateOf } from '../../../src/model/details/states.ts';
import { consoleLines } from '../../../src/model/details/written.ts';
import { Past } from '../../../src/model/events/past.ts';
import { Model, taskDetails } from '../../../src/model/index.ts';
import { HOST_STREAM } from '../../../src/protocol/recording.ts';
import type { TaskIndex } from '../../../src/protocol/units.ts';
import { randomRecording } from '../../support/random-recording.ts';
import { header, hostTrace, modelOf, type ScriptLine, trace } from '../../support/script.ts';

const WORKER = { start: '1', kind: 'worker', name: 'worker.mjs' } as const;

/** The model of what comes after so many bytes of the main thread's stream. */
function partOf(lines: readonly ScriptLine[], cut: number): Model {
  const bytes = trace(lines);
  const past = new Past();
  past.push(0, bytes.subarray(0, cut));
  const model = new Model();
  model.setHeader(header());
  past.into(model);
  model.ingest(0, bytes.subarray(cut));
  return model;
}

const idsOf = ({ tables: { tasks } }: Model): number[] =>
  Array.from({ length: tasks.length }, (_, task) => tasks.idOf(task));

const awaitedBy = (model: Model, task: number) => {
  const on = taskDetails(model, task as TaskIndex).openWait?.on;
  return { kind: on?.kind, members: on?.combination?.members.length, task: on?.task ?? null };
};

test('from any byte on, everything is as in the whole recording, and what was under way there is known', () => {
  fc.assert(
    fc.property(randomRecording(120), fc.double({ min: 0, max: 1, noNaN: true }), (lines, share) => {
      const whole = modelOf(lines);
      const part = partOf(lines, Math.floor(trace(lines).length * share));
      const { tasks } = part.tables;
      const startNs = part.fromNs;
      expect(part.tables.illegal).toBe(whole.tables.illegal);
      expect(part.damage).toEqual([]);
      expect(part.endNs + startNs).toBe(whole.endNs);
      const known = new Set(idsOf(part));
      for (const id of idsOf(whole)) {
        const [was, is] = [whole.taskOf(0, id)!, part.taskOf(0, id)];
        const before = whole.tables.tasks;
        if (before.endNs.get(was) > startNs) expect(known).toContain(id);
        if (is === null) continue;
        const parent = before.parent.get(was);
        expect(tasks.parent.get(is)).toBe(parent < 0 ? -1 : part.taskOf(0, before.idOf(parent)));
        expect(tasks.site.get(is)).toBe(before.site.get(was));
        expect([outcomeOf(part, is), stateOf(part, is)]).toEqual([
          outcomeOf(whole, was),
          stateOf(whole, was),
        ]);
        expect(tasks.startNs.get(is)).toBe(Math.max(0, before.startNs.get(was) - startNs));
        expect(tasks.endNs.get(is)).toBe(Math.max(0, before.endNs.get(was) - startNs));
        expect(taskDetails(part, is).label).toBe(taskDetails(whole, was).label);
        const [waited, waits] = [awaitedBy(whole, was), awaitedBy(part, is)];
        expect([waits.kind, waits.members]).toEqual([waited.kind, waited.members]);
        // A task that was over is not known any more; one that came after the wait is, now.
        if (waited.task !== null && waits.task !== null)
          expect(tasks.idOf(waits.task)).toBe(before.idOf(waited.task));
      }
    }),
    { numRuns: 200 },
  );
});

test('of tasks that are over, only the starters of living ones are kept', () => {
  const lines: ScriptLine[] = [
    [0, 'enter', 1, 'main', { kind: 'module' }],
    [1, 'enter', 2, 'serve', { parent: 1 }],
    [1, 'suspend', 2, 'network'],
    ...Array.from({ length: 50 }, (_, at): ScriptLine[] => [
      [2 + at, 'enter', 3 + at, 'request', { parent: 2, label: `${at}` }],
      [2 + at, 'end', 3 + at],
    ]).flat(),
    [60, 'end', 1],
    [61, 'enter', 100, 'request', { parent: 2 }],
  ];
  const bytes = trace(lines);
  const part = partOf(lines, bytes.length - 16);
  expect(idsOf(part)).toEqual([1, 2, 100]);
  expect(part.fromNs).toBe(60e6);
  expect(part.tables.tasks.startNs.get(part.taskOf(0, 100)!)).toBe(1e6);
  expect(part.startEpochMs).toBe(modelOf(lines).startEpochMs! + 60);
});

test('threads that go on are there, those that are over are not; the console’s last lines are', () => {
  const past = new Past();
  const epoch = modelOf([]).startEpochMs!;
  const main = trace([
    [0, 'enter', 1, 'main'],
    [1, 'thread', 1, '1', { name: 'worker.mjs' }],
    [2, 'thread', 1, '2', { name: 'gone.mjs' }],
    [30, 'threadEnd', '2', 0],
    [30, 'suspend', 1, 'promise'],
    [30, 'prints', 1, 'sent along\n'],
  ]);
  const worker = trace([[3, 'enter', 1, 'work']], { thread: WORKER, startEpochMs: epoch + 1 });
  const gone = trace([[3, 'bye', 0]], { thread: { ...WORKER, start: '2' }, startEpochMs: epoch + 2 });
  past.push(0, main);
  past.push(1, worker);
  past.push(2, gone);
  past.push(HOST_STREAM, hostTrace([[70, 'stdout', 'said\nand ']]));
  const model = new Model();
  model.setHeader(header());
  past.into(model);
  model.ingest(HOST_STREAM, hostTrace([[90, 'stdout', 'goes on\n']]));
  expect(model.tables.threads.all.map(({ name, stream }) => [name, stream])).toEqual([
    ['', 0],
    ['worker.mjs', 1],
  ]);
  expect(model.fromNs).toBe(30e6);
  expect(consoleLines(model, 0, 9).map(({ text }) => text)).toEqual(['sent along', 'said', 'and goes on']);
  expect(model.damage).toEqual([]);
});

test('a stream that cannot be read stays unreadable', () => {
  const past = new Past();
  const bytes = trace([[0, 'enter', 1, 'main']]);
  past.push(0, new Uint8Array([...bytes, ...new Uint8Array(16)]));
  const model = new Model();
  past.into(model);
  model.ingest(0, trace([[0, 'enter', 2, 'later']]));
  expect(model.damage).toHaveLength(1);
  expect(model.tables.tasks.length).toBe(0);
});
