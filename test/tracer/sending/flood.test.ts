// A program that makes tasks as fast as it can is slowed, but never broken. A million tasks are counted as they arrive, because the model that
// the other tests use would take too much memory for them.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { at } from '../../../scripts/paths.mjs';
import { RecordDecoder } from '../../../src/protocol/codec.ts';
import { BlobKind, RecordType } from '../../../src/protocol/events.ts';
import { HOST_STREAM } from '../../../src/protocol/recording.ts';
import { startRecording } from '../../../src/recording/recorder.ts';
import { runPlain, runtimeOf, writeProgram } from '../../support/program.ts';
import { traced } from '../../support/traced.ts';

const ROUNDS = 1000;
const A_ROUND = 1000;
/** Anything that grows with a million tasks would take hundreds. */
const MOST_MEMORY_MIB = 64;

const SOURCE = `
  async function leaf(number) { await null; return number; }
  async function round(from) {
    const numbers = await Promise.all(Array.from({ length: ${A_ROUND} }, (_, at) => leaf(from + at)));
    return numbers.reduce((sum, number) => sum + number, 0);
  }
  let sum = 0;
  for (let at = 0; at < ${ROUNDS}; at++) sum += await round(at * ${A_ROUND});
  console.log(sum);
  console.error(process.resourceUsage().maxRSS);
`;

/** How many records of each type the program's stream holds, whether their tasks come in order, and what it wrote. */
async function recorded(script: string) {
  const folder = mkdtempSync(join(tmpdir(), 'loopscope-recording-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const counts = new Map<number, number>();
  const written = { [BlobKind.stdout]: '', [BlobKind.stderr]: '' };
  let entered = 0;
  let inOrder = true;
  const program = new RecordDecoder();
  const host = new RecordDecoder();
  const started = await startRecording({
    launch: {
      runtime: runtimeOf({}),
      script,
      args: [],
      cwd: dirname(script),
      tracerFile: at('out/tracer/preload.cjs'),
      output: 'capture',
    },
    recordingFile: join(folder, 'run.loopscope'),
    recorder: 'test',
    onBatch(stream, bytes) {
      if (stream === HOST_STREAM) {
        host.push(bytes, {
          record() {},
          blob(kind, _ref, _timeNs, payload) {
            if (kind === BlobKind.stdout || kind === BlobKind.stderr) written[kind] += Buffer.from(payload);
          },
        });
      } else {
        program.push(bytes, {
          record(type, _argument, _timeNs, a) {
            counts.set(type, (counts.get(type) ?? 0) + 1);
            if (type === RecordType.enter) inOrder &&= a === ++entered;
          },
          blob() {},
        });
      }
    },
  });
  if (!started.ok) throw new Error(started.problem.detail);
  const end = await started.value.finished;
  return { counts, written, inOrder, end };
}

test('of a million tasks as fast as the machine makes them every event is told, and the program does the same', async () => {
  const script = writeProgram(SOURCE);
  const plain = await runPlain(script);
  const { counts, written, inOrder, end } = await recorded(script);
  expect(end).toMatchObject({ exitCode: 0, complete: true, problem: null });
  expect(written[BlobKind.stdout]).toBe(plain.stdout);

  const leaves = ROUNDS * A_ROUND;
  const tasks = leaves + ROUNDS + 1;
  const awaits = leaves + ROUNDS + ROUNDS;
  expect(inOrder).toBe(true);
  expect(counts.get(RecordType.enter)).toBe(tasks);
  expect(counts.get(RecordType.end)).toBe(tasks);
  expect(counts.get(RecordType.suspend)).toBe(awaits);
  expect(counts.get(RecordType.resume)).toBe(awaits);
  expect(counts.get(RecordType.gap)).toBeUndefined();

  const addedMiB = (Number(written[BlobKind.stderr]) - Number(plain.stderr)) / 1024;
  expect(addedMiB).toBeLessThan(MOST_MEMORY_MIB);
});

test('the model has every one of a hundred thousand tasks', async () => {
  const run = await traced(`
    async function leaf(number) {
      await null;
      return number;
    }
    let sum = 0;
    for (let round = 0; round < 100; round++) {
      const numbers = await Promise.all(Array.from({ length: 1000 }, (_, index) => leaf(index)));
      sum += numbers.length;
    }
    console.log(sum);
  `);
  expect(run.stdout).toBe('100000\n');
  expect(run.report.tasks).toHaveLength(100_001);
  expect(run.report.tasks.every(({ outcome }) => outcome === 'fulfilled')).toBe(true);
  expect(run.task('main.mjs').suspensions).toBe(100);
});
