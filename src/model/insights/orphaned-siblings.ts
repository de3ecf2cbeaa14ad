import { Combinator, Outcome } from '../../protocol/events.ts';
import { NS_PER_MS } from '../../protocol/units.ts';
import type { Model } from '../model.ts';
import { beganMore, combinationName, givenUp } from './evidence/given-up.ts';
import { type GoingOn, goingOn, goingOnFacts, longestNs, wentOnWords } from './evidence/going-on.ts';
import { nothingLost, siteGroups } from './evidence/places.ts';
import type { InsightKind } from './kind.ts';
import type { Finding } from './types.ts';

function find(model: Model, thresholdMs: number): Finding[] {
  if (!nothingLost(model)) return [];
  const failed = givenUp(model, [Combinator.all]).filter(
    ({ decider }) => decider < 0 || model.tables.tasks.outcome.get(decider) !== Outcome.fulfilled,
  );
  const found = goingOn(model, failed, thresholdMs * NS_PER_MS);
  return siteGroups(found, ({ of }) => of.site, longestNs).map((group) => insight(model, group));
}

function insight(model: Model, group: readonly GoingOn[]): Finding {
  const [worst] = group;
  const { of, members } = worst!;
  const began = members.some(({ task }) => beganMore(model, task, of.atNs));
  const { again, facts } = goingOnFacts(model, group);
  return {
    id: 'orphaned-siblings',
    // What was already on its way has to arrive at some time. Only what is begun after that is in vain.
    severity: began ? 'warning' : 'info',
    message: `After ${combinationName(model, of)} had failed because of ${of.decidedBy}, ${wentOnWords(model, worst!)}.${again}`,
    ...facts,
    advice: model.language.advice.failedWhileAwaitedTogether,
  };
}

export const orphanedSiblings: InsightKind = {
  id: 'orphaned-siblings',
  summary: 'one of several tasks that are awaited together fails, and the others go on for nobody',
  threshold: { value: 10, unit: 'ms' },
  find,
};
