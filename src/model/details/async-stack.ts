// The async stack: who awaits whom, from a task up to the root.

import { AwaitedKind } from '../../protocol/events.ts';
import type { TaskIndex } from '../../protocol/units.ts';
import type { Model } from '../model.ts';
import { RunFlag } from '../tables/runs.ts';
import type { PlaceView } from '../view-types.ts';
import { inPieces, type Work } from '../work.ts';
import { definitionOf, labelOf, placeOf, siteRow, starterOf } from './labels.ts';

export interface StackFrame {
  readonly task: TaskIndex;
  readonly label: string;
  /** What it has to do with the frame before: it `awaits` that task, or only `started` it. The first frame is the task `itself`. */
  readonly how: 'itself' | 'awaits' | 'started';
  /** Where it awaits; if it does not, where it is defined. */
  readonly place: PlaceView | null;
  /** How many other waits are for the same task. */
  readonly others: number;
}

/** A deeper stack is cut off. */
const FRAMES_SHOWN = 100;

/** A task, then the task that first waited for it (alone or among several), or else the one that started it, and so on. */
export function* asyncStack(model: Model, task: number): Work<StackFrame[]> {
  const { first, count } = yield* waitsFor(model);
  const { runs } = model.tables;
  const defined = (of: number) => placeOf(model, definitionOf(model, of));
  const frame = (of: number, how: StackFrame['how'], place: PlaceView | null, others = 0): StackFrame => ({
    task: of as TaskIndex,
    label: labelOf(model, of),
    how,
    place,
    others,
  });
  const frames = [frame(task, 'itself', defined(task))];
  const seen = new Set([task]);
  for (let inner = task; frames.length < FRAMES_SHOWN; ) {
    const wait = first[inner]!;
    const outer = wait >= 0 ? runs.task.get(wait) : starterOf(model, inner);
    if (outer < 0 || seen.has(outer)) return frames;
    seen.add(outer);
    if (wait < 0) frames.push(frame(outer, 'started', defined(outer)));
    else {
      const place = placeOf(model, siteRow(model, outer, runs.site.get(wait))) ?? defined(outer);
      frames.push(frame(outer, 'awaits', place, count[inner]! - 1));
    }
    inner = outer;
  }
  return frames;
}

interface WaitsFor {
  readonly version: number;
  /** For each task, the run that ended in the first wait for it (-1 for none), and how many such waits there are. */
  readonly first: Int32Array;
  readonly count: Uint32Array;
}

const known = new WeakMap<Model, WaitsFor>();

/** Looks at every wait, once for each version of the model. */
function* waitsFor(model: Model): Work<WaitsFor> {
  const last = known.get(model);
  const { version } = model;
  if (last?.version === version) return last;
  const { combinations, runs, tasks } = model.tables;
  const first = new Int32Array(tasks.length).fill(-1);
  const count = new Uint32Array(tasks.length);
  const add = (task: number, run: number): void => {
    if (task < 0 || task === runs.task.get(run)) return;
    if (first[task]! < 0) first[task] = run;
    count[task]!++;
  };
  const addWait = (run: number): void => {
    if ((runs.flags.get(run) & RunFlag.wait) === 0) return;
    if (runs.awaited.get(run) === AwaitedKind.task) add(runs.reference.get(run), run);
    const combination = runs.combination(run);
    if (combination < 0) return;
    const { kind, reference, next } = combinations.members;
    for (let at = combinations.firstMember[combination]!; at >= 0; at = next[at]!)
      if (kind[at] === AwaitedKind.task) add(reference[at]!, run);
  };
  yield* inPieces(runs.length, (from, to) => {
    for (let run = from; run < to; run++) addWait(run);
  });
  const found = { version, first, count };
  known.set(model, found);
  return found;
}
