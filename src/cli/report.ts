import { once } from 'node:events';
import { report, textReport } from '../model/index.ts';
import { readModel } from './read-model.ts';

export interface ReportOptions {
  readonly json?: boolean;
}

/** `report`: says what happened in a recording, as text or as `loopscope-report/1`. */
export async function printReport(file: string, { json = false }: ReportOptions): Promise<void> {
  const model = await readModel(file);
  if (json) {
    for (const piece of jsonPieces(report(model))) await print(piece);
  } else {
    await print(textReport(model, { width: process.stdout.columns ?? 100 }));
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
