import type { RangeTotals } from '../../../model/totals/range-totals.ts';
import { msText as ms, tableText } from '../../text/table-text.ts';

/** A range's totals as tab-separated lines, to paste into a spreadsheet. Times are in milliseconds. */
export function rangeText(fromNs: number, toNs: number, totals: RangeTotals): string {
  const lines = [
    ['from ms', 'to ms', 'tasks', 'running ms', 'ready ms', 'suspended ms'],
    [ms(fromNs), ms(toNs), totals.tasks, ms(totals.runningNs), ms(totals.readyNs), ms(totals.suspendedNs)],
    [],
    ['waited for', 'waits', 'suspended ms', 'ready ms'],
    ...totals.awaited.map(({ kind, waits, suspendedNs, readyNs }) => [
      kind,
      waits,
      ms(suspendedNs),
      ms(readyNs),
    ]),
    [],
    ['function', 'place', 'tasks', 'running ms', 'ready ms', 'suspended ms'],
    ...totals.functions.map(({ name, place, tasks, runningNs, readyNs, suspendedNs }) => [
      name,
      place === null ? '' : `${place.file}:${place.line}`,
      tasks,
      ms(runningNs),
      ms(readyNs),
      ms(suspendedNs),
    ]),
  ];
  return tableText(lines);
}
