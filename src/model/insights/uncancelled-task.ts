import { Combinator } from '../../protocol/events.ts';
import { msOf, NS_PER_MS } from '../../protocol/units.ts';
import { placeOf } from '../details/labels.ts';
import type { Model } from '../model.ts';
import { counted, duration, times } from '../words.ts';
import type { Work } from '../work.ts';
import { leftBehindTimers } from './evidence/behind-timers.ts';
import { combinationName, type GivenUp, givenUp, isClock } from './evidence/given-up.ts';
import { type GoingOn, goingOn, goingOnFacts, longestNs, wentOnWords } from './evidence/going-on.ts';
import {
  asTasks,
  named,
  nothingLost,
  placed,
  placeGroups,
  siteGroups,
  waitPlace,
} from './evidence/places.ts';
import { type WentOn, wentOnTold } from './evidence/told-to-stop.ts';
import type { InsightKind } from './kind.ts';
import type { Finding } from './types.ts';

function* find(model: Model, thresholdMs: number): Work<Finding[]> {
  if (!nothingLost(model)) return [];
  const decided = [
    ...givenUp(model, [Combinator.race, Combinator.any]),
    ...(yield* leftBehindTimers(model)),
  ].map((one) => ({
    ...one,
    // A timeout that was not needed costs nothing.
    left: one.left.filter((task) => !isClock(model, one, task)),
  }));
  const found = goingOn(model, decided, thresholdMs * NS_PER_MS);
  const told = wentOnTold(model, thresholdMs * NS_PER_MS);
  return [
    ...siteGroups(found, ({ of }) => of.site, longestNs).map((group) => insight(model, group)),
    ...placeGroups(
      model,
      told,
      ({ run }) => run,
      ({ ns }) => ns,
    ).map((group) => toldInsight(model, group)),
  ];
}

/** Findings about signals. They are information, since what is under way may be meant to come to its end. */
function toldInsight(model: Model, [worst, ...others]: readonly WentOn[]): Finding {
  const { task, fromNs, ns, run, waits } = worst!;
  const place = waitPlace(model, run);
  const again = others.length > 0 ? ` So did ${counted(others.length, 'other task')}.` : '';
  return {
    id: 'uncancelled-task',
    severity: 'info',
    message: `${named(model, task)} went on for ${duration(ns)} after its signal had told it to stop, and waited ${times(waits)} more${place === null ? '' : ` on line ${place.line}`}, as before.${again}`,
    file: place?.file ?? null,
    line: place?.line ?? null,
    tasks: asTasks([task, ...others.slice(0, 19).map((other) => other.task)]),
    costMs: msOf(ns),
    fromNs,
    toNs: fromNs + ns,
    advice: model.language.advice.ignoredSignal,
  };
}

function decision(model: Model, of: GivenUp): string {
  if (of.through === null) return `${combinationName(model, of)} was decided by ${of.decidedBy}`;
  return `${placed(of.through, placeOf(model, of.site))} was over because of ${of.decidedBy}`;
}

function insight(model: Model, group: readonly GoingOn[]): Finding {
  const [worst] = group;
  const { of } = worst!;
  const { again, facts } = goingOnFacts(model, group);
  return {
    id: 'uncancelled-task',
    // Whoever asks several and takes the first answer may not mind that the others go on. Whoever gives up waiting wants them to stop.
    severity: of.wasAnswered ? 'info' : 'warning',
    message: `After ${decision(model, of)}, ${wentOnWords(model, worst!)}.${again}`,
    ...facts,
    advice: model.language.advice.lostRace,
  };
}

export const uncancelledTask: InsightKind = {
  id: 'uncancelled-task',
  summary:
    'a task that lost a race, against a timeout perhaps, or was told to stop by its signal, goes on for nobody',
  threshold: { value: 10, unit: 'ms' },
  find,
};
