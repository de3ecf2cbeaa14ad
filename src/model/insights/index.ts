// What is wrong with a program, as far as its events can decide: rather silent than wrong. docs/insights.md says when each kind is told, and
// when deliberately not.

import type { KnownInsight } from '../../protocol/insights.ts';
import type { Model } from '../model.ts';
import { allOf, inPieces, isWork, type Work } from '../work.ts';
import { blockedEventLoop } from './blocked-event-loop.ts';
import { hiddenRejection } from './hidden-rejection.ts';
import type { InsightKind } from './kind.ts';
import { lateTimer } from './late-timer.ts';
import { leakedResource } from './leaked-resource.ts';
import { microtaskStarvation } from './microtask-starvation.ts';
import { needlessAwait } from './needless-await.ts';
import { neverAwaited } from './never-awaited.ts';
import { neverSettled } from './never-settled.ts';
import { orphanedSiblings } from './orphaned-siblings.ts';
import { sequentialAwaits } from './sequential-awaits.ts';
import { syncWait } from './sync-wait.ts';
import { threadpoolSaturated } from './threadpool-saturated.ts';
import type { Finding, Insight, InsightId, InsightOptions, Insights, Thresholds } from './types.ts';
import { unboundedConcurrency } from './unbounded-concurrency.ts';
import { uncancelledTask } from './uncancelled-task.ts';
import { unhandledRejection } from './unhandled-rejection.ts';

export type { InsightKind } from './kind.ts';
export * from './types.ts';

/** In the order of severity. */
export const INSIGHT_KINDS: readonly InsightKind[] = [
  unhandledRejection,
  hiddenRejection,
  neverSettled,
  neverAwaited,
  orphanedSiblings,
  uncancelledTask,
  leakedResource,
  blockedEventLoop,
  microtaskStarvation,
  syncWait,
  threadpoolSaturated,
  lateTimer,
  sequentialAwaits,
  unboundedConcurrency,
  needlessAwait,
];

const SEVERITIES = ['error', 'warning', 'info'];

/** Everything found in what the model holds so far; nothing is remembered, so nothing that proves wrong stays. */
export const insightsOf = (model: Model, options: InsightOptions = {}): Insights =>
  allOf(findInsights(model, options));

/** The same in pieces, one kind after the other. Kinds that come later see what has changed meanwhile. */
export function* findInsights(
  model: Model,
  { thresholds = {}, muted = [], listed = 20 }: InsightOptions = {},
): Work<Insights> {
  const found: Insight[] = [];
  const more: Partial<Record<InsightId, number>> = {};
  let mutedCount = 0;
  const all = { ...defaultThresholds(), ...thresholds } as Thresholds;
  for (const kind of INSIGHT_KINDS) {
    if (muted.some(({ id, file, about }) => id === kind.id && file === null && about === undefined)) continue;
    const findings = kind.find(model, all[kind.id], all);
    const ofKind = yield* withCode(model, isWork<Finding[]>(findings) ? yield* findings : findings);
    const told = ofKind.filter((insight) => !isKnown(insight, muted));
    mutedCount += ofKind.length - told.length;
    told.sort((a, b) => (b.costMs ?? 0) - (a.costMs ?? 0));
    found.push(...told.slice(0, listed));
    if (told.length > listed) more[kind.id] = told.length - listed;
    yield;
  }
  found.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  return { found, more, muted: mutedCount };
}

/** What identifies a finding that has no place: its sentence without the numbers. */
export const aboutOf = ({ message }: Finding): string =>
  message.replace(/\d[\d.,]*( ?(?:ns|µs|ms|s|%)\b)?/g, '#');

export const isKnown = (insight: Insight, known: readonly KnownInsight[]): boolean =>
  known.some(({ id, file, code, about }) => {
    if (id !== insight.id) return false;
    if (about !== undefined) return insight.file === null && about === aboutOf(insight);
    return file === null || (file === insight.file && code === insight.code);
  });

/** Adds to each finding the text of its line. */
function* withCode(model: Model, findings: readonly Finding[]): Work<Insight[]> {
  const files = new Map<string | null, readonly string[]>();
  const linesOf = (file: string | null): readonly string[] => {
    const lines = files.get(file) ?? (file === null ? null : model.sourceText(file))?.split('\n') ?? [];
    files.set(file, lines);
    return lines;
  };
  const insights: Insight[] = [];
  yield* inPieces(findings.length, (from, to) => {
    for (const finding of findings.slice(from, to))
      insights.push({ ...finding, code: linesOf(finding.file)[(finding.line ?? 0) - 1]?.trim() ?? null });
  });
  return insights;
}

function defaultThresholds(): Thresholds {
  return Object.fromEntries(INSIGHT_KINDS.map(({ id, threshold }) => [id, threshold.value])) as Thresholds;
}
