import type { TaskSort } from '../../../model/totals/table.ts';
import type { TaskRow } from '../../../model/view-types.ts';
import { thousands } from '../../../model/words.ts';
import { currentClient } from '../../session/session.ts';
import { ignoreClosed } from '../../session/session-client.ts';
import { showNote } from '../../store/problems.ts';
import { msText as ms, tableText } from '../../text/table-text.ts';

/** How many rows are copied at most: programs into which tables are pasted take no more. */
const MOST_ROWS = 100_000;
/** How many rows are asked for at once, so that the worker can answer other questions in between. */
const PIECE = 10_000;

const HEADINGS = [
  'task',
  'state',
  'start ms',
  'duration ms',
  'running ms',
  'ready ms',
  'suspended ms',
  'waits',
  'place',
];

/** Tasks as tab-separated lines, to paste into a spreadsheet. Times are in milliseconds, places are `file:line`. */
const tasksText = (rows: readonly TaskRow[]): string => tableText([HEADINGS, ...rows.map(cellsOf)]);

const cellsOf = ({ startNs, endNs, place, ...row }: TaskRow): (string | number)[] => [
  row.label,
  row.state,
  ms(startNs),
  endNs === null ? '' : ms(endNs - startNs),
  ms(row.runningNs),
  ms(row.readyNs),
  ms(row.suspendedNs),
  row.waits,
  place === null ? '' : `${place.file}:${place.line}`,
];

/** Rows `from` to `to` (exclusive) of the Tasks table; undefined if the session has been closed. */
export async function tasksTextOf(from: number, to: number, sort: TaskSort): Promise<string | undefined> {
  const end = Math.min(to, from + MOST_ROWS);
  const rows: TaskRow[] = [];
  for (let at = from; at < end; at += PIECE) {
    const page = await currentClient()
      ?.query('taskRows', { from: at, to: Math.min(end, at + PIECE), sort })
      .catch(ignoreClosed);
    if (page === undefined) return undefined;
    rows.push(...page.items);
  }
  if (end < to)
    showNote({
      title: `Copied ${thousands(MOST_ROWS)} tasks of ${thousands(to - from)}`,
      detail: 'A table elsewhere takes no more.',
      action: 'Export has all of them as CSV.',
    });
  return tasksText(rows);
}
