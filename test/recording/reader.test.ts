import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { RecordEncoder } from '../../src/protocol/codec.ts';
import { BlobKind, RecordType } from '../../src/protocol/events.ts';
import {
  CHUNK_HEADER_BYTES,
  HEADER_STREAM,
  HOST_STREAM,
  RECORDING_MAGIC,
  type RecordingHeader,
} from '../../src/protocol/recording.ts';
import { crc32, crc32ByTable } from '../../src/recording/crc32.ts';
import { openRecording } from '../../src/recording/reader.ts';
import { RecordingWriter } from '../../src/recording/recording-writer.ts';
import { newFolder } from '../support/folder.ts';
import { dump } from './fake-program.ts';

const header: RecordingHeader = {
  format: 'loopscope-recording/1',
  program: {
    path: '/home/ada/main.mjs',
    file: '/srv/ada/main.mjs',
    args: ['1'],
    cwd: '/home/ada',
    runtime: 'node 20.20.2',
    consoleElsewhere: true,
  },
  startEpochMs: 1_700_000_000_000,
  recorder: 'loopscope test',
};

function newFile(content: Uint8Array | string = ''): string {
  const folder = newFolder();
  writeFileSync(join(folder, 'run.loopscope'), content);
  return join(folder, 'run.loopscope');
}

const tasks = (first: number, count: number) => {
  const encoder = new RecordEncoder();
  for (let id = first; id < first + count; id++) encoder.record(RecordType.enter, 1, id, id);
  return encoder.take();
};
const bye = () => new RecordEncoder().record(RecordType.bye, 0, 0, 0).take();
const programEnd = () =>
  new RecordEncoder().json(BlobKind.programEnd, 0, { exitCode: 0, signal: null }).take();

/** A recording of six chunks: the header, three of ten tasks each, the tracer's last word and the host's. */
async function wholeRecording(): Promise<string> {
  const file = newFile();
  const writer = await RecordingWriter.create(file, header);
  for (const first of [1, 11, 21]) await writer.append(0, tasks(first, 10));
  await writer.append(0, bye());
  await writer.append(HOST_STREAM, programEnd());
  await writer.close();
  return file;
}

/** Where each chunk of a well-formed recording begins. */
function chunkStarts(bytes: Buffer): number[] {
  const starts: number[] = [];
  for (
    let at = RECORDING_MAGIC.length;
    at < bytes.length;
    at += CHUNK_HEADER_BYTES + bytes.readUInt32LE(at)
  ) {
    starts.push(at);
  }
  return starts;
}

/** A chunk with whatever it claims about itself. */
function chunk(
  stored: Uint8Array,
  claims: { raw?: number; stored?: number; crc?: number; stream?: number; packing?: number },
) {
  const head = Buffer.alloc(CHUNK_HEADER_BYTES);
  head.writeUInt32LE(claims.stored ?? stored.length, 0);
  head.writeUInt32LE(claims.raw ?? stored.length, 4);
  head.writeUInt32LE(claims.crc ?? crc32(stored), 8);
  head.writeUInt16LE(claims.stream ?? 0, 12);
  head.writeUInt8(claims.packing ?? 0, 14);
  head.writeUInt32LE(crc32(head.subarray(0, CHUNK_HEADER_BYTES - 4)), CHUNK_HEADER_BYTES - 4);
  return Buffer.concat([head, stored]);
}

const magic = Buffer.from(RECORDING_MAGIC, 'latin1');
const headerChunk = (value: unknown) => chunk(Buffer.from(JSON.stringify(value)), { stream: HEADER_STREAM });

describe('a whole recording', () => {
  test('comes back as it was written', async () => {
    const file = await wholeRecording();
    const opened = await openRecording(file);
    expect(opened).toMatchObject({ ok: true, value: { path: file, header } });
    if (opened.ok) await opened.value.close();
    const { main, host, ...ending } = await dump(file);
    expect(main).toEqual([...Array.from({ length: 30 }, (_, at) => `enter ${at + 1}`), 'bye 0']);
    expect(host).toEqual(['programEnd {"exitCode":0,"signal":null}']);
    expect(ending).toEqual({ cutOff: false, damage: null });
  });

  test('tells how much of it has been read', async () => {
    const opened = await openRecording(await wholeRecording());
    if (!opened.ok) throw new Error(opened.problem.detail);
    const done: number[] = [];
    await opened.value.read((_stream, _bytes, readBytes) => void done.push(readBytes));
    expect(done).toHaveLength(5);
    expect(done).toEqual([...done].sort((one, other) => one - other));
    expect(done.at(-1)).toBe(opened.value.fileBytes);
  });

  test('is not read any further after cancelling', async () => {
    const opened = await openRecording(await wholeRecording());
    if (!opened.ok) throw new Error(opened.problem.detail);
    const cancel = new AbortController();
    let chunks = 0;
    const reading = opened.value.read(() => {
      if (++chunks === 2) cancel.abort(new Error('enough'));
    }, cancel.signal);
    await expect(reading).rejects.toThrow('enough');
    expect(chunks).toBe(2);
  });
});

test('a recording cut off at any byte shows every chunk that is whole', async () => {
  const file = await wholeRecording();
  const bytes = readFileSync(file);
  const starts = chunkStarts(bytes);
  expect(starts).toHaveLength(6);
  const [, firstTasks] = starts as [number, number];
  for (let length = bytes.length - 1; length >= firstTasks; length--) {
    truncateSync(file, length);
    const { main, cutOff, damage } = await dump(file);
    const whole = [...starts.slice(1), bytes.length].filter((start) => start <= length).length - 1;
    expect([length, main.length, cutOff, damage]).toEqual([
      length,
      whole * 10 - (whole > 3 ? 9 : 0),
      true,
      null,
    ]);
  }
  for (let length = firstTasks - 1; length >= 0; length--) {
    truncateSync(file, length);
    expect(await openRecording(file)).toMatchObject({ ok: false });
  }
});

test('a change of any byte is noticed, and nothing wrong is shown', async () => {
  const bytes = readFileSync(await wholeRecording());
  const [, firstTasks] = chunkStarts(bytes) as [number, number];
  const file = newFile();
  const all = ['enter', 'bye'];
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(at) ^ 0x55, at);
    writeFileSync(file, changed);
    const opened = await openRecording(file);
    if (at < firstTasks) {
      expect([at, opened.ok]).toEqual([at, false]);
      continue;
    }
    if (opened.ok) await opened.value.close();
    const { main, cutOff, damage } = await dump(file);
    expect([at, cutOff, damage]).toEqual([at, true, expect.stringContaining('is damaged from byte')]);
    expect(main.every((line, index) => line === (index < 30 ? `enter ${index + 1}` : 'bye 0'))).toBe(true);
    expect(all).toContain(main[0]?.split(' ')[0] ?? 'enter');
  }
});

describe('what is not a recording', () => {
  test.each([
    ['an empty file', '', 'is empty.'],
    ['a text', 'hello, this is a shopping list\n', 'is not a Loopscope recording.'],
    ['a shorter text', 'x', 'is not a Loopscope recording.'],
    ['a recording of a version to come', 'loopscope-recording/2\n\0\0', 'is not a Loopscope recording.'],
    ['nothing but the magic', magic, 'was cut off before the recording began'],
    [
      'something else after the magic',
      Buffer.concat([magic, Buffer.alloc(64, 0x20)]),
      'is damaged: it begins with',
    ],
    ['zeros after the magic', Buffer.concat([magic, Buffer.alloc(64)]), 'a chunk whose head does not match'],
    ['no header', Buffer.concat([magic, chunk(tasks(1, 1), {})]), 'has no header.'],
    [
      'a header that is no JSON',
      Buffer.concat([magic, chunk(Buffer.from('{'), { stream: HEADER_STREAM })]),
      'has a damaged header',
    ],
    [
      'a header of another kind',
      Buffer.concat([magic, headerChunk({ format: 'x' })]),
      'has a header that is not',
    ],
    [
      'a header with holes',
      Buffer.concat([magic, headerChunk({ ...header, program: { path: 1 } })]),
      'has a header that is not',
    ],
    [
      'a header with no clock',
      Buffer.concat([magic, headerChunk({ ...header, startEpochMs: 'x' })]),
      'has a header that is not',
    ],
  ])('%s', async (_what, content, words) => {
    const file = newFile(content);
    expect(await openRecording(file)).toMatchObject({
      ok: false,
      problem: { title: 'Cannot open run.loopscope', detail: expect.stringContaining(words) },
    });
  });

  test('a folder', async () => {
    const file = `${newFile()}.d`;
    mkdirSync(file);
    expect(await openRecording(file)).toMatchObject({
      ok: false,
      problem: { detail: `${file} is a folder.` },
    });
  });

  test('a file that is not there', async () => {
    expect(await openRecording('/nowhere/run.loopscope')).toMatchObject({
      ok: false,
      problem: { title: 'Cannot open run.loopscope', detail: 'There is no file /nowhere/run.loopscope.' },
    });
  });
});

describe('a chunk that lies', () => {
  const zeros = deflateRawSync(Buffer.alloc(64 * 1024 * 1024));
  test.each([
    ['about its checksum', chunk(tasks(99, 1), { crc: 1 }), 'does not match its checksum'],
    ['about its packing', chunk(tasks(99, 1), { packing: 7 }), 'an unknown packing (7)'],
    ['about being packed', chunk(tasks(99, 1), { packing: 1 }), 'cannot be unpacked'],
    ['in that it has nothing in it', chunk(new Uint8Array(0), {}), 'a chunk with nothing in it'],
    ['in that it unpacks to more than it says', chunk(zeros, { packing: 1, raw: 16 }), 'cannot be unpacked'],
    [
      'in that it unpacks to less than it says',
      chunk(deflateRawSync(tasks(99, 1)), { packing: 1, raw: 17 }),
      'a chunk shorter than it says',
    ],
    [
      'in that it would unpack to gigabytes',
      chunk(zeros, { packing: 1, raw: 0xffff_ffff }),
      'of an impossible size',
    ],
    [
      'in that it would be gigabytes',
      chunk(tasks(99, 1), { stored: 0xffff_ffff, raw: 0xffff_ffff }),
      'of an impossible size',
    ],
    ['about its two sizes', chunk(tasks(99, 1), { raw: 32 }), 'whose two sizes differ'],
  ])('%s', async (_what, lie, words) => {
    const file = newFile(
      Buffer.concat([magic, headerChunk(header), chunk(tasks(1, 3), {}), lie, chunk(bye(), {})]),
    );
    const before = process.memoryUsage().arrayBuffers;
    const { main, cutOff, damage } = await dump(file);
    expect(main).toEqual(['enter 1', 'enter 2', 'enter 3']);
    expect(cutOff).toBe(true);
    expect(damage).toMatch(/^The recording is damaged from byte \d+ on: /);
    expect(damage).toContain(words);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024);
  });

  test('about more than the file holds is a file that was cut off', async () => {
    const lie = chunk(tasks(99, 1), { stored: 1_000_000, raw: 1_000_000 });
    const file = newFile(Buffer.concat([magic, headerChunk(header), chunk(tasks(1, 3), {}), lie]));
    expect(await dump(file)).toMatchObject({ main: { length: 3 }, cutOff: true, damage: null });
  });
});

describe('a recording without a last word was cut off', () => {
  test.each([
    ['neither', [], true],
    ['only the host’s', [chunk(programEnd(), { stream: HOST_STREAM })], true],
    ['only the tracer’s', [chunk(bye(), {})], true],
    ['both', [chunk(bye(), {}), chunk(programEnd(), { stream: HOST_STREAM })], false],
    [
      'the tracer’s within a blob',
      [
        chunk(new RecordEncoder().blob(BlobKind.source, 0, bye()).take(), {}),
        chunk(programEnd(), { stream: HOST_STREAM }),
      ],
      true,
    ],
    [
      'the tracer’s split between chunks',
      [
        chunk(bye().subarray(0, 5), {}),
        chunk(bye().subarray(5), {}),
        chunk(programEnd(), { stream: HOST_STREAM }),
      ],
      false,
    ],
    [
      'the tracer’s after what no tracer writes',
      [
        chunk(new Uint8Array(16).fill(99), {}),
        chunk(bye(), {}),
        chunk(programEnd(), { stream: HOST_STREAM }),
      ],
      true,
    ],
  ])('%s', async (_what, chunks, cutOff) => {
    const file = newFile(Buffer.concat([magic, headerChunk(header), ...chunks]));
    const opened = await openRecording(file);
    if (!opened.ok) throw new Error(opened.problem.detail);
    expect(await opened.value.read(() => {})).toEqual({ cutOff, damage: null });
  });
});

test('the checksum is the one everybody uses, with and without Node’s own', () => {
  const bytes = Buffer.from('123456789');
  expect(crc32(bytes)).toBe(0xcbf43926);
  expect(crc32ByTable(bytes)).toBe(0xcbf43926);
});
