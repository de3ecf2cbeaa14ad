import { msOf } from '../../protocol/units.ts';
import type { Model } from '../model.ts';
import type { HeldLine, LineSource } from '../tables/console/console-lines.ts';

/** One line of what the program printed, or of what was typed for it (`stdin`). */
export interface ReportLine {
  /** When it was written; if that is unknown, when it was read, which is an upper bound. */
  readonly atMs: number;
  readonly exact: boolean;
  readonly output: LineSource;
  readonly text: string;
  /** The task that wrote it, and the index of the thread; null if unknown. */
  readonly taskId: number | null;
  readonly thread: number | null;
}

/** All lines in the order of their moments; none if the output went to a terminal. */
export const reportConsole = (model: Model): ReportLine[] =>
  model.tables.console.slice(0, model.tables.console.length).map((line) => reportLine(model, line));

function reportLine(model: Model, { timeNs, from, text, stream, task }: HeldLine): ReportLine {
  const isTold = stream >= 0;
  return {
    atMs: msOf(timeNs),
    exact: isTold,
    output: from,
    text,
    taskId: task < 0 ? null : task + 1,
    thread: isTold ? model.tables.threads.ofStream(stream) : null,
  };
}

/** The lines that a task wrote something in. */
export const reportLinesOf = (model: Model, task: number): ReportLine[] =>
  model.tables.console.linesOf(task).rows.map((row) => reportLine(model, model.tables.console.line(row)));
