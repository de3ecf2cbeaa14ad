/** A stretch of time. */
export interface TimeWindow {
  readonly fromNs: number;
  readonly toNs: number;
}

export const spanOf = (window: TimeWindow): number => window.toNs - window.fromNs;
