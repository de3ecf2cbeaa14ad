import type { PathView } from '../../model/cause/path-view.ts';
import { msText, tableText } from './table-text.ts';

/** A critical path as a table: who, what, where, how often, how long, its share. */
export function pathText({ rows, more, fromNs, toNs }: PathView): string {
  return tableText([
    ['from ms', 'to ms'],
    [msText(fromNs), msText(toNs)],
    [],
    ['who', 'what', 'place', 'times', 'ms', 'share %'],
    ...rows.map(({ name, what, place, count, ns, share }) => [
      name,
      what,
      place === null ? '' : `${place.file}:${place.line}`,
      count,
      msText(ns),
      (share * 100).toFixed(1),
    ]),
    ...(more.rows > 0 ? [[`${more.rows} more`, '', '', '', msText(more.ns), '']] : []),
  ]);
}
