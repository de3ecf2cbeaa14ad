import { once } from 'node:events';
import { findTask, report, textReport } from '../model/index.ts';
import { CommandError } from './errors.ts';
import { readModel } from './read-model.ts';

export interface ReportOptions {
  readonly json?: boolean;
  /** The task whose critical path to report, by id or name. */
  readonly pathOf?: string;
}

/** `report`: prints what happened in a recording, as text or as JSON (`loopscope-report/1`). */
export async function printReport(file: string, { json = false, pathOf: who }: ReportOptions): Promise<void> {
  const model = await readModel(file);
  const pathOf = who === undefined ? null : findTask(model, who);
  if (who !== undefined && pathOf === null)
    throw new CommandError(
      `--path-of: no task is called "${who}". Take a name as \`loopscope report\` shows it, or an id of \`report --json\`.`,
    );
  if (json) {
    for (const piece of jsonPieces(report(model, { pathOf }))) await print(piece);
  } else {
    await print(textReport(model, { width: process.stdout.columns ?? 100, pathOf }));
  }
}

/**
 * An object as JSON in pieces: one line per field, or per element of a field that is a list. Millions of tasks would not fit into one
 * string, and one task per line is easy to search.
 */
export function* jsonPieces(value: object): Generator<string> {
  let separator = '{\n';
  for (const [name, field] of Object.entries(value)) {
    yield `${separator}  ${JSON.stringify(name)}: `;
    separator = ',\n';
    if (Array.isArray(field) && field.length > 0) {
      for (const [at, element] of field.entries())
        yield `${at === 0 ? '[\n' : ',\n'}    ${JSON.stringify(element)}`;
      yield '\n  ]';
    } else {
      yield JSON.stringify(field);
    }
  }
  yield '\n}\n';
}

async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
