import type { Model } from '../model.ts';
import type { Work } from '../work.ts';
import type { Finding, InsightId, Thresholds } from './types.ts';

/**
 * One kind of finding. `find` looks at the whole model anew each time, so that a finding that proves wrong later is gone. If it looks at every
 * task or run, it does so in pieces.
 */
export interface InsightKind {
  readonly id: InsightId;
  /** What is looked for, in a few words. */
  readonly summary: string;
  /** From where on it is told. Tasks are counted line by line. */
  readonly threshold: { readonly value: number; readonly unit: 'ms' | 'tasks' };
  find(model: Model, threshold: number, thresholds: Thresholds): Finding[] | Work<Finding[]>;
}
