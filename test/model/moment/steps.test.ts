import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TaskState } from '../../../src/model/events/transitions.ts';
import { stepFrom as findStep, type Model } from '../../../src/model/index.ts';
import { loopRuns } from '../../../src/model/tables/loop-runs.ts';
import { allOf } from '../../../src/model/work.ts';
import { randomRecording } from '../../support/random-recording.ts';
import { modelOf } from '../../support/script.ts';

const stepFrom = (...of: Parameters<typeof findStep>) => allOf(findStep(...of));

/** All steps from the beginning to the end, or back: `1 begin main`. */
function walk(model: Model, step: 1 | -1): string[] {
  const steps: string[] = [];
  let atNs = step > 0 ? -1 : model.endNs + 1;
  for (let found = stepFrom(model, atNs, step); found !== null; found = stepFrom(model, atNs, step)) {
    ({ atNs } = found);
    steps.push(`${atNs / 1e6} ${found.what} ${found.label.replace('()', '')}`.trimEnd());
  }
  return steps;
}

test('steps forward come to every moment, and steps back to the same', () => {
  const model = modelOf([
    [1, 'enter', 1, 'main'],
    [2, 'enter', 2, 'inner', { parent: 1 }],
    [3, 'suspend', 2, 'timer', 5],
    [4, 'suspend', 1, 'task', 2],
    [10, 'turn', 'timers', 5],
    [10, 'ready', 2, { late: 2 }],
    [11, 'resume', 2],
    [12, 'ready', 1, { by: 2 }],
    [13, 'end', 2],
    [14, 'resume', 1],
    [15, 'end', 1],
  ]);
  const forward = walk(model, 1);
  expect(forward).toEqual([
    '0 turn',
    '1 begin main',
    '2 begin inner',
    '3 suspend inner',
    '4 suspend main',
    '5 idle',
    '8 ready inner',
    '10 turn',
    '11 resume inner',
    '12 ready main',
    '13 end inner',
    '14 resume main',
    '15 end main',
  ]);
  expect(walk(model, -1)).toEqual(forward.toReversed());
  // From one run to the next, each with its reason.
  const runs = [0, 1, 2, 11].map((ms) => stepFrom(model, ms * 1e6, 1, 'runs'));
  expect(runs.map((found) => [found?.what, found?.label, found?.why])).toEqual([
    ['begin', 'main()', ''],
    ['begin', 'inner()', '`main()` started `inner()`.'],
    ['resume', 'inner()', '`inner()` went on after a timer of 5 ms. It had been ready for 3.0 ms.'],
    ['resume', 'main()', '`inner()` made `main()` ready. It had been ready for 2.0 ms.'],
  ]);
  expect(stepFrom(model, 11e6, -1, 'runs')).toMatchObject({ what: 'begin', label: 'inner()' });
  expect(stepFrom(model, 14e6, 1, 'runs')).toBeNull();
});

/** Every moment that something happened at, straight from the tables. */
function moments(model: Model): number[] {
  const { runs, tasks } = model.tables;
  const all = new Set<number>();
  for (let run = 0; run < runs.length; run++) {
    all.add(runs.fromNs.get(run)).add(runs.toNs.get(run));
    const over = runs.next.get(run) < 0 && tasks.state.get(runs.task.get(run)) === TaskState.over;
    if (!over) all.add(runs.readyNs.get(run));
  }
  const { turns } = model.main;
  for (let turn = 0; turn < turns.length; turn++) all.add(turns.fromNs.get(turn)).add(turns.toNs.get(turn));
  return [...all].filter(Number.isFinite).sort((a, b) => a - b);
}

test('no moment is left out, whatever the recording', () => {
  fc.assert(
    fc.property(randomRecording(), fc.boolean(), (lines, over) => {
      const model = modelOf(lines, { end: over ? 'cut-off' : 'live' });
      const expected = moments(model);
      const ms = (ns: number) => ns / 1e6;
      expect(walk(model, 1).map(Number.parseFloat)).toEqual(expected.map(ms));
      expect(walk(model, -1).map(Number.parseFloat)).toEqual(expected.toReversed().map(ms));
    }),
    { numRuns: 100 },
  );
});

test('who is alive at a moment is found among thousands of runs', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), (alive, seed) => {
      // So many tasks take turns; now and then one ends and another begins.
      const lines: Parameters<typeof modelOf>[0][number][] = [];
      for (let task = 1; task <= alive; task++) {
        lines.push([task / 1000, 'enter', task, 'f'], [task / 1000, 'suspend', task]);
      }
      const now = Array.from({ length: alive }, (_, at) => at + 1);
      let [us, next] = [alive + 1, alive + 1];
      for (let turn = 0; turn < 4000; turn++, us++) {
        const at = (turn * 7 + seed) % alive;
        lines.push([us / 1000, 'resume', now[at]!]);
        if ((turn + seed) % 5 > 0) {
          lines.push([us / 1000, 'suspend', now[at]!]);
          continue;
        }
        lines.push(
          [us / 1000, 'end', now[at]!],
          [us / 1000, 'enter', next, 'f'],
          [us / 1000, 'suspend', next],
        );
        now[at] = next++;
      }
      const model = modelOf(lines);
      const { tasks, runs } = model.tables;
      const loop = loopRuns(model, 0);
      for (let atNs = 500; atNs < us * 1000; atNs += 100_000) {
        const expected: number[] = [];
        for (let task = 0; task < tasks.length; task++) {
          if (tasks.startNs.get(task) <= atNs && tasks.endNs.get(task) > atNs) expected.push(task);
        }
        const found = allOf(loop.findAlive(atNs));
        expect(found.map((run) => runs.task.get(run)).sort((a, b) => a - b)).toEqual(expected);
        for (const run of found) expect(runs.fromNs.get(run)).toBeLessThanOrEqual(atNs);
      }
    }),
    { numRuns: 10 },
  );
});
