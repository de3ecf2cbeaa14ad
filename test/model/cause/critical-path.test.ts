import fc from 'fast-check';
import { expect, test } from 'vitest';
import { criticalPath, PathKind } from '../../../src/model/cause/critical-path.ts';
import { pathPieces, pathView } from '../../../src/model/cause/path-view.ts';
import { type Model, nameOf, Rows } from '../../../src/model/index.ts';
import { allOf } from '../../../src/model/work.ts';
import { draw } from '../../support/drawing/draw.ts';
import { randomRecording } from '../../support/random-recording.ts';
import { modelOf } from '../../support/script.ts';

const KINDS = Object.keys(PathKind);

/** `0–3 main running`, in milliseconds. */
function path(model: Model, task: number | null): string[] {
  const { runs } = model.tables;
  const { length, fromNs, kind, run, toNs } = allOf(criticalPath(model, task));
  return Array.from({ length }, (_, at) => {
    const until = at + 1 < length ? fromNs[at + 1]! : toNs;
    const who = run[at]! < 0 ? '' : `${nameOf(model, runs.task.get(run[at]!))} `;
    return `${fromNs[at]! / 1e6}–${until / 1e6} ${who}${KINDS[kind[at]!]}`;
  });
}

const model = modelOf([
  [1, 'enter', 1, 'main'],
  [2, 'enter', 2, 'parse', { parent: 1 }],
  [4, 'end', 2],
  [5, 'enter', 3, 'order', { parent: 1 }],
  [6, 'suspend', 3, 'timer', 3],
  [7, 'suspend', 1, 'task', 3],
  [9, 'ready', 3, { late: 0 }],
  [11, 'resume', 3],
  [12, 'ready', 1, { by: 3 }],
  [13, 'end', 3],
  [14, 'resume', 1],
  [15, 'end', 1],
  [16, 'bye'],
]);

test('the path goes from the end back through who woke whom, with the runs that others called for themselves', () => {
  expect(`\n${draw(model, 16)}`).toBe(`
main      ######.....++#
  parse    ##
  order       #...++##`);
  const main = [
    '1–2 main running',
    '2–4 parse running',
    '4–5 main running',
    '5–6 order running',
    '6–9 order suspended',
    '9–11 order ready',
    '11–12 order running',
    '12–14 main ready',
    '14–15 main running',
  ];
  expect(path(model, 0)).toEqual(main);
  expect(path(model, 1)).toEqual(['2–4 parse running']);
  expect(path(model, null)).toEqual(['0–1 outside', ...main, '15–16 outside']);
});

test('a task that ended with a promise it returned waited for who settled that; a callback for being called', () => {
  const passing = modelOf([
    [0, 'enter', 1, 'main'],
    [1, 'enter', 2, 'order', { parent: 1 }],
    [2, 'enter', 3, 'note', { parent: 2 }],
    [3, 'suspend', 3, 'network'],
    [3, 'suspend', 2, 'task', 3, { at: 'return' }],
    [3, 'suspend', 1, 'task', 2],
    [6, 'ready', 3, { kind: 'network' }],
    [6, 'resume', 3],
    [7, 'ready', 2, { by: 3 }],
    [7, 'end', 3],
    [8, 'end', 2],
    [8, 'ready', 1, { by: 2 }],
    [9, 'resume', 1],
    [10, 'end', 1],
    [12, 'enter', 4, 'tick', { parent: 1, kind: 'callback' }],
    [13, 'end', 4],
    [13, 'bye'],
  ]);
  expect(path(passing, null)).toEqual([
    '0–1 main running',
    '1–2 order running',
    '2–3 note running',
    '3–6 note suspended',
    '6–7 note running',
    '7–8 order ready',
    '8–9 main ready',
    '9–10 main running',
    '10–12 tick called',
    '12–13 tick running',
  ]);
});

test('where the caller of the waking run is unknown, the path follows the wait', () => {
  const unknown = modelOf([
    [0, 'enter', 1, 'main'],
    [1, 'enter', 2, 'lock', { parent: 1 }],
    [2, 'suspend', 2, 'promise'],
    [2, 'suspend', 1, 'task', 2],
    [5, 'enter', 3, 'granted'],
    [6, 'suspend', 3, 'timer', 2],
    [8, 'ready', 3, { late: 0 }],
    [8, 'resume', 3],
    [9, 'ready', 2, { by: 3 }],
    [9, 'end', 3],
    [10, 'resume', 2],
    [11, 'ready', 1, { by: 2 }],
    [11, 'end', 2],
    [12, 'resume', 1],
    [13, 'end', 1],
    [13, 'bye'],
  ]);
  expect(path(unknown, null)).toEqual([
    '0–1 main running',
    '1–2 lock running',
    '2–5 lock suspended',
    '5–6 granted running',
    '6–8 granted suspended',
    '8–9 granted running',
    '9–10 lock ready',
    '10–11 lock running',
    '11–12 main ready',
    '12–13 main running',
  ]);
});

test('what came before a task began is not on its path', () => {
  const late = modelOf([
    [0, 'enter', 1, 'shared'],
    [1, 'suspend', 1, 'timer', 9],
    [4, 'enter', 2, 'late'],
    [5, 'suspend', 2, 'task', 1],
    [10, 'ready', 1, { late: 0 }],
    [10, 'resume', 1],
    [11, 'ready', 2, { by: 1 }],
    [11, 'end', 1],
    [12, 'resume', 2],
    [13, 'end', 2],
  ]);
  expect(path(late, 1)).toEqual([
    '4–10 shared suspended',
    '10–11 shared running',
    '11–12 late ready',
    '12–13 late running',
  ]);
});

test('its segments are the whole life, without gaps and without overlap, in any recording', () => {
  fc.assert(
    fc.property(randomRecording(100), fc.boolean(), (lines, finished) => {
      const random = modelOf(lines, finished ? { end: 'cut-off' } : {});
      const { tasks, runs } = random.tables;
      const whole = (task: number | null, startNs: number, endNs: number): void => {
        const { length, fromNs, kind, run, toNs } = allOf(criticalPath(random, task));
        expect(toNs).toBe(endNs);
        expect(length > 0 ? fromNs[0] : toNs).toBe(startNs);
        for (let at = 0; at < length; at++) {
          expect(fromNs[at]).toBeLessThan(at + 1 < length ? fromNs[at + 1]! : toNs);
          expect(run[at]! >= 0).toBe(kind[at] !== PathKind.outside);
          if (kind[at] === PathKind.running)
            expect(fromNs[at]).toBeGreaterThanOrEqual(runs.fromNs.get(run[at]!));
        }
      };
      for (let task = 0; task < tasks.length; task++)
        whole(task, tasks.startNs.get(task), Math.min(tasks.endNs.get(task), random.endNs));
      whole(null, 0, random.endNs);
    }),
    { numRuns: 40 },
  );
});

test('its table says who, what and where, how long, and its share', () => {
  const { rows, steps, more } = allOf(pathView(model, null, allOf(criticalPath(model, null))));
  expect(
    rows.map(({ name, what, count, ns, share }) => `${name}: ${what} ×${count} ${ns / 1e6} ${share}`),
  ).toEqual([
    'main: running ×3 3 0.1875',
    'order: suspended for a timer of 3 ms ×1 3 0.1875',
    ': no task yet, or no more ×2 2 0.125',
    'parse: running ×1 2 0.125',
    'order: running ×2 2 0.125',
    'order: ready ×1 2 0.125',
    'main: ready: meanwhile the loop had order ×1 2 0.125',
  ]);
  expect([steps, more, rows[0]!.longest]).toMatchObject([11, { rows: 0, ns: 0 }, { fromNs: 1e6, toNs: 2e6 }]);
});

test('in the chart a folded task is in the row that hides it', () => {
  const rows = new Rows(model);
  const path = allOf(criticalPath(model, 0));
  const drawn = (nsPerPx: number) =>
    allOf(pathPieces(model, rows, path, { fromNs: 0, toNs: 16e6, nsPerPx })).map(
      ({ row, fromNs, toNs }) => `${row}: ${fromNs / 1e6}–${toNs / 1e6}`,
    );
  expect(drawn(1e5)).toEqual(['0: 1–2', '1: 2–4', '0: 4–5', '2: 5–12', '0: 12–15']);
  // Narrower than a pixel.
  expect(drawn(3.5e6)).toEqual(['0: 1–5', '2: 5–12', '0: 12–15']);
  rows.setCollapsed(0, true);
  expect(drawn(1e5)).toEqual(['0: 1–15']);
});
