import type { Model } from '../model.ts';
import type { Insight, InsightId, Thresholds } from './types.ts';

/** One kind of finding. `find` looks at the whole model anew, so that what proves wrong later is gone. */
export interface InsightKind {
  readonly id: InsightId;
  /** What is looked for, in a few words. */
  readonly summary: string;
  /** In milliseconds, or a count; 0 where there is nothing to set. */
  readonly threshold: number;
  find(model: Model, threshold: number, thresholds: Thresholds): Insight[];
}
