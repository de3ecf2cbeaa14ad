// The report for a terminal: plain text, aligned, without colours.

import { MAIN_STREAM } from '../../protocol/recording.ts';
import { NS_PER_MS, type TaskIndex } from '../../protocol/units.ts';
import { awaitedLabel } from '../details/awaited.ts';
import { baseName, labelOf, placeOf, placeText, siteRow } from '../details/labels.ts';
import { stateOf, timesOf } from '../details/states.ts';
import { insightsOf } from '../insights/index.ts';
import type { Model } from '../model.ts';
import { mergeStretches } from '../picture/merge.ts';
import { StretchList } from '../picture/stretch-list.ts';
import { Timelines } from '../picture/timeline.ts';
import { longestWaits } from '../totals/longest-waits.ts';
import { loopTotals, type ReportPauses } from '../totals/loop-totals.ts';
import { tracingCost } from '../totals/tracing-cost.ts';
import type { RowView } from '../view-types.ts';
import { counted, duration, paragraphs, percent, shortened, thousands, wrapped } from '../words.ts';
import { LEGEND, paintStretches } from './ascii.ts';
import { type ReportGroup, reportGroups } from './report-groups.ts';
import { pathLines } from './text-path.ts';
import { table } from './text-table.ts';
import { threadLines } from './text-threads.ts';
import { troublesOf } from './text-troubles.ts';

export interface TextReportOptions {
  /** The terminal's width in columns; at least 80 are used. */
  readonly width?: number;
  /** The task whose critical path is shown; null for the whole program's. */
  readonly pathOf?: TaskIndex | null;
}

const LINES = 60;
const WAITS = 5;
/** How many waits are looked at; similar ones become one line. */
const WAITS_LOOKED_AT = 100;
const LONGEST_LABEL = 34;
const SHORTEST_LABEL = 8;
const DEEPEST_INDENT = 10;
/** ` 9.99 ms   9.99 ms    9.99 ms` */
const NUMBERS_WIDTH = 29;
/** Two columns between neighbouring parts of a line, which has four. */
const GAPS = 6;
const WORST_FIRST = [
  'rejected',
  'pending',
  'cancelled',
  'running',
  'ready',
  'suspended',
  'fulfilled',
] as const satisfies readonly RowView['state'][];

/** Several paragraphs of lines no longer than `width`, each ending in a line break. */
export function textReport(model: Model, { width = 100, pathOf = null }: TextReportOptions = {}): string {
  const columns = Math.max(80, width);
  return paragraphs([
    heading(model),
    chart(model, columns),
    insightLines(model, columns),
    waitLines(model, columns),
    pathLines(model, columns, pathOf),
    threadLines(model, columns),
    ...troublesOf(model, columns),
  ]);
}

function heading(model: Model): string[] {
  const { tables } = model;
  const program = model.header?.program;
  const script = program === undefined ? 'a program' : [baseName(program.path), ...program.args].join(' ');
  const loop = loopTotals(model, MAIN_STREAM);
  return [
    joined([script, model.runtime, ending(model), duration(model.endNs)]),
    joined([
      counted(tables.tasks.length, 'task'),
      counted(tables.events, 'event'),
      `loop busy ${percent(loop.utilization)}${tracing(model)}, at most ${duration(loop.longestRunMs * NS_PER_MS)} at once`,
      garbage(loop.pauses),
      loop.withheldMs < TOLD_MS ? '' : `without a processor ${duration(loop.withheldMs * NS_PER_MS)}`,
    ]),
  ];
}

function tracing(model: Model): string {
  const cost = tracingCost(model, MAIN_STREAM);
  return cost === null ? '' : ` (tracing about ${percent(cost.share)} of the time it ran)`;
}

/** A total of less than this is not mentioned. */
const TOLD_MS = 10;

function garbage({ totalMs, longestMs }: ReportPauses): string {
  if (totalMs < TOLD_MS) return '';
  return `garbage collection ${duration(totalMs * NS_PER_MS)}, at most ${duration(longestMs * NS_PER_MS)} at once`;
}

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ');

function ending(model: Model): string {
  if (model.signal !== null) return `ended by ${model.signal}`;
  if (model.exitCode !== null) return `exit ${model.exitCode}`;
  return model.finished ? 'end unknown' : 'running';
}

function chart(model: Model, columns: number): string[] {
  const groups = reportGroups(model, LINES);
  if (groups.length === 0) return ['No task began.', ...wrapped(model.language.noTask, columns)];
  const captions = groups.map(caption);
  const captionWidth = Math.min(LONGEST_LABEL, Math.max(...captions.map((text) => text.length), 4));
  const endings = groups.map(({ tasks }) => ended(model, tasks));
  const endingWidth = Math.max(...endings.map((text) => text.length));
  const chartWidth = columns - captionWidth - NUMBERS_WIDTH - endingWidth - GAPS;
  const gantt = paintGroups(model, groups, chartWidth);
  const scale = `0${duration(model.endNs).padStart(chartWidth - 1)}`;
  const titles = `${'running'.padStart(8)}  ${'ready'.padStart(8)}  ${'suspended'.padStart(9)}`;
  const lines = groups.map((group, row) => {
    const name = shortened(captions[row]!, captionWidth).padEnd(captionWidth);
    return `${name}  ${gantt[row]}  ${numbers(model, group)}  ${endings[row]}`;
  });
  const shown = groups.reduce((sum, { tasks, below }) => sum + tasks.length + below, 0);
  const left = model.tables.tasks.length - shown;
  const more = left > 0 ? [`… and ${counted(left, 'more task', 'more tasks')}`] : [];
  return [`${''.padEnd(captionWidth)}  ${scale}  ${titles}`, ...lines, ...more, '', LEGEND];
}

/** A group's caption. A long label is shortened, but the number of tasks stays. */
function caption({ depth, label, tasks, below }: ReportGroup): string {
  const indent = depth <= DEEPEST_INDENT ? '  '.repeat(depth) : `${'  '.repeat(DEEPEST_INDENT)}› `;
  const many = tasks.length > 1 ? ` ×${thousands(tasks.length)}` : '';
  const counts = `${many}${below > 0 ? ` (+${thousands(below)} below)` : ''}`;
  const room = Math.max(SHORTEST_LABEL, LONGEST_LABEL - indent.length - counts.length);
  return `${indent}${shortened(label, room)}${counts}`;
}

function numbers(model: Model, { tasks }: ReportGroup): string {
  let runningNs = 0;
  let readyNs = 0;
  let suspendedNs = 0;
  for (const task of tasks) {
    const times = timesOf(model, task);
    runningNs += times.runningNs;
    readyNs += times.readyNs;
    suspendedNs += times.suspendedNs;
  }
  return `${duration(runningNs).padStart(8)}  ${duration(readyNs).padStart(8)}  ${duration(suspendedNs).padStart(9)}`;
}

/** `fulfilled`; for several tasks that ended differently, only the worst: `3 rejected`. */
function ended(model: Model, tasks: readonly number[]): string {
  const counts = new Map<string, number>();
  for (const task of tasks) {
    const state = stateOf(model, task);
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  if (counts.size === 1) return [...counts.keys()][0]!;
  const worst = WORST_FIRST.find((state) => counts.has(state))!;
  return `${thousands(counts.get(worst)!)} ${worst}`;
}

function paintGroups(model: Model, groups: readonly ReportGroup[], width: number): string[] {
  const stretches = new StretchList();
  const timelines = new Timelines();
  const toNs = Math.max(1, model.endNs);
  for (const [row, { tasks }] of groups.entries()) {
    for (const task of tasks) {
      mergeStretches(timelines.get(model, task), row, 0, toNs, toNs / width, stretches);
    }
  }
  return paintStretches(stretches.take(), groups.length, width, 0, toNs);
}

function insightLines(model: Model, columns: number): string[] {
  const { found, more } = insightsOf(model);
  if (found.length === 0) return [];
  const left = Object.values(more).reduce((sum, count) => sum + count, 0);
  const lines = found.flatMap(({ message, id }) => wrapped(`${message} [${id}]`, columns));
  return ['Insights', ...lines, ...(left > 0 ? [`  … and ${thousands(left)} more`] : [])];
}

function waitLines(model: Model, columns: number): string[] {
  const { runs } = model.tables;
  const rows = new Map<string, { length: string; cells: string[]; count: number }>();
  for (const { run, lengthNs } of longestWaits(model, WAITS_LOOKED_AT)) {
    const task = runs.task.get(run);
    const place = placeOf(model, siteRow(model, task, runs.site.get(run)));
    const at = place === null ? '' : placeText(place);
    const cells = [shortened(labelOf(model, task), LONGEST_LABEL), at, `for ${awaitedLabel(model, run)}`];
    const same = rows.get(cells.join('\n'));
    if (same !== undefined) same.count++;
    else if (rows.size < WAITS) rows.set(cells.join('\n'), { length: duration(lengthNs), cells, count: 1 });
  }
  if (rows.size === 0) return [];
  const lines = [...rows.values()].map(({ length, cells, count }) => [
    length,
    ...cells,
    count > 1 ? `×${count}` : '',
  ]);
  return ['Longest waits', ...table(lines, columns)];
}
