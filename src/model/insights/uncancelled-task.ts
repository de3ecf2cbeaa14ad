import { Combinator } from '../../protocol/events.ts';
import { NS_PER_MS } from '../../protocol/units.ts';
import type { Model } from '../model.ts';
import { combinationName, givenUp, isGuard } from './given-up.ts';
import { type GoingOn, goingOn, goingOnFacts, lengths, longestNs } from './going-on.ts';
import type { InsightKind } from './kind.ts';
import { nothingLost, placeGroups } from './places.ts';
import type { Finding } from './types.ts';

function find(model: Model, thresholdMs: number): Finding[] {
  if (!nothingLost(model)) return [];
  const decided = givenUp(model, [Combinator.race, Combinator.any]).map((one) => ({
    ...one,
    // A clock that was not needed costs nothing.
    left: one.left.filter((task) => !isGuard(model, task)),
  }));
  const found = goingOn(model, decided, thresholdMs * NS_PER_MS);
  return placeGroups(model, found, ({ of }) => of.run, longestNs).map((group) => insight(model, group));
}

function insight(model: Model, group: readonly GoingOn[]): Finding {
  const [worst] = group;
  const { of } = worst!;
  const { again, facts } = goingOnFacts(model, group);
  return {
    id: 'uncancelled-task',
    // Who asks several and takes the first answer may not mind; who gives up waiting wants it to stop.
    severity: of.wasAnswered ? 'info' : 'warning',
    message: `After ${combinationName(model, of)} was decided by ${of.decidedBy}, this went on, though nobody waits for it any more: ${lengths(model, worst!)}.${again}`,
    ...facts,
    advice: {
      text: 'A race stops nobody: it only stops listening. Hand an AbortSignal to whoever can lose, and abort it when the race is decided.',
      before: 'await Promise.race([search(query), timeout(1000)]);',
      after: 'await search(query, AbortSignal.timeout(1000));',
    },
  };
}

export const uncancelledTask: InsightKind = {
  id: 'uncancelled-task',
  summary: 'a task that lost a race, against a timeout perhaps, goes on for nobody',
  threshold: { value: 10, unit: 'ms' },
  find,
};
