import { Outcome } from '../../../protocol/events.ts';
import { msOf } from '../../../protocol/units.ts';
import { definitionOf, labelOf, placeOf } from '../../details/labels.ts';
import type { Model } from '../../model.ts';
import { counted, duration, listed, thousands } from '../../words.ts';
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
      // A cancelled task gave up, if late. An error that nobody hears of is a finding of its own.
      .filter((task) => tasks.outcome.get(task) < Outcome.rejected)
      .map((task) => ({ task, ns: wentOnNs(model, task, of.atNs) }))
      .filter(({ ns }) => ns >= leastNs)
      .sort((a, b) => b.ns - a.ns);
    if (members.length > 0) found.push({ of, members });
  }
  return found;
}

/** What findings about such members have in common: the place, the tasks, the cost, and how often it happened there. */
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

/** Members with the same name that ended in the same way. `ns`: for how long the longest went on. */
interface Alike {
  readonly task: number;
  readonly ns: number;
  readonly end: End;
  readonly name: string;
  count: number;
}

type End = 'running' | 'cut off' | 'over';

/**
 * `deliver("lamp") (app.mjs:12) went on for 1.20 s to its end, 3 calls of load() for up to 34 ms until the program ended and 2 others,
 * though nobody waits for them any more`. Whoever is called as the one that decided is another one.
 */
export function wentOnWords(model: Model, { of, members }: GoingOn): string {
  const groups = alike(model, members);
  const parts = groups.slice(0, NAMED).map(({ task, ns, end, name, count }, at) => {
    const isOther = name === of.decidedBy;
    const who = at === 0 ? `${named(model, task)} went on` : name;
    return count === 1
      ? `${isOther ? 'another ' : ''}${who} for ${duration(ns)}${endWords(end, 'its')}`
      : `${thousands(count)} ${isOther ? 'other ' : ''}calls of ${who} for up to ${duration(ns)}${endWords(end, 'their')}`;
  });
  const others = groups.slice(NAMED).reduce((sum, { count }) => sum + count, 0);
  if (others > 0) parts.push(counted(others, 'other'));
  return `${listed(parts)}, though nobody waits for ${members.length === 1 ? 'it' : 'them'} any more`;
}

function alike(model: Model, members: GoingOn['members']): Alike[] {
  const groups = new Map<string, Alike>();
  for (const { task, ns } of members) {
    const [name, end] = [labelOf(model, task), endOf(model, task)];
    const key = `${definitionOf(model, task)} ${end} ${name}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { task, ns, end, name, count: 1 });
    else group.count++;
  }
  return [...groups.values()];
}

function endOf(model: Model, task: number): End {
  if (!isOver(model, task)) return 'running';
  return model.tables.tasks.outcome.get(task) === Outcome.pending ? 'cut off' : 'over';
}

const endWords = (end: End, whose: 'its' | 'their'): string =>
  end === 'running' ? ' so far' : end === 'cut off' ? ' until the program ended' : ` to ${whose} end`;
