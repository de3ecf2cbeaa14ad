// A recording in the formats of other tools. Pure: a model in, pieces of a file out.

import type { Model } from '../model/index.ts';
import type { ExportFormat } from '../protocol/export-formats.ts';
import { chromeTrace } from './chrome-trace.ts';
import { csv } from './csv.ts';
import { otlpFile } from './otlp.ts';
import { svg } from './svg.ts';

export { OTLP_CONTENT_TYPES, otlpRequests } from './otlp.ts';

type Pieces = Iterable<string | Uint8Array>;

export const EXPORTERS: Readonly<Record<ExportFormat, (model: Model) => Pieces>> = {
  chrome: chromeTrace,
  otlp: (model) => otlpFile(model, 'json'),
  'otlp-protobuf': (model) => otlpFile(model, 'protobuf'),
  svg,
  csv,
};
