// Every finding on real programs: the trap shows exactly it, its fix nothing, nor do programs that look like it.

import { describe, expect, test } from 'vitest';
import { INSIGHT_IDS, type Insight, type InsightOptions, insightsOf } from '../../src/model/index.ts';
import { traced } from '../support/traced.ts';
import { blockedEventLoop } from './cases/blocked-event-loop.ts';
import { hiddenRejection } from './cases/hidden-rejection.ts';
import { lateTimer } from './cases/late-timer.ts';
import { leakedResource } from './cases/leaked-resource.ts';
import { microtaskStarvation } from './cases/microtask-starvation.ts';
import { needlessAwait } from './cases/needless-await.ts';
import { neverAwaited } from './cases/never-awaited.ts';
import { neverSettled } from './cases/never-settled.ts';
import { orphanedSiblings } from './cases/orphaned-siblings.ts';
import { sequentialAwaits } from './cases/sequential-awaits.ts';
import { syncWait } from './cases/sync-wait.ts';
import { threadpoolSaturated } from './cases/threadpool-saturated.ts';
import { unboundedConcurrency } from './cases/unbounded-concurrency.ts';
import { uncancelledTask } from './cases/uncancelled-task.ts';
import { unhandledRejection } from './cases/unhandled-rejection.ts';
import { findings, findingsTogether, STOP, TOOLS } from './check.ts';

const cases = [
  blockedEventLoop,
  hiddenRejection,
  lateTimer,
  leakedResource,
  microtaskStarvation,
  needlessAwait,
  neverAwaited,
  neverSettled,
  orphanedSiblings,
  sequentialAwaits,
  syncWait,
  threadpoolSaturated,
  uncancelledTask,
  unboundedConcurrency,
  unhandledRejection,
];

test('every kind has a trap, its fix, and three look-alikes and more', () => {
  expect(cases.map(({ id }) => id).sort()).toEqual([...INSIGHT_IDS].sort());
  for (const { id, trap, fix, lookAlikes, together = {} } of cases) {
    const right = [fix, ...Object.values(lookAlikes), ...Object.values(together)];
    expect(new Set([trap, ...right]).size, id).toBe(right.length + 1);
    expect(right.length, id).toBeGreaterThan(3);
  }
});

// Once more where a busy machine got in between: what it takes from a program is known to a few milliseconds only.
describe.each(cases)('$id', { retry: 1 }, ({ id, trap, fix, moreTraps = {}, lookAlikes, together = {} }) => {
  test('the trap shows it, and nothing else', async () => {
    const { model } = await traced(TOOLS + trap, { stopAt: STOP });
    const { found } = insightsOf(model);
    expect(found.map((each) => each.id)).toEqual([id]);
    const { file, code, message } = found[0] as Insight;
    expect(message).toMatch(/^[^\n]+\.$/);
    expect(message).not.toMatch(/undefined|NaN|Infinity|null|\[object|\(\)\(| {2}/);
    expect(code).not.toBeNull();
    // Muted at its line, and everywhere; and told from further on.
    expect(insightsOf(model, { muted: [{ id, file, code }] })).toEqual({ found: [], more: {}, muted: 1 });
    const others = (options: InsightOptions) => insightsOf(model, options).found.map((each) => each.id);
    expect(others({ muted: [{ id, file: null, code: null }] })).not.toContain(id);
    // A file that is left open is told however long that was.
    if (id !== 'leaked-resource') expect(others({ thresholds: { [id]: 1e9 } })).not.toContain(id);
  });
  test.each(Object.entries(moreTraps))('%s, too', async (_name, program) => {
    expect(await findings(TOOLS + program)).toEqual([id]);
  });
  test('its fix shows nothing', async () => {
    expect(await findings(TOOLS + fix)).toEqual([]);
  });
  test.each(Object.entries(lookAlikes))('%s is fine', async (_name, program) => {
    expect(await findings(TOOLS + program)).not.toContain(id);
  });
  test.skipIf(Object.keys(together).length === 0)('what else looks like it is fine', async () => {
    expect(await findingsTogether(together)).toEqual([]);
  });
});
