// Event -> Task + Run + Wait -> Row -> Stretch -> pixels. Each stage only adds; none reaches back.

export { chainStep } from './cause/chain.ts';
export { type Difference, difference } from './compare/difference.ts';
export type { Names } from './compare/difference-words.ts';
export type { Pair } from './compare/match.ts';
export {
  type FindingSummary,
  type FunctionSummary,
  runSummary,
} from './compare/run-summary.ts';
export { changeText, differenceReport, functionName, textDifference } from './compare/text-difference.ts';
export { blameOf } from './details/blame.ts';
export { childrenOf, taskDetails, waitsOf } from './details/details.ts';
export { baseName, labelOf, nameOf, starterOf } from './details/labels.ts';
export { sentenceOf } from './details/sentence.ts';
export { waitView } from './details/wait-view.ts';
export { findTask } from './find-task.ts';
export * from './insights/index.ts';
export { HELD_A_BYTE, Model, type ModelHeader } from './model.ts';
export { happenings, taskCalled } from './moment/happenings.ts';
export * from './moment/moment-types.ts';
export { loopMoment, QUEUED_SHOWN } from './moment/queues.ts';
export { stepFrom } from './moment/steps.ts';
export { overview } from './picture/overview.ts';
export { picture, runAt } from './picture/picture.ts';
export { Timeline } from './picture/timeline.ts';
export { type Report, report } from './report/report.ts';
export { type ReportLine, reportConsole, reportLinesOf } from './report/report-console.ts';
export { type ReportTask, type ReportWait, reportTask } from './report/report-task.ts';
export { textReport } from './report/text-report.ts';
export { NO_FILTER, type TaskFilter } from './rows/row-filter.ts';
export { threadItem } from './rows/row-items.ts';
export type { RowOrder } from './rows/row-order.ts';
export { rowView } from './rows/row-view.ts';
export { Rows } from './rows/rows.ts';
export type { Grouping } from './rows/task-sets.ts';
export { countersAt } from './tables/counters.ts';
export { spanOf } from './tables/spans.ts';
export { type LineTotals, sourceTotals } from './totals/source-totals.ts';
export { TaskPages, type TaskSortKey } from './totals/table.ts';
export * from './view-types.ts';
export { duration, printable, spreadsheetCell, thousands } from './words.ts';
