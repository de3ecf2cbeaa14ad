// What holds for every kind of finding, checked on real programs. The kinds are spread over several files, so that these run at the same time.

import { describe, expect, test } from 'vitest';
import { type Insight, type InsightOptions, insightsOf } from '../../src/model/index.ts';
import { traced } from '../support/traced.ts';
import { type Case, findings, findingsTogether, STOP, TOOLS, unhurried } from './check.ts';

/**
 * The trap of each kind of finding shows exactly that finding. Its fix shows nothing, and neither do programs that look like it. Each test may
 * run a second time, because a busy machine can get in between: the programs wait for tens of milliseconds, and if a thread gets no
 * processor for as long, two of its timers fire together, or one fires late.
 */
export function describeCases(cases: readonly Case[]): void {
  for (const { id, trap, fix, moreTraps = {}, trapsTogether, lookAlikes, lookAlikesTogether } of cases) {
    describe(id, { retry: 1 }, () => {
      test('the trap shows it, and nothing else', async () => {
        const { model } = await traced(TOOLS + trap, { stopAt: STOP });
        const { found } = insightsOf(model, unhurried(id));
        expect(found.map((each) => each.id)).toEqual([id]);
        const { file, code, message } = found[0] as Insight;
        expect(message).toMatch(/^[^\n]+\.$/);
        expect(message).not.toMatch(/undefined|NaN|Infinity|null|\[object|\(\)\(| {2}/);
        expect(code).not.toBeNull();
        // It is not told when it is muted at its line or everywhere, nor with a higher threshold.
        expect(insightsOf(model, { ...unhurried(id), muted: [{ id, file, code }] })).toEqual({
          found: [],
          more: {},
          muted: 1,
        });
        const others = (options: InsightOptions) => insightsOf(model, options).found.map((each) => each.id);
        expect(others({ muted: [{ id, file: null, code: null }] })).not.toContain(id);
        // A file that is left open has no threshold: it is told however long it was open.
        if (id !== 'leaked-resource') expect(others({ thresholds: { [id]: 1e9 } })).not.toContain(id);
      });
      test.each(Object.entries(moreTraps))('%s, too', async (_name, program) => {
        expect(await findings(TOOLS + program, id)).toEqual([id]);
      });
      if (trapsTogether !== undefined)
        test('what else is wrong in the same way shows it, too', async () => {
          const told = Object.keys(trapsTogether).map((name) => `${name}: ${id}`);
          expect((await findingsTogether(trapsTogether)).sort()).toEqual(told.sort());
        });
      test('its fix shows nothing', async () => {
        expect(await findings(TOOLS + fix, id)).toEqual([]);
      });
      test.each(Object.entries(lookAlikes))('%s is fine', async (_name, program) => {
        expect(await findings(TOOLS + program, id)).not.toContain(id);
      });
      if (lookAlikesTogether !== undefined)
        test('what else looks like it is fine', async () => {
          expect(await findingsTogether(lookAlikesTogether)).toEqual([]);
        });
    });
  }
}
