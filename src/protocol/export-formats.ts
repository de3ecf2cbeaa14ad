// What a recording can be exported to. Declared here because the window offers them, main checks and names them, and
// src/export writes them.

export interface ExportFormatInfo {
  readonly id: string;
  /** The file's extension, with its dot. */
  readonly extension: string;
  readonly label: string;
  /** Which tools open it. */
  readonly use: string;
}

export const EXPORT_FORMATS = [
  {
    id: 'chrome',
    extension: '.json',
    label: 'Chrome trace',
    use: 'Perfetto, the Performance panel of Chrome DevTools',
  },
  { id: 'otlp', extension: '.jsonl', label: 'OpenTelemetry, JSON', use: 'A collector’s file receiver' },
  {
    id: 'otlp-protobuf',
    extension: '.pb',
    label: 'OpenTelemetry, Protocol Buffers',
    use: 'The body of a request to /v1/traces',
  },
  { id: 'svg', extension: '.svg', label: 'SVG picture', use: 'Documents and slides, in light and dark' },
  { id: 'csv', extension: '.csv', label: 'CSV table', use: 'A spreadsheet: one line a task' },
] as const satisfies readonly ExportFormatInfo[];

export type ExportFormat = (typeof EXPORT_FORMATS)[number]['id'];

export const EXPORT_FORMAT_IDS: readonly ExportFormat[] = EXPORT_FORMATS.map(({ id }) => id);

export function exportFormat(id: ExportFormat): ExportFormatInfo {
  return EXPORT_FORMATS.find((format) => format.id === id) as ExportFormatInfo;
}

/** How far an export is: first how much it has read, from 0 to 1, then how many bytes it has written. */
export type ExportProgress = { readonly read: number } | { readonly writtenBytes: number };
