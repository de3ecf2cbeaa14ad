// The small signs for what a task waits for and how it ended, as strokes on a 10 × 10 grid. The canvas and the legend draw the same paths.

import type { AwaitedKindName, OutcomeName } from '../../../protocol/events.ts';

export const GLYPH_SIZE = 10;
export const GLYPH_STROKE = 1.25;

export const AWAITED_GLYPHS: Readonly<Record<AwaitedKindName, string>> = {
  // A clock.
  timer: 'M5 1a4 4 0 1 0 0 8a4 4 0 1 0 0-8M5 2.8V5l1.6 1.2',
  // Two arrows: there and back.
  network: 'M1 3.4h8M6.8 1.2L9 3.4L6.8 5.6M9 7.2H1M3.2 5L1 7.2L3.2 9.4',
  // A sheet with a folded corner.
  file: 'M2 .9h3.8L8.2 3.3V9.1H2zM5.6 .9v2.6h2.6',
  // A branch to another task's bar.
  task: 'M1 1.5v3.2a1.6 1.6 0 0 0 1.6 1.6H9M6.8 4.1L9 6.3L6.8 8.5',
  // A prompt.
  process: 'M1.2 2L4.2 5L1.2 8M5.2 8.2H9',
  // Three dots: something is still to come.
  promise: 'M1.5 5h.2M5 5h.2M8.4 5h.2',
  unknown: 'M3 3.2a2 2 0 1 1 2.6 2c-.5 .2-.6 .5-.6 1.1M5 8.6v.2',
};

export const OUTCOME_GLYPHS: Readonly<Record<OutcomeName, string>> = {
  fulfilled: 'M1.4 5.4L4 8L8.8 2.4',
  rejected: 'M1.8 1.8l6.4 6.4M8.2 1.8L1.8 8.2',
  cancelled: 'M5 1a4 4 0 1 0 0 8a4 4 0 1 0 0-8M2.2 7.8L7.8 2.2',
  pending: 'M2 2l3 3l-3 3M5.5 2l3 3l-3 3',
};
