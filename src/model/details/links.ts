import { AwaitedKind } from '../../protocol/events.ts';
import { countAtMost } from '../columns/columns.ts';
import type { Model } from '../model.ts';
import { timelines } from '../picture/timeline.ts';
import { taskOf, threadItem, threadOf } from '../rows/row-items.ts';
import type { Rows } from '../rows/rows.ts';
import type { Link, LinkKind, LinksRequest } from '../view-types.ts';
import { starterOf } from './labels.ts';
import { wakerOf } from './wait-view.ts';

/** At most this many links of a kind, the first ones: more would cover the bars. */
const LINKS_SHOWN = 200;

/** The links of a task or a thread that lie in a window. */
export function linksOf(
  model: Model,
  rows: Rows,
  { id, kinds }: LinksRequest,
  fromNs: number,
  toNs: number,
): Link[] {
  const { tasks, runs, threads, messages } = model.tables;
  const links: Link[] = [];
  const add = (kind: LinkKind, atNs: number, from: number, to: number, run: number): void => {
    if (atNs < fromNs || atNs > toNs || from === to) return;
    const [fromRow, toRow] = [rows.rowShowing(from), rows.rowShowing(to)];
    if (fromRow !== null && toRow !== null && fromRow !== toRow)
      links.push({ kind, atNs, fromRow, toRow, run });
  };
  const thread = threads.all[threadOf(id) ?? -1];
  if (thread !== undefined && thread.starter >= 0 && kinds.includes('woken'))
    add('woken', thread.startNs, thread.starter, id, -1);
  const task = taskOf(id);
  if (task === null) return links;
  if (kinds.includes('woken')) {
    const starter = starterOf(model, task);
    if (starter >= 0) add('woken', tasks.startNs.get(task), starter, task, -1);
    const began = messages.thatBegan(tasks.firstRun.get(task));
    if (began !== null) add('woken', tasks.startNs.get(task), began.task, task, -1);
    for (const run of waitsBetween(model, task, fromNs, toNs)) {
      const waker = wakerOf(model, run);
      if (waker >= 0) add('woken', runs.readyNs.get(run), waker, task, run);
      if (links.length >= LINKS_SHOWN) break;
    }
  }
  if (kinds.includes('awaited')) {
    const before = links.length;
    for (const run of waitsBetween(model, task, fromNs, toNs)) {
      const awaited = runs.awaited.get(run) === AwaitedKind.task ? runs.reference.get(run) : -1;
      if (awaited >= 0) add('awaited', Math.max(fromNs, runs.toNs.get(run)), task, awaited, run);
      if (links.length - before >= LINKS_SHOWN) break;
    }
  }
  if (kinds.includes('started')) {
    const before = links.length;
    for (let child = tasks.firstChild(task); child >= 0; child = tasks.nextSibling(child)) {
      if (tasks.startNs.get(child) > toNs || links.length - before >= LINKS_SHOWN) break;
      add('started', tasks.startNs.get(child), task, child, -1);
    }
    for (const [index, { starter, startNs }] of threads.all.entries())
      if (starter === task) add('started', startNs, task, threadItem(index), -1);
  }
  return links;
}

/** The runs of a task whose waits touch a window, in order. */
function* waitsBetween(model: Model, task: number, fromNs: number, toNs: number): Generator<number> {
  const { runs } = model.tables;
  const line = timelines(model).get(model, task);
  const at = Math.max(0, countAtMost(line.fromNs, line.length, fromNs) - 1);
  for (let run = line.length === 0 ? -1 : line.run[at]!; run >= 0; run = runs.next.get(run)) {
    if (runs.toNs.get(run) > toNs) return;
    yield run;
  }
}
