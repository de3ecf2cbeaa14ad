import { createWriteStream } from 'node:fs';
import { realpath, rename, rm } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { EXPORTERS, OTLP_CONTENT_TYPES, otlpRequests } from '../export/index.ts';
import type { Model } from '../model/index.ts';
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
  if (options.endpoint !== undefined) return send(await readModel(file), format, tracesUrl(options.endpoint));
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

async function send(model: Model, format: ExportFormat, url: URL): Promise<void> {
  if (!format.startsWith('otlp')) {
    throw new CommandError(
      `--endpoint: ${format} can only be written to a file; otlp and otlp-protobuf can be sent.`,
    );
  }
  const encoding = format === 'otlp' ? 'json' : 'protobuf';
  for (const body of otlpRequests(model, encoding)) {
    const headers = { 'content-type': OTLP_CONTENT_TYPES[encoding] };
    let answer: Response;
    try {
      answer = await fetch(url, { method: 'POST', headers, body });
    } catch (error) {
      const { cause, message } = error as Error;
      throw new CommandError(`cannot reach ${url}: ${cause instanceof Error ? cause.message : message}.`);
    }
    const said = await answer.text();
    if (!answer.ok) throw new CommandError(`${url} answered ${answer.status}: ${said.slice(0, 200)}`);
  }
}
