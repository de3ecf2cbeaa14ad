import { msOf, type TaskIndex } from '../../protocol/units.ts';
import {
  type CriticalPath,
  criticalPath,
  PATH_KIND_NAMES,
  type PathKindName,
} from '../cause/critical-path.ts';
import { pathEndOf, pathView } from '../cause/path-view.ts';
import type { Model } from '../model.ts';
import { allOf } from '../work.ts';

/** The critical path of the program or of a task, summed up, the longest parts first. */
export interface ReportPath {
  /** The task whose path it is; null for the whole program. */
  readonly taskId: number | null;
  readonly startMs: number;
  readonly endMs: number;
  /** How many steps it has; `criticalPathSteps` lists them. */
  readonly steps: number;
  readonly parts: readonly ReportPathPart[];
  /** The totals of the parts that are not listed. */
  readonly more: { readonly parts: number; readonly ms: number };
}

/** All steps in which a function did the same thing, or waited at the same place. */
interface ReportPathPart {
  /** Null outside of all tasks. */
  readonly name: string | null;
  /** `running`, `ready: meanwhile the loop had parse`, `suspended for a timer of 20 ms`. */
  readonly what: string;
  /** Where it waits; for running, where it is defined. */
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly count: number;
  readonly ms: number;
  /** Its part of the whole path, 0 to 1. */
  readonly share: number;
  readonly longestTaskId: number | null;
}

/** Steps are in order of time and have no gaps: each ends where the next begins. */
export interface ReportPathStep {
  /** `called`: a callback was asked for, but not called yet. `outside`: before or after all tasks. */
  readonly what: PathKindName;
  readonly taskId: number | null;
  readonly startMs: number;
  readonly endMs: number;
}

/** The critical path of a task, or of the program for null. */
export function reportPath(
  model: Model,
  task: TaskIndex | null,
): { readonly path: ReportPath; readonly steps: readonly ReportPathStep[] } {
  const path = allOf(criticalPath(model, task));
  const { rows, more, fromNs, toNs, steps } = allOf(pathView(model, task, path));
  return {
    path: {
      taskId: task === null ? null : task + 1,
      startMs: msOf(fromNs),
      endMs: msOf(toNs),
      steps,
      parts: rows.map(({ name, what, place, count, ns, share, longest }) => ({
        name: name === '' ? null : name,
        what,
        file: place?.file ?? null,
        line: place?.line ?? null,
        column: place?.column ?? null,
        count,
        ms: msOf(ns),
        share,
        longestTaskId: longest === null ? null : longest.task + 1,
      })),
      more: { parts: more.rows, ms: msOf(more.ns) },
    },
    steps: Array.from({ length: path.length }, (_, at) => reportStep(model, path, at)),
  };
}

function reportStep({ tables: { runs } }: Model, path: CriticalPath, at: number): ReportPathStep {
  const run = path.run[at]!;
  return {
    what: PATH_KIND_NAMES[path.kind[at]!]!,
    taskId: run < 0 ? null : runs.task.get(run) + 1,
    startMs: msOf(path.fromNs[at]!),
    endMs: msOf(pathEndOf(path, at)),
  };
}
