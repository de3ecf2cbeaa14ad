import type { Difference, FunctionSummary } from '../../model/index.ts';
import { msText as ms, tableText } from '../text/table-text.ts';

/** A comparison as tab-separated lines. Times are in milliseconds; a cell is empty if one of the two lacks the value. */
export function differenceText({ totals, onlyA, onlyB, functions }: Difference): string {
  const length = (each: FunctionSummary | null, of: (summary: FunctionSummary) => number) =>
    each === null ? '' : ms(of(each));
  return tableText([
    ['', 'A', 'B'],
    ...totals.map(({ label, unit, a, b }) => (unit === 'ns' ? [`${label} ms`, ms(a), ms(b)] : [label, a, b])),
    [],
    ['only in', 'finding', 'place', 'message'],
    ...[onlyA, onlyB].flatMap((findings, at) =>
      findings.map(({ id, file, line, message }) => [
        at === 0 ? 'A' : 'B',
        id,
        file === null ? '' : `${file}:${line}`,
        message,
      ]),
    ),
    [],
    [
      'function A',
      'function B',
      ...['calls', 'total ms', 'median ms', 'p95 ms', 'waits'].flatMap((name) => [`${name} A`, `${name} B`]),
    ],
    ...functions.map(({ a, b }) => [
      a?.name ?? '',
      b?.name ?? '',
      a?.calls ?? '',
      b?.calls ?? '',
      length(a, ({ totalNs }) => totalNs),
      length(b, ({ totalNs }) => totalNs),
      length(a, ({ p50Ns }) => p50Ns),
      length(b, ({ p50Ns }) => p50Ns),
      length(a, ({ p95Ns }) => p95Ns),
      length(b, ({ p95Ns }) => p95Ns),
      a?.waits ?? '',
      b?.waits ?? '',
    ]),
  ]);
}
