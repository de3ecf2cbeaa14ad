// A comparison as text for a terminal, and as JSON for programs.

import { msOf } from '../../protocol/units.ts';
import { alignedColumns } from '../aligned-columns.ts';
import { baseName } from '../details/labels.ts';
import { counted, duration, paragraphs, percent, shortened, thousands, wrapped } from '../words.ts';
import type { Difference, TotalDifference } from './difference.ts';
import type { FindingSummary, FunctionSummary, RunSummary } from './run-summary.ts';

const FUNCTIONS = 20;
const LONGEST_NAME = 34;

/** Paragraphs of lines, aligned, no colours. */
export function textDifference(compared: Difference, width: number): string {
  const { a, b, sentences, onlyA, onlyB } = compared;
  return paragraphs([
    [`A  ${heading(a)}`, `B  ${heading(b)}`],
    sentences.flatMap((sentence) => wrapped(sentence, width).map((line) => line.slice(2))),
    alignedColumns([['', 'A', 'B', 'change'], ...compared.totals.map(totalCells)], 'left'),
    functionLines(compared),
    findingLines('Only in A', onlyA, width),
    findingLines('Only in B', onlyB, width),
  ]);
}

function heading({ path, args, runtime, exitCode, signal, durationNs, tasks }: RunSummary): string {
  const end = signal !== null ? `ended by ${signal}` : exitCode !== null ? `exit ${exitCode}` : 'end unknown';
  const script = path === null ? 'a program' : [baseName(path), ...args].join(' ');
  return [script, runtime, end, duration(durationNs), counted(tasks, 'task')]
    .filter((part) => part !== '')
    .join(' · ');
}

function totalCells({ label, unit, a, b }: TotalDifference): string[] {
  const text = unit === 'ns' ? duration : thousands;
  return [label, text(a), text(b), changeText(a, b)];
}

/** From this ratio on, growth is given as so many times the old value. */
const MANY_TIMES = 10;

/** By how much a number changed, relative to what it was: `+12 %`, `−67 %`, `31×`; '' if it did not change, or was 0. */
export function changeText(a: number, b: number): string {
  if (a === 0) return '';
  if (b >= a * MANY_TIMES) return `${thousands(Math.round(b / a))}×`;
  const text = percent(Math.abs(b - a) / a);
  return text === percent(0) ? '' : `${b > a ? '+' : '−'}${text}`;
}

function functionLines({ functions }: Difference): string[] {
  const shown = functions.slice(0, FUNCTIONS);
  if (shown.length === 0) return [];
  const lines = shown.map(({ a, b }) => [
    shortened(functionName(a, b), LONGEST_NAME),
    both(a, b, ({ calls }) => thousands(calls)),
    both(a, b, ({ totalNs }) => duration(totalNs)),
    changeText(a?.totalNs ?? 0, b?.totalNs ?? 0),
    both(a, b, ({ p50Ns }) => duration(p50Ns)),
    both(a, b, ({ p95Ns }) => duration(p95Ns)),
    both(a, b, ({ waits }) => thousands(waits)),
  ]);
  const left = functions.length - shown.length;
  return [
    ...alignedColumns([['A → B', 'calls', 'total', 'change', 'p50', 'p95', 'waits'], ...lines], 'left'),
    ...(left > 0 ? [`… and ${counted(left, 'more function')}`] : []),
  ];
}

/** A function's name; both names if the two recordings name it differently. */
export function functionName(a: FunctionSummary | null, b: FunctionSummary | null): string {
  const names = [a, b].flatMap((each) => (each === null ? [] : each.name));
  return [...new Set(names)].join(' → ');
}

const both = (
  a: FunctionSummary | null,
  b: FunctionSummary | null,
  text: (each: FunctionSummary) => string,
): string => `${a === null ? '–' : text(a)} → ${b === null ? '–' : text(b)}`;

function findingLines(title: string, findings: readonly FindingSummary[], width: number): string[] {
  if (findings.length === 0) return [];
  return [title, ...findings.flatMap(({ message, id }) => wrapped(`${message} [${id}]`, width))];
}

/** The same as plain JSON, format `loopscope-comparison/1`: times are milliseconds. */
export function differenceReport({ a, b, sentences, totals, onlyA, onlyB, inBoth, functions }: Difference) {
  return {
    format: 'loopscope-comparison/1',
    a: program(a),
    b: program(b),
    sentences,
    totals: totals.map(({ id, unit, a: one, b: other }) => ({
      id,
      unit: unit === 'ns' ? 'ms' : unit,
      a: unit === 'ns' ? msOf(one) : one,
      b: unit === 'ns' ? msOf(other) : other,
    })),
    findings: {
      onlyA: onlyA.map(finding),
      onlyB: onlyB.map(finding),
      inBoth: inBoth.map((pair) => ({ a: finding(pair.a), b: finding(pair.b) })),
    },
    functions: functions.map((pair) => ({
      name: functionName(pair.a, pair.b),
      a: pair.a === null ? null : functionTotals(pair.a),
      b: pair.b === null ? null : functionTotals(pair.b),
    })),
  };
}

const program = ({ path, args, runtime, exitCode, signal, complete }: RunSummary) => ({
  path,
  args,
  runtime: runtime === '' ? null : runtime,
  exitCode,
  signal,
  complete,
});

const finding = ({ id, severity, message, file, line, costMs }: FindingSummary) => ({
  id,
  severity,
  message,
  file,
  line,
  costMs,
});

const functionTotals = ({ file, line, calls, totalNs, p50Ns, p95Ns, waits, rejected }: FunctionSummary) => ({
  file,
  line,
  calls,
  totalMs: msOf(totalNs),
  p50Ms: msOf(p50Ns),
  p95Ms: msOf(p95Ns),
  waits,
  rejected,
});
