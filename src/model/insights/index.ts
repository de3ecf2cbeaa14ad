// What is wrong with a program, as far as its events can decide: rather silent than wrong. docs/insights.md says what
// each kind means, and when it is deliberately not told.

import type { Model } from '../model.ts';
import { blockedEventLoop } from './blocked-event-loop.ts';
import type { InsightKind } from './kind.ts';
import { lateTimer } from './late-timer.ts';
import { needlessAwait } from './needless-await.ts';
import { neverSettled } from './never-settled.ts';
import { sequentialAwaits } from './sequential-awaits.ts';
import type { Insight, InsightId, InsightOptions, Insights, Thresholds } from './types.ts';
import { unboundedConcurrency } from './unbounded-concurrency.ts';
import { unhandledRejection } from './unhandled-rejection.ts';

export type { InsightKind } from './kind.ts';
export * from './types.ts';

/** In the order of severity. */
export const INSIGHT_KINDS: readonly InsightKind[] = [
  unhandledRejection,
  neverSettled,
  blockedEventLoop,
  lateTimer,
  sequentialAwaits,
  unboundedConcurrency,
  needlessAwait,
];

/** Of one kind, so many are listed; the others are counted. */
const LISTED = 20;

const SEVERITIES = ['error', 'warning', 'info'];

/** Everything found in what the model holds so far; nothing is remembered, so nothing that proves wrong stays. */
export function insightsOf(model: Model, { thresholds = {}, muted = [] }: InsightOptions = {}): Insights {
  const found: Insight[] = [];
  const more: Partial<Record<InsightId, number>> = {};
  const all = { ...defaultThresholds(), ...thresholds };
  for (const kind of INSIGHT_KINDS) {
    if (muted.includes(kind.id)) continue;
    const ofKind = kind.find(model, all[kind.id], all).sort((a, b) => (b.costMs ?? 0) - (a.costMs ?? 0));
    found.push(...ofKind.slice(0, LISTED));
    if (ofKind.length > LISTED) more[kind.id] = ofKind.length - LISTED;
  }
  found.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  return { found, more };
}

function defaultThresholds(): Thresholds {
  return Object.fromEntries(INSIGHT_KINDS.map(({ id, threshold }) => [id, threshold])) as Thresholds;
}
