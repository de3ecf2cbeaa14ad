// What tracing costs. Seven workloads run untraced, under empty async_hooks (the floor) and under the tracer, in turns, so that whatever
// else the machine does affects all of them. Medians count. Then by how much longer a one-line script takes. Prints the tables of
// docs/overhead.md.
//
//   npm run bench -- tracer [--rounds 5] [--runtime PATH or node20 | node22 | node24 | node26]

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { startRecording } from '../src/recording/recorder.ts';
import { chosenRuntime } from './chosen-runtime.ts';
import { median } from './median.ts';
import { programPath, run, TRACER, type Way } from './program-runs.ts';
import { row, ruled } from './table.ts';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, runtime: { type: 'string', default: 'node' } },
});
const rounds = Number(options.rounds);
const runtime = await chosenRuntime(options.runtime);
const { executable } = runtime;

/** How many bytes a recording of the program takes. */
async function recordedBytes(program: string): Promise<number> {
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
    return bytes;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs the ways in turns. Returns the medians of their results, or of what `measure` makes of these. */
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
  let told = { tracingUs: 0, ranUs: 0 };
  const processorUs = { untraced: Number.POSITIVE_INFINITY, traced: Number.POSITIVE_INFINITY };
  const { untraced, floor, traced } = await inTurns(['untraced', 'floor', 'traced'], rounds, async (way) => {
    const ran = await run(executable, program, way, [], way === 'untraced' ? 'processor' : undefined);
    if (way === 'traced') {
      ({ bytes, told } = ran);
      processorUs.traced = Math.min(processorUs.traced, told.ranUs);
    }
    if (way === 'untraced')
      processorUs.untraced = Math.min(processorUs.untraced, JSON.parse(ran.stderr).processorUs);
    return Number(ran.stdout);
  });
  const fileBytes = (await recordedBytes(program)) / resources;
  // Relates both to the time in which the program's thread had a processor.
  const share = 1 - processorUs.untraced / processorUs.traced;
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
    share.toFixed(2),
    (told.tracingUs / told.ranUs).toFixed(2),
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
  rounds * 7,
  async (way) => (await run(executable, 'nothing', way)).wallMs,
);
console.log(`\nStart-up added to a one-line script: ${(startUp.traced - startUp.untraced).toFixed(0)} ms`);
