import type { Model } from '../../model/model.ts';
import { RunFlag } from '../../model/runs.ts';
import { type Picture, StretchKind, type WaitView } from '../../model/view-types.ts';
import { waitView } from '../../model/wait-view.ts';
import type { StretchLabels } from './contract.ts';

/** A band narrower than this, in the picture's pixels, has no room for as much as a glyph. */
const NARROWEST_PX = 16;
/** Finding a stretch's wait goes along the task's runs: with more of them, its kind alone is said. */
const MOST_RUNS = 4000;

/** What the wide suspended stretches of a picture wait for, in a word or two. */
export function stretchLabels(model: Model, { request, rows, stretches }: Picture): StretchLabels {
  const narrowestNs = (NARROWEST_PX * (request.toNs - request.fromNs)) / Math.max(1, request.widthPx);
  const indices: number[] = [];
  const text: string[] = [];
  const firstRow = rows[0]?.row ?? 0;
  let walkedTask = -1;
  let run = -1;
  for (let index = 0; index < stretches.length; index += 1) {
    if (stretches.kind[index] !== StretchKind.suspended) continue;
    const fromNs = stretches.fromNs[index] as number;
    if (Math.min(stretches.toNs[index] as number, request.toNs) - fromNs < narrowestNs) continue;
    const task = rows[(stretches.row[index] as number) - firstRow]?.task;
    if (task === undefined) continue;
    if (task !== walkedTask) {
      walkedTask = task;
      run = firstRunOf(model, task);
    }
    run = waitFrom(model, run, fromNs);
    indices.push(index);
    text.push(run < 0 ? '' : wordsFor(waitView(model, run)));
  }
  return { index: Int32Array.from(indices), text };
}

function firstRunOf(model: Model, task: number): number {
  const { tasks } = model.tables;
  return (tasks.runCount[task] as number) > MOST_RUNS ? -1 : (tasks.firstRun[task] as number);
}

/** The run, this one or a later one, whose wait is under way at a moment; -1 when there is none. */
function waitFrom(model: Model, from: number, atNs: number): number {
  const { runs } = model.tables;
  for (let run = from; run >= 0; run = runs.next[run] as number) {
    const next = runs.next[run] as number;
    if (next < 0 || (runs.fromNs[next] as number) > atNs) {
      return ((runs.flags[run] as number) & RunFlag.wait) === 0 ? -1 : run;
    }
  }
  return -1;
}

/** `timer 2000 ms`, `await deliver()`, `await fetch(url)`. */
export function wordsFor({ on, at, expression }: WaitView): string {
  if (at === 'yield') return 'yield';
  if (on.kind === 'timer') return on.label.replace(/^a timer( of)?/, 'timer');
  const word = at === 'for-await' ? 'for await' : at;
  if (on.task !== null) return `${word} ${on.label}`;
  return expression === '' ? on.label : `${word} ${expression}`;
}
