import type { TaskIndex } from '../../protocol/units.ts';
import { criticalPath } from '../cause/critical-path.ts';
import { pathView } from '../cause/path-view.ts';
import { labelOf, nameBeside, placeText } from '../details/labels.ts';
import type { Model } from '../model.ts';
import { counted, duration, percent, shortened, thousands } from '../words.ts';
import { allOf } from '../work.ts';
import { table } from './text-table.ts';

const SHOWN = 10;
/** Parts below this share of the whole path are left out. */
const LEAST_SHARE = 0.001;
const LONGEST_NAME = 34;

/**
 * The critical path of a task, or for null of the program: what its end had to wait for, the longest first.
 *
 *     2.00 s  66 %  ×3  order_food  main.mjs:13  suspended for a timer of 2000 ms
 */
export function pathLines(model: Model, columns: number, task: TaskIndex | null): string[] {
  const { rows, more, fromNs, toNs } = allOf(pathView(model, task, allOf(criticalPath(model, task))));
  // Without tasks there is nothing to say.
  if (rows.every(({ longest }) => longest === null)) return [];
  const shown = rows.filter(({ share }, at) => at < SHOWN && (at === 0 || share >= LEAST_SHARE));
  const rest = rows.slice(shown.length);
  const restNs = rest.reduce((sum, { ns }) => sum + ns, more.ns);
  const whose = task === null ? 'the program' : labelOf(model, task);
  const lines = shown.map(({ name, place, what, count, ns, share }) => {
    const at = place === null ? '' : placeText(place);
    const times = count > 1 ? `×${thousands(count)}` : '';
    return [duration(ns), percent(share), times, shortened(nameBeside(name, place), LONGEST_NAME), at, what];
  });
  const restCount = rest.length + more.rows;
  return [
    `Critical path of ${whose}: what its end had to wait for, ${duration(toNs - fromNs)} in all`,
    ...table(lines, columns),
    ...(restCount > 0 ? [`  … and ${counted(restCount, 'more', 'more')}, ${duration(restNs)}`] : []),
  ];
}
