// What is held of every kind of finding, on real programs. The kinds stand in several files so that these run at once.

import { describe, expect, test } from 'vitest';
import { type Insight, type InsightOptions, insightsOf } from '../../src/model/index.ts';
import { traced } from '../support/traced.ts';
import { type Case, findings, findingsTogether, STOP, TOOLS, unhurried } from './check.ts';

/**
 * The trap of each kind of finding shows exactly it, its fix nothing, nor do programs that look like it. Each is asked once more where
 * a busy machine got in between: programs wait for tens of milliseconds, and a thread that gets no processor for as long has two timers
 * fire at once, or one late.
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
        // Muted at its line, and everywhere; and told from further on.
        expect(insightsOf(model, { ...unhurried(id), muted: [{ id, file, code }] })).toEqual({
          found: [],
          more: {},
          muted: 1,
        });
        const others = (options: InsightOptions) => insightsOf(model, options).found.map((each) => each.id);
        expect(others({ muted: [{ id, file: null, code: null }] })).not.toContain(id);
        // A file that is left open is told however long that was.
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
