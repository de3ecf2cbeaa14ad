// Checks what the tracer reports about its own cost. Programs run untraced and traced in turns, on several Nodes. Their threads' processor
// times differ by the true cost, which is compared with the reported one. The shortest of all rounds counts, so that whatever else the
// machine does matters little. At the end it prints the numbers for src/tracer/cost/estimate.ts that would come nearest. Linux only,
// because of /proc.
//
//   npm run bench -- cost [--rounds 3] [--runtimes node20,node22,node24,node26] [--programs NAME,…] [--keep FILE]
//
// `--keep`: adds the measurements to that file and evaluates all that are in it, so that several short runs count as a long one.

import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Count } from '../src/tracer/cost/counts.ts';
import { counted, TAKES } from '../src/tracer/cost/estimate.ts';
import { CONTROL_BYTES, Control } from '../src/tracer/sending/ring.ts';
import { chosenRuntime } from './chosen-runtime.ts';
import { nearestNumbers, type Sample, sumOf } from './nearest.ts';
import { run } from './program-runs.ts';
import { row, ruled } from './table.ts';

const PROGRAMS =
  'await-chain,fan-out,http,fs,context,generators,callbacks,flood,thens,socket,timers,read-file,stat,streams,ports,http-bodies';
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    runtimes: { type: 'string', default: 'node20,node22,node24,node26' },
    programs: { type: 'string', default: PROGRAMS },
    keep: { type: 'string' },
  },
});
const runtimes = options.runtimes.split(',');

// How much the programs read.
process.env.BENCH_CONTROL_BYTES = String(CONTROL_BYTES);
process.env.FLOOD_REQUESTS = '15000';
process.env.FLOOD_SECONDS = '2';

/** One untraced and one traced run of a program on one Node, in microseconds. */
interface Turn {
  readonly program: string;
  readonly runtime: string;
  /** For how long the program's thread had a processor. */
  readonly untracedUs: number;
  readonly tracedUs: number;
  /** The parts of what tracing took that are measured: putting markers into files, and waiting for the pipe. */
  readonly loadingUs: number;
  readonly stillUs: number;
  /** How often each of the operations in `TAKES` happened. */
  readonly counted: readonly number[];
}

async function turn(program: string, runtime: string): Promise<Turn> {
  const { executable } = await chosenRuntime(runtime);
  const untraced = await run(executable, program, 'untraced', [], 'processor');
  const traced = await run(executable, program, 'traced', [], 'tracer-counts');
  const control = Int32Array.from(JSON.parse(traced.stderr).control as number[]);
  const counts = new Float64Array(control.buffer, Control.COUNTS * 4);
  return {
    program,
    runtime,
    untracedUs: JSON.parse(untraced.stderr).processorUs,
    tracedUs: traced.told.ranUs,
    loadingUs: (counts[Count.loadingNs] as number) / 1000,
    stillUs: new Float64Array(control.buffer, Control.TIMES * 4, 2)[1] as number,
    counted: Object.values(counted(counts)),
  };
}

const turns: Turn[] = [];
if (options.keep !== undefined && existsSync(options.keep)) {
  for (const line of readFileSync(options.keep, 'utf8').trim().split('\n')) turns.push(JSON.parse(line));
}
for (let round = 0; round < Number(options.rounds); round++) {
  for (const program of options.programs.split(',')) {
    for (const runtime of runtimes) {
      const taken = await turn(program, runtime);
      turns.push(taken);
      if (options.keep !== undefined) appendFileSync(options.keep, `${JSON.stringify(taken)}\n`);
    }
  }
}

/** By how much the shortest runs of a program differ, in nanoseconds, without the parts that are measured anyway. */
function sampleOf(program: string, runtime: string): Sample | null {
  const all = turns.filter((each) => each.program === program && each.runtime === runtime);
  const last = all.at(-1);
  if (last === undefined) return null;
  const least = (of: (each: Turn) => number): number => Math.min(...all.map(of));
  const tracedUs = least((each) => each.tracedUs - each.stillUs - each.loadingUs);
  return { counted: last.counted, measured: (tracedUs - least((each) => each.untracedUs)) * 1000 };
}

const samples: Sample[] = [];
ruled(['', ...runtimes.map((runtime) => `${runtime}: took, told : took`)]);
for (const program of PROGRAMS.split(',')) {
  const cells = runtimes.map((runtime) => {
    const sample = sampleOf(program, runtime);
    if (sample === null || sample.measured <= 0) return '';
    samples.push(sample);
    const ratio = sumOf(sample, Object.values(TAKES)) / sample.measured;
    return `${(sample.measured / 1e6).toFixed(0)} ms, ${ratio.toFixed(2)}`;
  });
  if (cells.some((cell) => cell !== '')) row([program, ...cells]);
}

const within = (numbers: readonly number[]): number =>
  samples.filter((sample) => Math.abs(sumOf(sample, numbers) / sample.measured - 1) <= 0.25).length;
const now = Object.values(TAKES);
const nearest = nearestNumbers(samples, now);
console.log(
  `\nWithin a quarter: ${within(now)} of ${samples.length}; with the nearest numbers ${within(nearest)}:\n`,
);
ruled(['', 'is, ns', 'nearest']);
for (const [at, what] of Object.keys(TAKES).entries())
  row([what, now[at] as number, (nearest[at] as number).toFixed(2)]);
