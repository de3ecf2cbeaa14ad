// What a row of many tasks stands for, in a few sentences of plain English.

import { counted, duration, listed, thousands } from '../../words.ts';
import type { FoldDetails } from './fold-details-types.ts';

/**
 * For example: "60 tasks, each a `leaf` that `branch` started: 59 were fulfilled and 1 was rejected. Half of them
 * took 3.1 ms or less; the longest was `leaf(6)` with 7.4 ms. Their row hides 120 more tasks, which they started."
 */
export function foldSentence(details: Omit<FoldDetails, 'sentence'>): string {
  return [
    `${whatTheyAre(details)}: ${howTheyStand(details)}`,
    whatFailedBelow(details),
    howLong(details),
    whatIsHidden(details),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** A label between backticks, without empty brackets. */
const code = (label: string): string => `\`${label.replace(/\(\)$/, '')}\``;

function whatTheyAre({ size, isFiltered, ...details }: Omit<FoldDetails, 'sentence'>): string {
  const shown = isFiltered ? ' that the filter shows' : '';
  return `${counted(size, 'task')}${shown}, ${inCommon(details)}`;
}

/** What each task is. A callback is described in words: `each an I/O callback`. */
function each(label: string, kind: FoldDetails['kind']): string {
  const article = /^[aeiou]/i.test(label) ? 'an' : 'a';
  return `each ${article} ${kind === 'callback' ? label : code(label)}`;
}

function inCommon({
  grouping,
  label,
  parent,
  kind,
}: Pick<FoldDetails, 'grouping' | 'label' | 'parent' | 'kind'>): string {
  switch (grouping) {
    case 'tree': {
      const by = parent === null ? '' : ` that ${code(parent.label)} started`;
      return `${each(label, kind)}${by}`;
    }
    case 'function':
      return `${each(label, kind)}, whoever started it`;
    case 'kind':
      return `all ${label}`;
    case 'file':
      return label === 'no file' ? 'of no file' : `all defined in \`${label}\``;
    case 'thread':
      return `all of \`${label}\``;
  }
}

const STATES = ['running', 'ready', 'suspended', 'fulfilled', 'rejected', 'cancelled', 'pending'] as const;
const isNow = (state: (typeof STATES)[number]): boolean => STATES.indexOf(state) < 3;

/** `59 were fulfilled and 1 was rejected.` */
function howTheyStand({ size, states }: Omit<FoldDetails, 'sentence'>): string {
  const some = STATES.filter((state) => states[state] > 0);
  const [only] = some;
  if (some.length === 1 && only !== undefined && size > 1) {
    return `all ${isNow(only) ? 'are' : 'were'} ${only === 'pending' ? 'left pending' : only}.`;
  }
  const said = some.map((state) => {
    const count = states[state];
    const verb = isNow(state) ? (count === 1 ? 'is' : 'are') : count === 1 ? 'was' : 'were';
    return `${thousands(count)} ${verb} ${state === 'pending' ? 'left pending' : state}`;
  });
  return `${listed(said)}.`;
}

function whatFailedBelow({ failedBelow, states }: Omit<FoldDetails, 'sentence'>): string {
  if (failedBelow === 0) return '';
  const verb = failedBelow === 1 ? 'was' : 'were';
  return `Of the tasks that they started, ${thousands(failedBelow)} ${verb} rejected${states.rejected > 0 ? ', too' : ''}.`;
}

function whatIsHidden({ hidden }: Omit<FoldDetails, 'sentence'>): string {
  return hidden === 0
    ? ''
    : `Their row hides ${thousands(hidden)} more ${hidden === 1 ? 'task' : 'tasks'}, which they started.`;
}

function howLong({ size, median, longest, shortest }: Omit<FoldDetails, 'sentence'>): string {
  const took = (ns: number): string => duration(ns).replace('<', 'less than');
  if (size === 1) return `It took ${took(longest.lengthNs)}.`;
  if (took(longest.lengthNs) === took(shortest.lengthNs)) return `Each took ${took(longest.lengthNs)}.`;
  return `Half of them took ${took(median.lengthNs)} or less; the longest was ${code(longest.label)} with ${took(longest.lengthNs)}.`;
}
