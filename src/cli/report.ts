import { once } from 'node:events';
import { findTask, report, textReport } from '../model/index.ts';
import { CommandError, EXIT_USAGE } from './errors.ts';
import { readModel } from './read-model.ts';

export interface ReportOptions {
  readonly json?: boolean;
  /** Whose critical path: a task's id, or a name. */
  readonly pathOf?: string;
}

/** `report`: says what happened in a recording, as text or as `loopscope-report/1`. */
export async function printReport(file: string, { json = false, pathOf: who }: ReportOptions): Promise<void> {
  const model = await readModel(file);
  const pathOf = who === undefined ? null : findTask(model, who);
  if (who !== undefined && pathOf === null)
    throw new CommandError(
      `--path-of: no task is called "${who}". Take a name as \`loopscope report\` shows it, or an id of \`report --json\`.`,
      EXIT_USAGE,
    );
  if (json) {
    for (const piece of jsonPieces(report(model, { pathOf }))) await print(piece);
  } else {
    await print(textReport(model, { width: process.stdout.columns ?? 100, pathOf }));
  }
}

/**
 * An object as JSON, one line a field or an element of a field: millions of tasks are more than one string can hold,
 * and a task a line is easy to search.
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
