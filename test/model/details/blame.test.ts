import fc from 'fast-check';
import { expect, test } from 'vitest';
import { waitEndNs } from '../../../src/model/details/states.ts';
import { type Blame, blameOf, type Model } from '../../../src/model/index.ts';
import { loopRuns } from '../../../src/model/tables/loop-runs.ts';
import { draw } from '../../support/drawing/draw.ts';
import { randomRecording } from '../../support/random-recording.ts';
import { modelOf, type ScriptLine, trace } from '../../support/script.ts';

/** The blame for a task's first wait: `parse 13 + other 0.5 = 13.5`, in milliseconds. */
function blame(model: Model, task: number, shown?: number): string {
  const run = model.tables.tasks.firstRun.get(task);
  const found = blameOf(model, run, shown);
  return found === null ? 'none' : inWords(found);
}

function inWords({ parts, more, otherNs, pausedNs, idleNs, readyNs }: Blame): string {
  const ms = (ns: number) => ns / 1e6;
  const all = parts.map(({ label, ns }) => `${label} ${ms(ns)}`);
  if (more.runs > 0) all.push(`${more.runs} more ${ms(more.ns)}`);
  if (otherNs > 0) all.push(`other ${ms(otherNs)}`);
  if (pausedNs > 0) all.push(`paused ${ms(pausedNs)}`);
  if (idleNs > 0) all.push(`idle ${ms(idleNs)}`);
  return `${all.join(' + ')} = ${ms(readyNs)}`;
}

const LATE: ScriptLine[] = [
  [0, 'turn', 'timers'],
  [0, 'enter', 1, 'sleeper'],
  [1, 'suspend', 1, 'timer', 4],
  [2, 'turn', 'poll', 1],
  [3, 'enter', 2, 'parse'],
  [4, 'enter', 3, 'scan', { parent: 2 }],
  [8, 'end', 3],
  [10, 'end', 2],
  [12, 'turn', 'timers', 1],
  [12, 'ready', 1, { late: 7 }],
  [14, 'resume', 1],
  [15, 'end', 1],
];

test('the runs that held the loop, each without those it called; the rest is no task’s, or idle', () => {
  const model = modelOf(LATE);
  expect(`\n${draw(model, 15)}`).toBe(`
sleeper  #....+++++++++#
parse       #######
  scan       ####`);
  // The wait is ready from 5 on: `scan` holds the loop up to 8, `parse` up to 10, code of no task up to 11, then it is idle up to 12, and 2 ms are
  // in the timer's turn.
  expect(blame(model, 0)).toBe('scan() 3 + parse() 2 + other 3 + idle 1 = 9');
});

test('what is not shown is added up', () => {
  expect(blame(modelOf(LATE), 0, 1)).toBe('scan() 3 + 1 more 2 + other 3 + idle 1 = 9');
});

test('the caller goes on after an await of something that had already happened', () => {
  const model = modelOf([
    [0, 'enter', 1, 'main'],
    [1, 'enter', 2, 'quick', { parent: 1 }],
    [2, 'suspend', 2, 'unknown'],
    [7, 'suspend', 1, 'task', 2],
    [7, 'resume', 2],
    [8, 'end', 2],
  ]);
  expect(blame(model, 1)).toBe('main() 5 = 5');
});

test('is null without any delay', () => {
  const model = modelOf([
    [0, 'enter', 1, 'f'],
    [1, 'suspend', 1, 'promise'],
    [3, 'ready', 1],
    [3, 'resume', 1],
    [4, 'suspend', 1, 'promise'],
  ]);
  expect(blame(model, 0)).toBe('none');
  expect(blameOf(model, model.tables.tasks.lastRun.get(0))).toBeNull();
});

test('a wait that is still ready counts up to the last known moment', () => {
  const model = modelOf([
    [0, 'enter', 1, 'f'],
    [1, 'suspend', 1, 'promise'],
    [1, 'enter', 2, 'busy'],
    [3, 'ready', 1, { by: 2 }],
    [9, 'turn'],
  ]);
  expect(blame(model, 0)).toBe('busy() 6 = 6');
});

test('functions that promises called are told without the tasks that they called, all calls of one together', () => {
  const model = modelOf([
    [0, 'enter', 1, 'f'],
    [1, 'suspend', 1, 'promise'],
    [2, 'turn', 'poll', 1],
    [2, 'ready', 1],
    // A call of 6 ms, which calls a task for 2 of them.
    [4, 'enter', 2, 'save'],
    [6, 'end', 2],
    [8, 'reaction', '', 6, { line: 5, handedTo: 'then' }],
    [11, 'reaction', '', 3, { line: 5, handedTo: 'then' }],
    [12, 'reaction', 'parse', 1, { line: 9 }],
    [13, 'resume', 1],
    [14, 'end', 1],
  ]);
  expect(blame(model, 0)).toBe('then callback main.mjs:5 7 + save() 2 + parse 1 + other 1 = 11');
  expect(blame(model, 0, 1)).toBe('then callback main.mjs:5 7 + 2 more 3 + other 1 = 11');
  const [most] = blameOf(model, 0)!.parts;
  expect(most).toMatchObject({ run: null, task: null, place: { line: 5 }, fromNs: 2e6, toNs: 11e6 });
});

test('a function that promises called held nothing while the runtime paused', () => {
  const model = modelOf([
    [0, 'enter', 1, 'f'],
    [1, 'suspend', 1, 'promise'],
    [2, 'turn', 'poll', 1],
    [2, 'ready', 1],
    [12, 'reaction', 'parse', 10],
    [13, 'resume', 1],
    [13, 'pause', 4, 8],
  ]);
  expect(blame(model, 0)).toBe('parse 6 + other 1 + paused 4 = 11');
});

test('while the runtime paused, whoever ran held nothing', () => {
  const model = modelOf([
    [0, 'enter', 1, 'f'],
    [1, 'suspend', 1, 'promise'],
    [1, 'enter', 2, 'busy'],
    [2, 'ready', 1, { by: 2 }],
    [9, 'suspend', 2, 'timer', 5],
    [20, 'turn', 'timers', 4],
    [21, 'resume', 1],
    [22, 'end', 1],
    // The pause is told late: 3 ms are in the run, 2 ms after it in the turn, and 2 ms while the loop was idle.
    [30, 'pause', 3, 25],
    [30, 'pause', 2, 19],
    [30, 'pause', 2, 13, 'young'],
  ]);
  expect(blame(model, 0)).toBe('busy() 4 + other 6 + paused 7 + idle 2 = 19');
});

test('each thread has a loop of its own', () => {
  const model = modelOf([
    [0, 'enter', 1, 'main'],
    [1, 'suspend', 1, 'promise'],
    [2, 'ready', 1],
    [8, 'resume', 1],
    [8, 'end', 1],
  ]);
  model.ingest(
    1,
    trace([
      [0, 'enter', 1, 'worker'],
      [9, 'end', 1],
    ]),
  );
  expect(blame(model, 0)).toBe('other 6 = 6');
});

test('spans hold no loop', () => {
  const model = modelOf([
    [0, 'enter', 1, 'request', { kind: 'span', label: 'GET /' }],
    [0, 'enter', 2, 'handler'],
    [1, 'suspend', 2, 'promise'],
    [2, 'ready', 2],
    [4, 'resume', 2],
    [5, 'end', 2],
    [6, 'end', 1],
  ]);
  expect(blame(model, 1)).toBe('other 2 = 2');
});

test('whatever happens, the parts add up to the ready time, and no two runs hold the loop at once', () => {
  fc.assert(
    fc.property(randomRecording(), fc.boolean(), (lines, over) => {
      const model = modelOf(lines, { end: over ? 'cut-off' : 'live' });
      const { runs } = model.tables;
      for (let run = 0; run < runs.length; run++) {
        const found = blameOf(model, run, 3);
        const readyNs = Math.min(waitEndNs(model, run), model.endNs) - runs.readyNs.get(run);
        expect(found === null).toBe(!(readyNs > 0));
        if (found === null) continue;
        const all = blameOf(model, run, lines.length + 1)!.parts;
        expect(found.parts).toEqual(all.slice(0, 3));
        expect(all).toEqual(all.toSorted((one, other) => other.ns - one.ns || one.fromNs - other.fromNs));
        expect(found.more.runs).toBe(Math.max(0, all.length - 3));
        const { parts, more, loaded, otherNs, pausedNs, idleNs } = found;
        const sumNs =
          parts.reduce((sum, { ns }) => sum + ns, 0) + more.ns + loaded.ns + otherNs + pausedNs + idleNs;
        expect(sumNs).toBeCloseTo(readyNs, 3);
        for (const ns of [otherNs, pausedNs, idleNs]) expect(ns).toBeGreaterThanOrEqual(0);
      }
      let atNs = 0;
      const pieces = loopRuns(model, 0).pieces(0, model.endNs);
      while (pieces.next()) {
        const { run, fromNs, toNs } = pieces;
        expect(fromNs).toBeGreaterThanOrEqual(atNs);
        expect(runs.fromNs.get(run)).toBeLessThanOrEqual(fromNs);
        expect(runs.toNs.get(run)).toBeGreaterThanOrEqual(toNs);
        expect(loopRuns(model, 0).runningAt(fromNs)).toBe(run);
        atNs = toNs;
      }
    }),
    { numRuns: 200 },
  );
});
