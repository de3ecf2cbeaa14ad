// What tracing costs: seven workloads, each run untraced, under empty async_hooks (the floor) and under the tracer, in
// turns, so that whatever else the machine does falls on all of them. Medians. Then what a one-line script takes longer.
// Prints the tables of docs/overhead.md.
//
//   npm run bench -- tracer [--rounds 5] [--runtime PATH or node20 | node22 | node24 | node26]

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { RecordDecoder } from '../src/protocol/codec.ts';
import { RecordType } from '../src/protocol/events.ts';
import { NS_PER_MS, NS_PER_US } from '../src/protocol/units.ts';
import { openRecording } from '../src/recording/reader.ts';
import { startRecording } from '../src/recording/recorder.ts';
import { chosenRuntime } from './chosen-runtime.ts';
import { median } from './median.ts';
import { programPath, run, TRACER, type Way } from './program-runs.ts';
import { row, ruled } from './table.ts';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, runtime: { type: 'string', default: 'node' } },
});
const MAIN_STREAM = 0;
const rounds = Number(options.rounds);
const runtime = await chosenRuntime(options.runtime);
const { executable } = runtime;

interface Recorded {
  /** A resource. */
  readonly bytes: number;
  /** What the tracer says of the time in which the program ran that tracing took, 0 to 1: not idle, nor without a processor. */
  readonly share: number;
}

/** What a recording of the program takes and says. */
async function recorded(program: string, resources: number): Promise<Recorded> {
  const folder = mkdtempSync(join(tmpdir(), 'loopscope-bench-'));
  const script = programPath(program);
  const file = join(folder, 'run.loopscope');
  try {
    const started = await startRecording({
      launch: {
        runtime,
        script,
        args: [],
        cwd: dirname(script),
        tracerFile: TRACER,
        output: 'capture',
      },
      recordingFile: file,
      recorder: 'loopscope bench',
    });
    if (!started.ok) throw new Error(started.problem.detail);
    const { bytes } = await started.value.finished;
    return { bytes: bytes / resources, share: await tracingShare(file) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Without a model of it: that of twenty million events takes more memory than there may be. */
async function tracingShare(file: string): Promise<number> {
  const opened = await openRecording(file);
  if (!opened.ok) throw new Error(opened.problem.detail);
  const decoder = new RecordDecoder();
  let tracingNs = 0;
  let idleNs = 0;
  let ranNs = 0;
  let endNs = 0;
  const record = (type: number, argument: number, timeNs: number, a: number, b: number): void => {
    endNs = timeNs;
    if (type === RecordType.turn) idleNs += a * NS_PER_US;
    if (type === RecordType.tracing) {
      tracingNs = a + b * 2 ** 32;
      ranNs = argument * NS_PER_MS;
    }
  };
  await opened.value.read((stream, bytes) => {
    if (stream === MAIN_STREAM) decoder.push(bytes, { record, blob() {} });
  });
  return tracingNs / (ranNs || endNs - idleNs);
}

/** Medians of what the ways' runs say, or of what `measure` makes of them. */
async function inTurns<Ways extends Way>(
  ways: readonly Ways[],
  times: number,
  measure: (way: Ways) => Promise<number>,
): Promise<Record<Ways, number>> {
  const all = Object.fromEntries(ways.map((way) => [way, [] as number[]])) as Record<Ways, number[]>;
  for (let round = 0; round < times; round++) for (const way of ways) all[way].push(await measure(way));
  return Object.fromEntries(ways.map((way) => [way, median(all[way])])) as Record<Ways, number>;
}

const HEADS = [
  'workload',
  'resources',
  'untraced',
  'floor : untraced',
  'Loopscope : untraced',
  'Loopscope : floor',
  'added, ns a resource',
  'bytes a resource, pipe',
  'bytes a resource, file',
  'share of tracing',
  'share told',
];

async function workload(program: string): Promise<void> {
  const { promises, others } = JSON.parse((await run(executable, program, 'counted')).stderr);
  const resources: number = promises + others;
  let bytes = 0;
  const { untraced, floor, traced } = await inTurns(['untraced', 'floor', 'traced'], rounds, async (way) => {
    const ran = await run(executable, program, way);
    if (way === 'traced') bytes = ran.bytes;
    return Number(ran.stdout);
  });
  const { bytes: fileBytes, share } = await recorded(program, resources);
  row([
    program,
    `${(resources / 1e6).toFixed(2)} M`,
    `${untraced.toFixed(0)} ms`,
    (floor / untraced).toFixed(2),
    (traced / untraced).toFixed(2),
    (traced / floor).toFixed(2),
    (((traced - untraced) * 1e6) / resources).toFixed(0),
    (bytes / resources).toFixed(1),
    fileBytes.toFixed(1),
    (1 - untraced / traced).toFixed(2),
    share.toFixed(2),
  ]);
}

console.log(`${runtime.label}\n`);
ruled(HEADS);
for (const program of ['await-chain', 'fan-out', 'http', 'fs']) await workload(program);
console.log('\nPrograms that the tracer was never tuned for:\n');
ruled(HEADS);
for (const program of ['context', 'generators', 'callbacks']) await workload(program);

const startUp = await inTurns(
  ['untraced', 'traced'],
  rounds * 2,
  async (way) => (await run(executable, 'nothing', way)).wallMs,
);
console.log(`\nStart-up added to a one-line script: ${(startUp.traced - startUp.untraced).toFixed(0)} ms`);
