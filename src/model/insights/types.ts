import type { InsightSettings } from '../../protocol/insights.ts';
import type { TaskIndex } from '../../protocol/units.ts';
import type { Advice } from '../languages/index.ts';

export const INSIGHT_IDS = [
  'unhandled-rejection',
  'hidden-rejection',
  'never-settled',
  'never-awaited',
  'orphaned-siblings',
  'uncancelled-task',
  'leaked-resource',
  'blocked-event-loop',
  'microtask-starvation',
  'sync-wait',
  'threadpool-saturated',
  'late-timer',
  'sequential-awaits',
  'unbounded-concurrency',
  'needless-await',
] as const;
export type InsightId = (typeof INSIGHT_IDS)[number];

export type Severity = 'error' | 'warning' | 'info';

/** What one kind of insight found. */
export interface Finding {
  readonly id: InsightId;
  readonly severity: Severity;
  /** One sentence with names, lines and milliseconds. */
  readonly message: string;
  readonly file: string | null;
  readonly line: number | null;
  /** The tasks that it is about. The first one is shown first. */
  readonly tasks: readonly TaskIndex[];
  /** What it cost; null if there is nothing to count. */
  readonly costMs: number | null;
  /** Its stretch of time on the chart. */
  readonly fromNs: number;
  readonly toNs: number;
  readonly advice: Advice;
}

/** One finding: plain data, the same for the report, the command and the window. */
export interface Insight extends Finding {
  /** The text of its line, by which the place is found again after lines were added above. Null if unknown. */
  readonly code: string | null;
}

/** From where on each insight is told, by its id and in its own unit. */
export type Thresholds = Readonly<Record<InsightId, number>>;

export interface InsightOptions extends Partial<InsightSettings> {
  /** At most this many findings of one kind are listed; the others are counted. */
  readonly listed?: number;
}

export interface Insights {
  /** Errors first, then warnings; within one kind the costliest first. */
  readonly found: readonly Insight[];
  /** How many more of a kind there are than are listed. */
  readonly more: Readonly<Partial<Record<InsightId, number>>>;
  /** How many were left out because they are muted at their place. Kinds that are muted everywhere are not looked for. */
  readonly muted: number;
}
