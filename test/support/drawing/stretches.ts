import { type Model, type Stretches, StretchKind } from '../../../src/model/index.ts';
import { RunFlag } from '../../../src/model/tables/runs.ts';

export interface PlainStretch {
  readonly kind: StretchKind;
  readonly fromNs: number;
  readonly toNs: number;
}

/** A task's stretches straight from the tables, one by one. Pictures are checked against them. */
export function plainStretches(model: Model, task: number): PlainStretch[] {
  const { tasks, runs } = model.tables;
  const all: PlainStretch[] = [];
  for (let run = tasks.firstRun.get(task); run >= 0; run = runs.next.get(run)) {
    const flags = runs.flags.get(run);
    const endNs = runs.next.get(run) >= 0 ? runs.fromNs.get(runs.next.get(run)) : tasks.endNs.get(task);
    const toNs = runs.toNs.get(run);
    all.push({ kind: StretchKind.running, fromNs: runs.fromNs.get(run), toNs });
    if ((flags & RunFlag.wait) === 0) continue;
    const readyNs = Math.min(runs.readyNs.get(run), endNs);
    if (readyNs > toNs) all.push({ kind: StretchKind.suspended, fromNs: toNs, toNs: readyNs });
    const exact = (flags & RunFlag.readyExact) !== 0;
    if (endNs > readyNs) {
      all.push({ kind: exact ? StretchKind.ready : StretchKind.readyAtMost, fromNs: readyNs, toNs: endNs });
    }
  }
  return all;
}

/** Whether a stretch touches the window. A stretch without length counts at its moment. */
export function touches({ fromNs, toNs }: PlainStretch, windowFromNs: number, windowToNs: number): boolean {
  if (fromNs >= windowToNs) return false;
  return toNs > windowFromNs || (toNs === fromNs && fromNs === windowFromNs);
}

export interface Row {
  readonly row: number;
  readonly fromNs: number;
  readonly toNs: number;
  readonly kind: number;
  readonly count: number;
  readonly mostly: number;
}

/** The rows of the columns as objects. */
export function listed(stretches: Stretches): Row[] {
  return Array.from({ length: stretches.length }, (_, at) => ({
    row: stretches.row[at]!,
    fromNs: stretches.fromNs[at]!,
    toNs: stretches.toNs[at]!,
    kind: stretches.kind[at]!,
    count: stretches.count[at]!,
    mostly: stretches.mostly[at]!,
  }));
}
