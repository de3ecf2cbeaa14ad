import { Outcome } from '../../../protocol/events.ts';
import { msOf } from '../../../protocol/units.ts';
import { labelOf, placeOf } from '../../details/labels.ts';
import type { Model } from '../../model.ts';
import { counted, duration, listed } from '../../words.ts';
import { type GivenUp, wentOnNs } from './given-up.ts';
import { asTasks, isOver, named } from './places.ts';

/** Members that went on, with nobody waiting, after their combination was decided; the longest first. */
export interface GoingOn {
  readonly of: GivenUp;
  readonly members: readonly { readonly task: number; readonly ns: number }[];
}

export const longestNs = ({ members }: GoingOn): number => members[0]!.ns;

export function goingOn(model: Model, decided: readonly GivenUp[], leastNs: number): GoingOn[] {
  const { tasks } = model.tables;
  const found: GoingOn[] = [];
  for (const of of decided) {
    const members = of.left
      // A cancelled task did give up, if late; an error that nobody hears of is a finding of its own.
      .filter((task) => tasks.outcome.get(task) < Outcome.rejected)
      .map((task) => ({ task, ns: wentOnNs(model, task, of.atNs) }))
      .filter(({ ns }) => ns >= leastNs)
      .sort((a, b) => b.ns - a.ns);
    if (members.length > 0) found.push({ of, members });
  }
  return found;
}

/** What such findings share: the place, the tasks, the cost, and how often it happened there. */
export function goingOnFacts(model: Model, [worst, ...others]: readonly GoingOn[]) {
  const { of, members } = worst!;
  const place = placeOf(model, of.site);
  const longest = longestNs(worst!);
  return {
    again: others.length > 0 ? ` It happened ${counted(others.length, 'more time')} at this line.` : '',
    facts: {
      file: place?.file ?? null,
      line: place?.line ?? null,
      tasks: asTasks([...members.map(({ task }) => task), ...(of.task < 0 ? [] : [of.task])]),
      costMs: msOf(longest),
      fromNs: of.atNs,
      toNs: of.atNs + longest,
    },
  };
}

const NAMED = 3;

/**
 * `deliver("lamp") (app.mjs:12) went on for 1.20 s to its end, load() for 34 ms until the program ended and 2 others, though nobody
 * waits for them any more`.
 */
export function wentOnWords(model: Model, { members }: GoingOn): string {
  const parts = members
    .slice(0, NAMED)
    .map(
      ({ task, ns }, at) =>
        `${at === 0 ? `${named(model, task)} went on` : labelOf(model, task)} for ${duration(ns)}${end(model, task)}`,
    );
  if (members.length > NAMED) parts.push(counted(members.length - NAMED, 'other'));
  return `${listed(parts)}, though nobody waits for ${members.length === 1 ? 'it' : 'them'} any more`;
}

function end(model: Model, task: number): string {
  if (!isOver(model, task)) return ' so far';
  return model.tables.tasks.outcome.get(task) === Outcome.pending
    ? ' until the program ended'
    : ' to its end';
}
