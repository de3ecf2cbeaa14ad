// What tracing costs: four workloads, each run untraced, under empty async_hooks (the floor) and under the tracer, in
// turns, so that whatever else the machine does falls on all of them. Medians; ratios to the untraced run.
//
//   node bench/tracer.ts [--rounds 5] [--runtime PATH]

import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from './median.ts';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, runtime: { type: 'string', default: 'node' } },
});
const rounds = Number(options.rounds);
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const tracer = here('../out/tracer/preload.cjs');

interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly wallMs: number;
  /** What came through the tracer's pipe. */
  readonly bytes: number;
}

async function run(program: string, before: readonly string[], traced = false): Promise<Ran> {
  const from = performance.now();
  const child: ChildProcess = spawn(options.runtime, [...before, here(`programs/${program}.mjs`)], {
    stdio: ['ignore', 'pipe', 'pipe', traced ? 'pipe' : 'ignore'],
    env: traced ? { ...process.env, LOOPSCOPE_TRACER: '{"fd":3}' } : process.env,
  });
  let stdout = '';
  let stderr = '';
  let bytes = 0;
  child.stdout?.on('data', (text) => (stdout += text));
  child.stderr?.on('data', (text) => (stderr += text));
  const pipe = child.stdio[3];
  if (pipe && 'on' in pipe) pipe.on('data', (piece: Buffer) => (bytes += piece.length));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${stderr}`);
  return { stdout, stderr, wallMs: performance.now() - from, bytes };
}

const body = async (program: string, before: readonly string[], traced = false): Promise<number> =>
  Number((await run(program, before, traced)).stdout);

const version = spawn(options.runtime, ['--version'], { stdio: ['ignore', 'inherit', 'inherit'] });
await new Promise((resolve) => version.once('close', resolve));

console.log(
  `\n| workload | resources | untraced | empty hooks (floor) | Loopscope | Loopscope : floor | ns a resource | bytes a resource |`,
);
console.log('|---|---|---|---|---|---|---|---|');
for (const program of ['await-chain', 'fan-out', 'http', 'fs']) {
  const { promises, others } = JSON.parse(
    (await run(program, ['--require', here('programs/count.cjs')])).stderr,
  );
  const resources: number = promises + others;
  const times = { untraced: [] as number[], floor: [] as number[], traced: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.untraced.push(await body(program, []));
    times.floor.push(await body(program, ['--require', here('programs/empty-hooks.cjs')]));
    times.traced.push(await body(program, ['--require', tracer], true));
  }
  const { bytes } = await run(program, ['--require', tracer], true);
  const untraced = median(times.untraced);
  const floor = median(times.floor);
  const traced = median(times.traced);
  const cells = [
    program,
    `${(resources / 1e6).toFixed(2)} M`,
    `${untraced.toFixed(0)} ms`,
    (floor / untraced).toFixed(2),
    (traced / untraced).toFixed(2),
    (traced / floor).toFixed(2),
    (((traced - untraced) * 1e6) / resources).toFixed(0),
    (bytes / resources).toFixed(1),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

const plain: number[] = [];
const traced: number[] = [];
for (let round = 0; round < rounds * 2; round++) {
  plain.push((await run('nothing', [])).wallMs);
  traced.push((await run('nothing', ['--require', tracer], true)).wallMs);
}
console.log(`\nstart-up added to a one-line script: ${(median(traced) - median(plain)).toFixed(0)} ms`);
