import { briefSentencesOf, type Compared, type Names, namesOf, sentencesOf } from './difference-words.ts';
import { matchFindings, matchFunctions, type Pair } from './match.ts';
import type { FindingSummary, FunctionSummary, RunSummary } from './run-summary.ts';

/** A number that both recordings have. */
export interface TotalDifference {
  readonly id: string;
  readonly label: string;
  readonly unit: 'ns' | 'count';
  readonly a: number;
  readonly b: number;
}

/** How two recordings differ: `a` is the one before, `b` the one after. */
export interface Difference {
  readonly a: RunSummary;
  readonly b: RunSummary;
  readonly names: Names;
  /** The differences in sentences, the most important first. */
  readonly sentences: readonly string[];
  /** Fewer sentences, for a comparison that has an introduction of its own. */
  readonly brief: readonly string[];
  readonly totals: readonly TotalDifference[];
  readonly onlyA: readonly FindingSummary[];
  readonly onlyB: readonly FindingSummary[];
  readonly inBoth: readonly { readonly a: FindingSummary; readonly b: FindingSummary }[];
  /** The largest difference in total time first. */
  readonly functions: readonly Pair<FunctionSummary>[];
}

const TOTALS = [
  ['duration', 'Duration', 'ns', 'durationNs'],
  ['running', 'Time running', 'ns', 'runningNs'],
  ['ready', 'Time ready', 'ns', 'readyNs'],
  ['suspended', 'Time suspended', 'ns', 'suspendedNs'],
  ['held', 'Loop held at once, at most', 'ns', 'longestHeldNs'],
  ['tasks', 'Tasks', 'count', 'tasks'],
  ['at-once', 'Tasks alive at once, at most', 'count', 'mostAtOnce'],
  ['rejected', 'Rejected', 'count', 'rejected'],
  ['cancelled', 'Cancelled', 'count', 'cancelled'],
  ['pending', 'Never ended', 'count', 'pending'],
] as const;

/** `names` is what to call the two in sentences; by default they are named after their scripts, or the first and the second run. */
export function difference(a: RunSummary, b: RunSummary, names: Names = namesOf(a, b)): Difference {
  const findings = matchFindings(a, b);
  const onlyA = findings.flatMap((pair) => (pair.b === null && pair.a !== null ? pair.a : []));
  const onlyB = findings.flatMap((pair) => (pair.a === null && pair.b !== null ? pair.b : []));
  const compared: Compared = { a, b, names, onlyA, onlyB };
  return {
    a,
    b,
    names,
    sentences: sentencesOf(compared),
    brief: briefSentencesOf(compared),
    totals: TOTALS.map(([id, label, unit, field]) => ({ id, label, unit, a: a[field], b: b[field] })),
    onlyA,
    onlyB,
    inBoth: findings.flatMap(({ a: one, b: other }) =>
      one !== null && other !== null ? { a: one, b: other } : [],
    ),
    functions: matchFunctions(a, b).toSorted((one, other) => changeOf(other) - changeOf(one)),
  };
}

const changeOf = ({ a, b }: Pair<FunctionSummary>): number => Math.abs((b?.totalNs ?? 0) - (a?.totalNs ?? 0));
