// For how long the machine gave a thread no processor: what is known of it, and what is not told because of it.

import { expect, test } from 'vitest';
import { blameOf, insightsOf, textReport } from '../../../src/model/index.ts';
import { RanTable } from '../../../src/model/tables/ran.ts';
import { TracingTable } from '../../../src/model/tables/tracing.ts';
import { WithheldTable } from '../../../src/model/tables/withheld.ts';
import { withheldArgument, withheldOf } from '../../../src/protocol/withheld.ts';
import { modelOf, type ScriptLine } from '../../support/script.ts';

const MS = 1e6;

/** Stretches as `from-to: how much`, in milliseconds. */
function stretches(seen: readonly (readonly [atMs: number, totalMs: number])[]): string[] {
  const table = new WithheldTable();
  for (const [atMs, totalMs] of seen) table.add(atMs * MS, totalMs * MS);
  return Array.from(
    { length: table.length },
    (_, row) => `${table.fromNs[row]! / MS}-${table.toNs[row]! / MS}: ${table.ns[row]! / MS}`,
  );
}

test('the first report only starts the count, and one that is old or no larger adds nothing', () => {
  expect(stretches([[1, 500]])).toEqual([]);
  expect(
    stretches([
      [1, 500],
      [5, 503],
      [9, 503],
      [8, 504],
      [13, 504],
      [14, 502],
      [17, 505],
    ]),
  ).toEqual(['1-5: 3', '9-13: 1', '14-17: 1']);
});

test('a wait that is longer than the time since the last report began before that, perhaps before an earlier stretch', () => {
  expect(
    stretches([
      [0, 0],
      [10, 2],
      [20, 2],
      [30, 17],
      [34, 30],
      [50, 44],
    ]),
  ).toEqual(['0-34: 30', '34-50: 14']);
  expect(
    stretches([
      [0, 0],
      [10, 2],
      [20, 7],
      [24, 13],
    ]),
  ).toEqual(['0-10: 2', '10-24: 11']);
});

test('parts add up, and at most all of it was within one', () => {
  const table = new WithheldTable();
  for (const [atMs, totalMs] of [
    [0, 0],
    [10, 4],
    [20, 4],
    [30, 9],
  ] as const)
    table.add(atMs * MS, totalMs * MS);
  const even = (from: number, to: number) => table.between(from * MS, to * MS) / MS;
  const most = (from: number, to: number) => table.mostBetween(from * MS, to * MS) / MS;
  expect([even(0, 5), even(5, 10), even(10, 20), even(0, 30), even(30, 99)]).toEqual([2, 2, 0, 9, 0]);
  expect([most(0, 5), most(7, 10), most(14, 20), most(0, 30), most(28, 40), most(30, 99)]).toEqual([
    4, 3, 5, 9, 2, 0,
  ]);
  expect(table.leastGiven(0, 30 * MS) / MS).toBe(21);
});

test('numbers of 200 days are kept', () => {
  for (const seen of [
    { atUs: 0, totalUs: 0 },
    { atUs: 2 ** 32, totalUs: 2 ** 32 - 1 },
    { atUs: 2 ** 44 - 1, totalUs: 2 ** 44 - 1 },
  ])
    expect(withheldOf(withheldArgument(seen), seen.atUs % 2 ** 32, seen.totalUs % 2 ** 32)).toEqual(seen);
});

/** `work` holds the loop from 1 to 81, a timer of 10 ms was due at 10, and so much of it was withheld. */
const held = (withheldMs: number): ScriptLine[] => [
  [0, 'withheld', 0, 100],
  [0, 'enter', 1, 'beat'],
  [0, 'suspend', 1, 'timer', 10],
  [1, 'turn', 'poll'],
  [1, 'enter', 2, 'work'],
  [81, 'end', 2],
  [81, 'turn', 'timers'],
  [81, 'withheld', 81, 100 + withheldMs],
  [81, 'ready', 1, { late: 71 }],
  [81, 'resume', 1],
  [82, 'end', 1],
  [82, 'bye'],
];

test('a loop that was held for long mostly because the machine ran something else is no finding; a finding with other causes mentions it', () => {
  const found = (withheldMs: number, thresholds = {}) =>
    insightsOf(modelOf(held(withheldMs)), { thresholds }).found.map(({ message }) => message);
  expect(found(0)).toEqual([
    'work() (main.mjs:1) held the event loop for 80.0 ms: beat() (main.mjs:1) went on 71.0 ms late.',
  ]);
  expect(found(20)).toEqual([
    'work() (main.mjs:1) held the event loop for 80.0 ms, 19.8 ms of it while the machine ran something else: beat() (main.mjs:1) went on 71.0 ms late.',
  ]);
  // It is less than a blocked loop takes, and happens only once.
  expect(found(40)).toEqual([]);
  expect(found(20, { 'blocked-event-loop': 100 }).join()).toMatch(
    /^The timer of 10 ms .* came 71\.0 ms late, 17\.5 ms of it while the machine ran something else: work\(\)/,
  );
});

test('on a busy machine a loop was held for no longer than its thread had a processor', () => {
  const found = (ranMs: number) =>
    insightsOf(
      modelOf([
        [0, 'withheld', 0, 100, 7],
        ...held(20).slice(1, -3),
        [81, 'withheld', 81, 120, 7 + ranMs],
        ...held(20).slice(-3),
      ]),
    ).found.map(({ id }) => id);
  expect(found(60)).toEqual(['blocked-event-loop']);
  // The thread waited for something else: for threads that collect garbage, which got no processor either.
  expect(found(5)).toEqual([]);
});

/** As `held`, and nothing was withheld meanwhile, but later: it was looked at every 10 ms, and ran for so much of each 10 before, within and after. */
const lookedAt = (ranMs: number, within: number, withheldAfterMs: number): ScriptLine[] => {
  const looks: ScriptLine[] = [];
  let [totalMs, sumMs] = [100, 7];
  for (let at = 0; at <= 300; at += 10) {
    if (at > 90) totalMs += withheldAfterMs;
    sumMs += at > 0 && at <= 80 ? within : ranMs;
    looks.push([Math.max(at, 83), 'withheld', at, totalMs, sumMs]);
  }
  return [...held(0).filter(([, what]) => what !== 'withheld' && what !== 'bye'), ...looks, [300, 'bye']];
};

test('nor was it held for longer than the thread ran where the machine was busy around that, since what it waited for, asleep, got no processor', () => {
  const found = (...given: Parameters<typeof lookedAt>) =>
    insightsOf(modelOf(lookedAt(...given))).found.map(({ id }) => id);
  expect(found(4, 0, 5)).toEqual([]);
  expect(found(4, 10, 5)).toEqual(['blocked-event-loop']);
  // On a machine that was not busy, a call of a package that stands still holds the loop.
  expect(found(9, 0, 0.2)).toEqual(['blocked-event-loop']);
});

test('how long a thread ran is known between the moments that it was looked at', () => {
  const table = new RanTable();
  for (const [atMs, totalMs] of [
    [10, 100],
    [20, 104],
    [20, 109],
    [30, 114],
  ] as const)
    table.add(atMs * MS, totalMs * MS);
  const least = (from: number, to: number) => table.leastBetween(from * MS, to * MS) / MS;
  expect([least(10, 20), least(20, 30), least(10, 30), least(12, 20), least(12, 28)]).toEqual([
    4, 10, 14, 2, 10,
  ]);
  expect([least(0, 10), least(0, 20), least(25, 40), least(40, 50), least(20, 20)]).toEqual([
    10, 14, 15, 10, 0,
  ]);
  expect(new RanTable().leastBetween(0, MS) / MS).toBe(1);
  // It is no more than that, whatever the thread did where nobody looked.
  const proven = (from: number, to: number) => table.provenBetween(from * MS, to * MS) / MS;
  expect([proven(10, 30), proven(12, 28), proven(0, 20), proven(25, 40), proven(40, 50)]).toEqual([
    14, 10, 4, 5, 0,
  ]);
  const about = (from: number, to: number) => table.around(from * MS, to * MS) / MS;
  expect([about(12, 18), about(12, 28), about(0, 40), about(0, 5)]).toEqual([4, 14, 14, 0]);
  // A busy machine looks at it seldom. At the edges the thread cannot have run for longer than it did in the whole stretch.
  const seldom = new RanTable();
  for (const at of [0, 50, 100, 150, 200]) seldom.add(at * MS, (at / 5) * MS);
  expect(seldom.leastBetween(40 * MS, 160 * MS) / MS).toBe(20);
  // Nobody looked at it, because nothing was withheld. So all the time for which it ran can have been within the stretch.
  const quiet = new RanTable();
  quiet.add(0, 0);
  quiet.add(900 * MS, 80 * MS);
  expect(
    [quiet.leastBetween(500 * MS, 600 * MS), quiet.leastBetween(500 * MS, 560 * MS)].map((ns) => ns / MS),
  ).toEqual([80, 60]);
});

test('a loop was held for as long as its thread ran, though what was withheld may have been within', () => {
  // Most of the 46 ms that were withheld until 100 may have been after 81, or before 1, but from 0 to 80 the thread ran for 60.
  const found = (ranMs: number) =>
    insightsOf(
      modelOf([
        [0, 'withheld', 0, 100, 7],
        ...held(0).slice(1, -3),
        [81, 'withheld', 80, 100, 7 + ranMs],
        ...held(0).slice(-3, -1),
        [100, 'withheld', 100, 146, 8 + ranMs],
        [100, 'bye'],
      ]),
    ).found.map(({ id }) => id);
  expect(found(60)).toEqual(['blocked-event-loop']);
  expect(found(30)).toEqual([]);
});

test('nor was a loop held by what tracing took', () => {
  const found = (tookMs: number) =>
    insightsOf(
      modelOf([
        [0, 'tracing', 1],
        ...held(0).slice(0, -3),
        [81, 'tracing', 1 + tookMs],
        ...held(0).slice(-3),
      ]),
    ).found.map(({ message }) => message);
  expect(found(10)).toEqual([
    'work() (main.mjs:1) held the event loop for 80.0 ms, 9.9 ms of it for tracing: beat() (main.mjs:1) went on 71.0 ms late.',
  ]);
  expect(found(75)).toEqual([]);
});

test('how much tracing took is known as if even from one moment to the next', () => {
  const table = new TracingTable();
  for (const [atMs, totalMs] of [
    [10, 5],
    [20, 6],
    [20, 7],
    [15, 9],
    [40, 17],
  ] as const)
    table.add(atMs * MS, totalMs * MS);
  const between = (from: number, to: number) => table.between(from * MS, to * MS) / MS;
  expect([between(0, 10), between(10, 20), between(15, 30), between(40, 50), between(20, 20)]).toEqual([
    0, 2, 6, 0, 0,
  ]);
  expect(new TracingTable().between(0, MS)).toBe(0);
});

test('a loop that was held because garbage was collected is not told', () => {
  const [last, ...lines] = held(0).toReversed();
  const model = modelOf([...lines.toReversed(), [82, 'pause', 40, 80], last!]);
  expect(insightsOf(model).found.map(({ id }) => id)).not.toContain('blocked-event-loop');
});

test('the blame says how much of it the machine ran something else, and the report how much in all', () => {
  const model = modelOf(held(40));
  expect(blameOf(model, model.tables.tasks.firstRun.get(0))).toMatchObject({
    readyNs: 71 * MS,
    parts: [{ ns: 71 * MS }],
  });
  expect(blameOf(model, model.tables.tasks.firstRun.get(0))!.withheldNs / MS).toBeCloseTo(35.06, 2);
  expect(textReport(model)).toContain('without a processor 40.0 ms');
  expect(textReport(modelOf(held(0)))).not.toContain('processor');
});
