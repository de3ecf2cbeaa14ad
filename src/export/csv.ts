import { type Model, type ReportTask, reportTask, spreadsheetCell } from '../model/index.ts';

type Cell = string | number | boolean | null;

const COLUMNS: readonly (readonly [name: string, of: (task: ReportTask) => Cell])[] = [
  ['id', ({ id }) => id],
  ['parentId', ({ parentId }) => parentId],
  ['kind', ({ kind }) => kind],
  ['name', ({ name }) => name],
  ['label', ({ label }) => label],
  ['file', ({ file }) => file],
  ['line', ({ line }) => line],
  ['column', ({ column }) => column],
  ['startMs', ({ startMs }) => startMs],
  ['endMs', ({ endMs }) => endMs],
  ['outcome', ({ outcome }) => outcome],
  ['runningMs', ({ runningMs }) => runningMs],
  ['selfMs', ({ selfMs }) => selfMs],
  ['readyMs', ({ readyMs }) => readyMs],
  ['suspendedMs', ({ suspendedMs }) => suspendedMs],
  ['suspensions', ({ suspensions }) => suspensions],
  ['thread', ({ thread }) => thread],
  ['error', ({ error }) => (error === null ? null : `${error.name}: ${error.message}`)],
];

/** One line per task, as in RFC 4180. The fields are those of the report; null becomes an empty field. */
export function* csv(model: Model): Generator<string> {
  yield line(COLUMNS.map(([name]) => name));
  for (let task = 0; task < model.tables.tasks.length; task++) {
    const row = reportTask(model, task);
    yield line(COLUMNS.map(([, of]) => of(row)));
  }
}

const line = (cells: readonly Cell[]): string => `${cells.map(written).join(',')}\r\n`;

function written(cell: Cell): string {
  if (typeof cell !== 'string') return cell === null ? '' : String(cell);
  const text = spreadsheetCell(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
