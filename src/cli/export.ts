import { createWriteStream } from 'node:fs';
import { realpath, rename, rm } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { EXPORTERS, OTLP_CONTENT_TYPES, otlpRequests } from '../export/index.ts';
import { printable } from '../model/index.ts';
import { EXPORT_FORMAT_IDS, type ExportFormat, exportFormat } from '../protocol/export-formats.ts';
import { RECORDING_EXTENSION } from '../protocol/recording.ts';
import { openRecording } from '../recording/reader.ts';
import { choice } from './choices.ts';
import { CommandError } from './errors.ts';
import { ExportTeller } from './export-teller.ts';
import { readModel } from './read-model.ts';
import { isReaderGone, refuseUnwritable, statOf, writeError } from './written-files.ts';

export interface ExportOptions {
  readonly to: string;
  /** The file to write; by default the recording's name with the format's extension, in the current folder. */
  readonly output?: string;
  /** Send it to this OTLP/HTTP receiver instead, such as `http://localhost:4318`. */
  readonly endpoint?: string;
}

/** `export`: writes a recording in another tool's format, or sends it to a collector. */
export async function exportRecording(file: string, options: ExportOptions): Promise<void> {
  const format = choice('--to', options.to, EXPORT_FORMAT_IDS);
  if (options.endpoint !== undefined) return send(file, format, options.endpoint, options.output);
  const { extension } = exportFormat(format);
  const output = resolve(options.output ?? basename(file, RECORDING_EXTENSION) + extension);
  const teller = new ExportTeller();
  const { signal } = teller;
  try {
    await refuseRecording(output);
    await refuseUnwritable('--output', output);
    const model = await readModel(file, { signal, onRead: (part) => teller.read(part) });
    await writeWhole(output, teller.counted(EXPORTERS[format](model)), signal);
  } finally {
    teller.done();
  }
}

/** Refuses to replace a recording, which could not be made again. An earlier export may be replaced. */
async function refuseRecording(output: string): Promise<void> {
  const there = await openRecording(output);
  if (!there.ok) return;
  await there.value.close();
  throw new CommandError(`--output: ${output} is a recording. Choose another file to export to.`);
}

/**
 * Writes to a file with another name until it is complete, because half an export looks like a whole one. A pipe or a device takes it as it
 * comes, and is not replaced by a file.
 */
async function writeWhole(
  output: string,
  pieces: Iterable<string | Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  const found = await statOf(output);
  const isReplaced = found === null || found.isFile();
  // What a link leads to is replaced, not the link.
  const file = found === null ? output : await realpath(output);
  const written = isReplaced ? `${file}.part` : output;
  try {
    await pipeline(pieces, createWriteStream(written), { signal });
    if (isReplaced) await rename(written, file);
  } catch (error) {
    if (isReplaced) await rm(written, { force: true });
    if (!isReaderGone(error)) throw writeError('--output', output, error);
  }
}

function tracesUrl(endpoint: string): URL {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new CommandError(
      `--endpoint: ${endpoint} is not an http or https address; a collector's is like http://localhost:4318.`,
    );
  }
  // As for OTEL_EXPORTER_OTLP_ENDPOINT, the path for traces is added to a base address.
  return url.pathname === '/' ? new URL('/v1/traces', url) : url;
}

/** Sends a recording to a collector. Whatever is wrong with the options is said before the recording is read. */
async function send(
  file: string,
  format: ExportFormat,
  endpoint: string,
  output: string | undefined,
): Promise<void> {
  const url = tracesUrl(endpoint);
  if (output !== undefined) {
    throw new CommandError('--output: with --endpoint no file is written. Leave one of the two out.');
  }
  if (!format.startsWith('otlp')) {
    throw new CommandError(
      `--endpoint: ${format} can only be written to a file; otlp and otlp-protobuf can be sent.`,
    );
  }
  const encoding = format === 'otlp' ? 'json' : 'protobuf';
  for (const body of otlpRequests(await readModel(file), encoding)) {
    const refused = await refusal(url, { 'content-type': OTLP_CONTENT_TYPES[encoding] }, body);
    if (refused !== null) throw new CommandError(`--endpoint: ${printable(refused)}`);
  }
}

/** Posts one request. Why it was not taken, and what to do; null if it was. */
async function refusal(
  url: URL,
  headers: Record<string, string>,
  body: NonNullable<RequestInit['body']>,
): Promise<string | null> {
  let answer: Response;
  let said: string;
  try {
    answer = await fetch(url, { method: 'POST', headers, body });
    said = await answer.text();
  } catch (error) {
    const { cause, message } = error as Error;
    const why = cause instanceof Error ? cause.message : message;
    return `cannot reach ${url}: ${why}. Check the address, and whether a collector listens there.`;
  }
  if (answer.ok) return null;
  const quoted = said.trim() === '' ? '' : `: “${said.trim().slice(0, 200)}”`;
  return `${url} answered ${answer.status}${quoted}. Check the address, and what the collector takes.`;
}
