import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { decodeUtf8, RecordDecoder } from '../../src/protocol/codec.ts';
import { BlobKind, RecordType } from '../../src/protocol/events.ts';
import type { SiteTable } from '../../src/protocol/sites.ts';
import { openRecording } from '../../src/recording/reader.ts';

const SITE_MASK = (1 << 20) - 1;
const FLUSH_CHARACTERS = 1 << 20;

/**
 * Writes a recording's runs in speedscope's evented format: each run opens and closes the frame of its function. That format cannot express
 * suspensions and what tasks wait for. Returns how many events of the recording were written.
 */
export async function writeSpeedscopeFile(recording: string, path: string): Promise<number> {
  const opened = await openRecording(recording);
  if (!opened.ok) throw new Error(opened.problem.detail);
  const names: string[] = ['?'];
  const siteOf: number[] = [];
  const out = createWriteStream(path);
  let text = '';
  let events = 0;
  let lastNs = 0;
  const put = (type: 'O' | 'C', task: number, at: number): void => {
    text += `${events === 0 ? '' : ','}{"type":"${type}","frame":${siteOf[task] ?? 0},"at":${at}}`;
    events++;
    lastNs = at;
  };
  const visitor = {
    record(type: RecordType, argument: number, timeNs: number, task: number): void {
      if (type === RecordType.enter) siteOf[task] = argument & SITE_MASK;
      if (type === RecordType.enter || type === RecordType.resume) put('O', task, timeNs);
      if (type === RecordType.suspend || type === RecordType.end) put('C', task, timeNs);
    },
    blob(kind: BlobKind, _ref: number, _timeNs: number, bytes: Uint8Array): void {
      if (kind !== BlobKind.sites) return;
      const { firstSite, rows } = JSON.parse(decodeUtf8(bytes)) as SiteTable;
      for (const [row, [, name]] of rows.entries()) names[firstSite + row] = name;
    },
  };
  const decoder = new RecordDecoder();
  out.write('{"$schema":"https://www.speedscope.app/file-format-schema.json","profiles":[{"type":"evented",');
  out.write('"name":"loop","unit":"nanoseconds","startValue":0,"events":[');
  await opened.value.read(async (stream, bytes) => {
    if (stream !== 0) return;
    decoder.push(bytes, visitor);
    if (text.length < FLUSH_CHARACTERS) return;
    if (!out.write(text)) await once(out, 'drain');
    text = '';
  });
  const frames = names.map((name) => ({ name }));
  out.end(`${text}],"endValue":${lastNs}}],"shared":{"frames":${JSON.stringify(frames)}}}`);
  await once(out, 'close');
  return events;
}
