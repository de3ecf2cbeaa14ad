// What a comparison says in sentences, beginning with what a beginner would want to know first.

import { NS_PER_MS } from '../../protocol/units.ts';
import { baseName } from '../details/labels.ts';
import type { InsightId } from '../insights/index.ts';
import { counted, duration, listed, percent, thousands } from '../words.ts';
import type { FindingSummary, RunSummary } from './run-summary.ts';

/** What to call the two recordings in a sentence. */
export interface Names {
  readonly a: string;
  readonly b: string;
}

export interface Compared {
  readonly a: RunSummary;
  readonly b: RunSummary;
  readonly names: Names;
  readonly onlyA: readonly FindingSummary[];
  readonly onlyB: readonly FindingSummary[];
}

/** Two runs of one program may differ by this much for no reason. */
const SAME_PART = 0.05;
const SAME_NS = 5 * NS_PER_MS;
/** From this ratio on, a length is given as so many times the other. */
const MANY_TIMES = 1.5;
/** Loading modules on a busy machine holds a loop for up to this long, so less is not mentioned. */
const HELD_NS = 100 * NS_PER_MS;

/** What a program that no longer has a finding does better, as part of a sentence about how much faster it is. */
const WITHOUT: Readonly<Partial<Record<InsightId, string>>> = {
  'sequential-awaits': 'its awaits ran together',
  'blocked-event-loop': 'nothing held the event loop for long',
  'microtask-starvation': 'its microtasks let the event loop go on',
  'sync-wait': 'it did not hold the event loop while it waited',
  'needless-await': 'it did not await what was there already',
};

/** Named after their scripts if those differ; otherwise the first and the second run. */
export function namesOf(a: RunSummary, b: RunSummary): Names {
  const [one, other] = [scriptName(a), scriptName(b)];
  if (one !== null && other !== null && one !== other) return { a: one, b: other };
  return { a: 'the first run', b: 'the second run' };
}

const scriptName = ({ path }: RunSummary): string | null => (path === null ? null : `\`${baseName(path)}\``);

/** The sentences, at least one. */
export function sentencesOf(compared: Compared): readonly string[] {
  const lengths = lengthSentences(compared);
  const ends = endSentences(compared);
  const failed = oneFailed(compared);
  const sentences = [
    ...(failed ? [...ends, ...lengths] : lengths),
    ...heldSentences(compared),
    ...atOnceSentences(compared),
    ...(failed ? [] : ends),
    ...outputSentences(compared),
    ...findingSentences(compared),
  ];
  return sentences.map(capitalised);
}

/** Only how long the two took, how they ended and what was found, for readers who already know what the comparison is about. */
export function briefSentencesOf(compared: Compared): readonly string[] {
  return [
    ...(oneFailed(compared) ? endSentences(compared) : []),
    ...lengthSentences(compared),
    ...outputSentences(compared),
    ...findingSentences(compared),
  ].map(capitalised);
}

/** Whether only one of them failed: then durations do not matter. */
const oneFailed = ({ a, b }: Compared): boolean =>
  a.exitCode !== b.exitCode && a.exitCode !== null && b.exitCode !== null;

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function lengthSentences({ a, b, names, onlyA }: Compared): string[] {
  const [before, after] = [a.durationNs, b.durationNs];
  const unfinished = [...(endedItself(a) ? [] : [names.a]), ...(endedItself(b) ? [] : [names.b])];
  // How long a program ran until it was stopped says nothing about it.
  if (unfinished.length === 2) return [`neither ${names.a} nor ${names.b} ended by itself.`];
  if (unfinished.length === 1) {
    const [one, other, ns] = endedItself(a)
      ? [names.b, names.a, a.durationNs]
      : [names.a, names.b, b.durationNs];
    return [`${one} did not end by itself; ${other} did, after ${duration(ns)}.`];
  }
  const both = `${duration(after)} instead of ${duration(before)}`;
  if (Math.abs(after - before) < Math.max(SAME_NS, SAME_PART * Math.max(after, before))) {
    return [`${names.b} took about as long as ${names.a}: ${duration(after)} and ${duration(before)}.`];
  }
  if (after > before) {
    const factor = after / before;
    return [
      factor < MANY_TIMES
        ? `${names.b} took ${percent(factor - 1)} longer than ${names.a}: ${both}.`
        : `${names.b} took ${factor.toFixed(1)}× as long as ${names.a}: ${both}.`,
    ];
  }
  const reasons = [...new Set(onlyA.map(({ id }) => WITHOUT[id]).filter((text) => text !== undefined))];
  const why = reasons.length === 0 ? '' : `, as ${listed(reasons)}`;
  const factor = before / after;
  return [
    factor < MANY_TIMES
      ? `${names.b} took ${percent(1 - 1 / factor)} less time than ${names.a}${why}: ${both}.`
      : `${names.b} is ${factor.toFixed(1)}× as fast as ${names.a}${why}: ${both}.`,
  ];
}

const endedItself = ({ signal, exitCode, complete }: RunSummary): boolean =>
  signal === null && (complete || exitCode !== null);

function heldSentences({ a, b, names }: Compared): string[] {
  const [before, after] = [a.longestHeldNs, b.longestHeldNs];
  const [most, least] = [Math.max(before, after), Math.min(before, after)];
  if (most < HELD_NS || most < 2 * least) return [];
  return [
    `in ${names.b} the event loop was held for at most ${duration(after)} at once instead of ${duration(before)}.`,
  ];
}

function atOnceSentences({ a, b, names }: Compared): string[] {
  const [before, after] = [a.mostAtOnce, b.mostAtOnce];
  if (Math.max(before, after) < MANY_TIMES * Math.min(before, after)) return [];
  return [
    `in ${names.b} at most ${counted(after, 'task was', 'tasks were')} under way at once instead of ${thousands(before)}.`,
  ];
}

function endSentences({ a, b, names }: Compared): string[] {
  const parts: string[] = [];
  if (a.rejected !== b.rejected) {
    parts.push(
      `${b.rejected === 0 ? 'no task was' : counted(b.rejected, 'task was', 'tasks were')} rejected instead of ${thousands(a.rejected)}`,
    );
  }
  if (a.pending !== b.pending) {
    parts.push(
      `${b.pending === 0 ? 'no task was' : counted(b.pending, 'task was', 'tasks were')} left unfinished instead of ${thousands(a.pending)}`,
    );
  }
  if (a.exitCode !== b.exitCode && a.exitCode !== null && b.exitCode !== null) {
    parts.push(`the exit code is ${b.exitCode} instead of ${a.exitCode}`);
  }
  return parts.length === 0 ? [] : [`in ${names.b} ${listed(parts)}.`];
}

function outputSentences({ a, b, names }: Compared): string[] {
  if (a.lastLine === null || b.lastLine === null || a.lastLine === b.lastLine) return [];
  return [`the last line of ${names.a} is ${quoted(a.lastLine)}, that of ${names.b} ${quoted(b.lastLine)}.`];
}

/** A text between quotes. Backticks are replaced, because they are only for names from the code. */
const quoted = (text: string): string => `"${text.replaceAll('`', "'")}"`;

function findingSentences({ a, b, names, onlyA, onlyB }: Compared): string[] {
  const sentences: string[] = [];
  if (onlyA.length > 0) sentences.push(`only ${names.a} has ${kinds(onlyA)}.`);
  if (onlyB.length > 0) sentences.push(`only ${names.b} has ${kinds(onlyB)}.`);
  if (onlyA.length + onlyB.length === 0) {
    sentences.push(
      a.findings.length === 0 && b.findings.length === 0
        ? 'nothing was found in either of them.'
        : 'the same was found in both of them.',
    );
  }
  return sentences;
}

/** `late-timer` or `2 late-timer and blocked-event-loop`. */
function kinds(findings: readonly FindingSummary[]): string {
  const counts = new Map<string, number>();
  for (const { id } of findings) counts.set(id, (counts.get(id) ?? 0) + 1);
  return listed([...counts].map(([id, count]) => (count === 1 ? `\`${id}\`` : `${count} \`${id}\``)));
}
