import type { Model } from '../model.ts';
import type { Work } from '../work.ts';
import type { Finding, InsightId, Thresholds } from './types.ts';

/**
 * One kind of finding. `find` looks at the whole model anew, so that what proves wrong later is gone; one that looks at every
 * task or run of every program does so in pieces.
 */
export interface InsightKind {
  readonly id: InsightId;
  /** What is looked for, in a few words. */
  readonly summary: string;
  /** How far it may go before it is told; tasks are counted at one line. */
  readonly threshold: { readonly value: number; readonly unit: 'ms' | 'tasks' };
  find(model: Model, threshold: number, thresholds: Thresholds): Finding[] | Work<Finding[]>;
}
