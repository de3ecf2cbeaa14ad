// A recording in the formats of other tools. Pure: a model in, pieces of a file out.

import type { Model } from '../model/index.ts';
import { chromeTrace } from './chrome-trace.ts';
import { csv } from './csv.ts';
import { otlpFile } from './otlp.ts';
import { svg } from './svg.ts';

export { OTLP_CONTENT_TYPES, type OtlpEncoding, otlpRequests } from './otlp.ts';

type Pieces = Iterable<string | Uint8Array>;

/** What a recording can be exported to, each with the ending of its files. */
export const EXPORTERS = {
  chrome: { extension: '.json', write: chromeTrace },
  otlp: { extension: '.jsonl', write: (model: Model) => otlpFile(model, 'json') },
  'otlp-protobuf': { extension: '.pb', write: (model: Model) => otlpFile(model, 'protobuf') },
  svg: { extension: '.svg', write: svg },
  csv: { extension: '.csv', write: csv },
} as const satisfies Record<string, { extension: string; write: (model: Model) => Pieces }>;

export type ExportFormat = keyof typeof EXPORTERS;

export const EXPORT_FORMATS = Object.keys(EXPORTERS) as ExportFormat[];
