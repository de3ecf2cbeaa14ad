import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RunningStack } from '../../../src/model/events/running-stack.ts';
import type { TaskTable } from '../../../src/model/tables/tasks.ts';

/** Remembers each task's own time; a task's last run has its number. */
function tasksTable(selfNs: Map<number, number>): TaskTable {
  const add = (task: number, ns: number) => selfNs.set(task, (selfNs.get(task) ?? 0) + ns);
  return { selfNs: { add }, lastRun: { get: (task: number) => task } } as unknown as TaskTable;
}

test('tasks may end in any order, however deep they are nested', () => {
  const step = fc.record({ enters: fc.nat({ max: 9 }).map((part) => part < 6), from: fc.nat({ max: 999 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400, size: 'max' }), (steps) => {
      const [own, expected] = [new Map<number, number>(), new Map<number, number>()];
      const stack = new RunningStack(tasksTable(own));
      const plain: number[] = [];
      steps.forEach(({ enters, from }, now) => {
        const top = plain.at(-1);
        if (top !== undefined) expected.set(top, (expected.get(top) ?? 0) + 1);
        if (enters) {
          plain.push(now);
          stack.push(now, now);
        } else {
          // One that is there, or now and then one that is not.
          const [task = 1e6] = plain.splice(from % (plain.length + 1), 1);
          stack.remove(task, now);
        }
        expect([stack.depth, stack.topRun]).toEqual([plain.length, plain.at(-1) ?? -1]);
      });
      expect([...own].filter(([, ns]) => ns > 0)).toEqual([...expected]);
    }),
    { numRuns: 60 },
  );
});

test('fifty thousand that end in the order they began take linear time', () => {
  const stack = new RunningStack(tasksTable(new Map()));
  for (let task = 0; task < 50_000; task++) stack.push(task, task);
  for (let task = 0; task < 50_000; task++) stack.remove(task, task);
  expect(stack.depth).toBe(0);
});
