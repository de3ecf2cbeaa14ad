import { NS_PER_MS } from '../../protocol/units.ts';
import { definitionOf, nameOf, placeBeside, placeOf } from '../details/labels.ts';
import { threadView } from '../details/threads/thread-view.ts';
import type { ThreadView } from '../details/threads/thread-view-types.ts';
import type { Model } from '../model.ts';
import { loopTotals } from '../totals/loop-totals.ts';
import { counted, duration, endWords, percent, shortened } from '../words.ts';
import { table } from './text-table.ts';

/** How many are listed. Those that held their loop longest come first. */
const SHOWN = 20;
const LONGEST_LABEL = 34;

/**
 * The program's threads and processes, if it has several: the longest time for which each one's loop was held at once, and by what.
 *
 *      52 ms  worker resize.mjs #3  busy 72 %  16 tasks  exit 0  held by resize resize.mjs:5
 *             git log …                                  exit 0  started by version app.mjs:9
 */
export function threadLines(model: Model, columns: number): string[] {
  const { all } = model.tables.threads;
  if (all.length < 2) return [];
  const threads = model.tables.threads.inOrder().map((index) => lineOf(model, threadView(model, index)));
  const least = threads.map(({ heldMs }) => heldMs).sort((a, b) => b - a)[SHOWN - 1] ?? 0;
  const shown = threads.filter(({ heldMs }) => heldMs >= least).slice(0, SHOWN);
  const more = threads.length - shown.length;
  return [
    'Threads, and how long each held its event loop at once, at most',
    ...table(
      shown.map(({ cells }) => cells),
      columns,
    ),
    ...(more > 0 ? [`  … and ${counted(more, 'more', 'more')}`] : []),
  ];
}

function lineOf(model: Model, thread: ThreadView): { heldMs: number; cells: string[] } {
  const { stream } = model.tables.threads.all[thread.thread]!;
  const over = thread.endNs === null ? '' : endWords(thread);
  if (stream < 0) {
    const by = thread.starter === null ? '' : `started by ${placed(model, thread.starter.task)}`;
    const name = shortened(thread.command || thread.label, LONGEST_LABEL);
    return { heldMs: 0, cells: ['', name, '', '', over, by] };
  }
  const loop = loopTotals(model, stream);
  const held = loop.longestRunById === null ? '' : `held by ${placed(model, loop.longestRunById - 1)}`;
  const cells = [
    duration(loop.longestRunMs * NS_PER_MS),
    shortened(thread.label, LONGEST_LABEL),
    `busy ${percent(loop.utilization)}`,
    counted(thread.tasks ?? 0, 'task'),
    over,
    held,
  ];
  return { heldMs: loop.longestRunMs, cells };
}

/** `resize resize.mjs:5`. */
function placed(model: Model, task: number): string {
  const name = nameOf(model, task);
  const where = placeBeside(name, placeOf(model, definitionOf(model, task)));
  return where === '' ? name : `${name} ${where}`;
}
