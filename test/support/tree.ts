// A report drawn as text, so that a test shows what happened as a reader would sketch it:
//
//   main.mjs fulfilled: await promise :12
//     order_food fulfilled: await timer :4
//     ticks (generator) fulfilled: await timer :8 ×3
//
// One line per task, below the task that started it, in order of start. After the outcome come the task's waits: where it waited, for what,
// and at which line. A wait for a task names that task.

import type { ReportTask, ReportWait, TracedRun } from './traced.ts';

export interface TreeOptions {
  /** False leaves out what each wait was for, if the test is not about that. */
  readonly kinds?: boolean;
}

export function tree(run: TracedRun, { kinds = true }: TreeOptions = {}): string {
  const lines: string[] = [];
  // A report has its tasks in order of arrival: what another thread did earlier may come later.
  const tasks = run.report.tasks.toSorted((a, b) => a.startMs - b.startMs);
  const draw = (parentId: ReportTask['parentId'], depth: number): void => {
    for (const task of tasks) {
      if (task.parentId !== parentId) continue;
      const waits = folded(task.waits.map((wait) => waitText(run, wait, kinds)));
      const tail = waits.length === 0 ? '' : `: ${waits.join(', ')}`;
      lines.push(`${'  '.repeat(depth)}${task.name}${kindMark(task)} ${task.outcome}${tail}`);
      draw(task.id, depth + 1);
    }
  };
  draw(null, 0);
  return lines.join('\n');
}

function waitText(run: TracedRun, wait: ReportWait, kinds = true): string {
  if (!kinds) return `${wait.at} :${wait.line}`;
  const { kind, taskId } = wait.on;
  const on = taskId === null ? kind : `${kind} ${run.taskById(taskId).name}`;
  return `${wait.at} ${on} :${wait.line}`;
}

function kindMark(task: ReportTask): string {
  return task.kind === 'async' || task.kind === 'module' ? '' : ` (${task.kind})`;
}

/** Joins equal neighbours into one with a count. */
function folded(texts: readonly string[]): string[] {
  const groups: { text: string; count: number }[] = [];
  for (const text of texts) {
    const last = groups.at(-1);
    if (last?.text === text) last.count++;
    else groups.push({ text, count: 1 });
  }
  return groups.map(({ text, count }) => (count === 1 ? text : `${text} ×${count}`));
}
