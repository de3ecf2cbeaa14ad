import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NO_FILTER } from '../../../src/model/index.ts';
import { allOf, isWork, type Work } from '../../../src/model/work.ts';
import type { Nanoseconds, RowIndex, TaskIndex } from '../../../src/protocol/units.ts';
import { SessionModel } from '../../../src/renderer/worker/session-model.ts';
import { randomRecording } from '../../support/random-recording.ts';
import { trace } from '../../support/script.ts';

const task = (index: number) => index as TaskIndex;
const done = <T>(answer: T | Work<T>): T => (isWork<T>(answer) ? allOf(answer) : answer);

/** main starts order and driver, waits for order; order waits for a timer that fires 1 ms late. */
function session(): SessionModel {
  const made = new SessionModel();
  made.model.setHeader({ startEpochMs: 1_750_000_000_000 });
  made.model.ingest(
    0,
    trace([
      [0, 'enter', 1, 'main', { kind: 'module' }],
      [1, 'enter', 2, 'order', { parent: 1 }],
      [2, 'suspend', 2, 'timer', 20, { line: 7, text: 'sleep(20)' }],
      [2, 'enter', 3, 'driver', { parent: 1 }],
      [3, 'suspend', 3, 'network', 0, { line: 9, text: 'fetch(url)' }],
      [4, 'suspend', 1, 'task', 2, { line: 12, text: 'order' }],
      [23, 'turn', 'timers', 19],
      [24, 'ready', 2, { late: 1 }],
      [24, 'resume', 2],
      [25, 'ready', 1, { by: 2 }],
      [25, 'end', 2],
      [26, 'resume', 1],
      [27, 'end', 1],
      [28, 'end', 3, 'rejected', ['TypeError', 'fetch failed']],
      [30, 'bye', 0],
    ]),
  );
  made.finish({ cutOff: false, damage: null });
  return made;
}

test('wide bands say what their tasks wait for', () => {
  const { picture, labels } = allOf(
    session().queries.picture({
      fromNs: 0 as Nanoseconds,
      toNs: 30e6 as Nanoseconds,
      widthPx: 300,
      fromRow: 0 as RowIndex,
      toRow: 10 as RowIndex,
    }),
  );
  const said = [...labels.index].map((stretch, at) => [picture.stretches.row[stretch], labels.text[at]]);
  expect(said).toEqual([
    [0, 'await order()'],
    [1, 'timer 20 ms'],
    [2, 'await fetch(url)'],
  ]);
});

test('pointing at a moment tells the run or the wait that is under way', () => {
  const { queries } = session();
  const at = (index: number, ms: number) => {
    const pointed = done(queries.pointed({ task: task(index), atNs: ms * 1e6 }));
    return (
      pointed && [
        pointed.state,
        pointed.fromNs / 1e6,
        (pointed.toNs ?? 0) / 1e6,
        pointed.wait?.number ?? null,
      ]
    );
  };
  expect(at(1, 1.5)).toEqual(['running', 1, 2, null]);
  expect(at(1, 10)).toEqual(['suspended', 2, 23, 0]);
  expect(at(1, 23.5)).toEqual(['ready', 23, 24, 0]);
  expect(at(1, 24.5)).toEqual(['running', 24, 25, null]);
  expect(queries.pointed({ task: task(99), atNs: 0 })).toBeNull();
});

test('stepping from run to run', () => {
  const { queries } = session();
  const step = (atMs: number, by: 1 | -1) => {
    const run = done(queries.runFrom({ task: task(0), atNs: atMs * 1e6, step: by }));
    return run === null ? null : run.fromNs / 1e6;
  };
  expect([step(-1, 1), step(0, 1), step(26, 1)]).toEqual([0, 26, null]);
  expect([step(99, -1), step(26, -1), step(0, -1)]).toEqual([26, 0, null]);
});

test('a step goes to the nearest run on that side, in any recording', () => {
  fc.assert(
    fc.property(randomRecording(), fc.nat({ max: 4 }), (lines, index) => {
      const { queries, model } = new SessionModel();
      model.ingest(0, trace(lines));
      const { runs, tasks } = model.tables;
      fc.pre(index < tasks.length);
      const starts: number[] = [];
      for (let run = tasks.firstRun.get(index); run >= 0; run = runs.next.get(run))
        starts.push(runs.fromNs.get(run));
      for (const atNs of starts.flatMap((ns) => [ns - 1, ns, ns + 1])) {
        const from = (step: 1 | -1) => done(queries.runFrom({ task: task(index), atNs, step }))?.fromNs;
        expect(from(1)).toBe(starts.find((ns) => ns > atNs));
        expect(from(-1)).toBe(starts.findLast((ns) => ns < atNs));
      }
    }),
  );
});

test('searching goes round through the hits, in the order of the rows', () => {
  const { queries } = session();
  const find = (text: string, from: number | null, step: -1 | 0 | 1) => {
    queries.arrange({ filter: { ...NO_FILTER, text } });
    const {
      hits,
      at,
      task: found,
    } = allOf(queries.search({ from: from === null ? null : task(from), step }));
    return [hits, at, found];
  };
  expect(find('R', null, 0)).toEqual([2, -1, null]);
  expect(find('r', null, 1)).toEqual([2, 0, 1]);
  expect(find('r', 1, 1)).toEqual([2, 1, 2]);
  expect(find('r', 2, 1)).toEqual([2, 0, 1]);
  expect(find('r', null, -1)).toEqual([2, 1, 2]);
  expect(find('nobody', null, 1)).toEqual([0, -1, null]);
});

test('rows: the next one, collapsing, revealing, filtering', () => {
  const { queries, rows } = session();
  const next = (id: number | null, by: number) => allOf(queries.neighbour({ id, by }));
  expect([next(null, 1), next(0, 1), next(2, 1), next(2, Number.NEGATIVE_INFINITY)]).toEqual([0, 1, 2, 0]);
  queries.setCollapsed({ id: 0, collapsed: true });
  expect(rows.count).toBe(1);
  expect(done(queries.reveal({ id: 2 }))).toBe(2);
  queries.arrange({ filter: { ...NO_FILTER, text: 'driver' } });
  expect(rows.count).toBe(2);
  queries.arrange({ filter: NO_FILTER });
  expect(rows.count).toBe(3);
});

test('tasks are counted by outcome once nothing more will come', () => {
  expect(session().ending).toEqual({
    damage: null,
    outcomes: { pending: 0, fulfilled: 2, rejected: 1, cancelled: 0 },
  });
});

test('what a silent program waits for lasts until now, in the details, the list of waits and the table', async () => {
  const live = new SessionModel();
  live.model.setHeader({ startEpochMs: 1_750_000_000_000 });
  live.ingest(
    0,
    trace([
      [0, 'enter', 1, 'main', { kind: 'module' }],
      [1, 'suspend', 1, 'timer', 5000, { line: 7, text: 'sleep(5000)' }],
    ]),
  );
  const { queries } = live;
  const asked = () => [
    done(queries.details({ task: task(0) }))!.suspendedNs,
    done(queries.waits({ task: task(0), from: 0, to: 1 })).items[0]!.wait.suspendedNs,
    done(queries.taskRows({ from: 0, to: 1, sort: { by: 'start', descending: false } })).items[0]!
      .suspendedNs,
  ];
  const before = asked();
  await new Promise((later) => setTimeout(later, 5));
  for (const [at, ns] of asked().entries()) expect(ns).toBeGreaterThan(before[at]!);
  expect(done(queries.details({ task: task(0) }))!.sentence).not.toContain('waiting for 0 ms');
  // The status tells what is known, from which the window reckons itself.
  expect(live.status().endNs).toBe(1e6);
  live.finish({ cutOff: true, damage: null });
  expect(asked()).toEqual([0, 0, 0]);
});

test('of a recording that is being read, nothing is known after what was read', () => {
  const read = new SessionModel();
  read.isLive = false;
  read.model.setHeader({ startEpochMs: 1_750_000_000_000 });
  read.ingest(
    0,
    trace([
      [0, 'enter', 1, 'main', { kind: 'module' }],
      [1, 'suspend', 1, 'timer', 5000],
    ]),
  );
  expect(done(read.queries.details({ task: task(0) }))!.suspendedNs).toBe(0);
});
