// Event -> Task + Run + Wait -> Row -> Stretch -> pixels. Each stage only adds; none reaches back.

export { blameOf } from './blame.ts';
export { chainStep } from './chain.ts';
export { type Difference, difference } from './compare/difference.ts';
export type { Names } from './compare/difference-words.ts';
export type { Pair } from './compare/match.ts';
export {
  type FindingSummary,
  type FunctionSummary,
  runSummary,
} from './compare/run-summary.ts';
export { changeText, differenceReport, functionName, textDifference } from './compare/text-difference.ts';
export { countersAt } from './counters.ts';
export { childrenOf, taskDetails, taskWait, waitsOf } from './details.ts';
export { findTask } from './find-task.ts';
export { happenings, taskCalled } from './happenings.ts';
export * from './insights/index.ts';
export { baseName, labelOf, nameOf, starterOf } from './labels.ts';
export { Model, type ModelHeader } from './model.ts';
export * from './moment-types.ts';
export { overview } from './overview.ts';
export { picture, runAt } from './picture.ts';
export { loopMoment, QUEUED_SHOWN } from './queues.ts';
export {
  type Report,
  type ReportTask,
  type ReportWait,
  report,
  reportTask,
} from './report.ts';
export { NO_FILTER, type TaskFilter } from './row-filter.ts';
export { threadItem } from './row-items.ts';
export type { RowOrder } from './row-order.ts';
export { rowView } from './row-view.ts';
export { Rows } from './rows.ts';
export { sentenceOf } from './sentence.ts';
export { type LineTotals, sourceTotals } from './source-totals.ts';
export { spanOf } from './spans.ts';
export { stepFrom } from './steps.ts';
export { TaskPages, type TaskSortKey } from './table.ts';
export type { Grouping } from './task-sets.ts';
export { textReport } from './text-report.ts';
export { Timeline } from './timeline.ts';
export * from './view-types.ts';
export { waitView } from './wait-view.ts';
export { duration, thousands } from './words.ts';
