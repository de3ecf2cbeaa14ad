// Runs a program of bench/programs: untraced, under empty async_hooks (the floor), or under the tracer.

import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
export const programPath = (name: string): string => here(`programs/${name}.mjs`);
export const TRACER = here('../out/tracer/preload.cjs');

export type Way = 'untraced' | 'floor' | 'traced' | 'counted';
const BEFORE: Readonly<Record<Way, readonly string[]>> = {
  untraced: [],
  floor: ['--require', here('programs/empty-hooks.cjs')],
  traced: ['--require', TRACER],
  counted: ['--require', here('programs/count.cjs')],
};

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly wallMs: number;
  /** What came through the tracer's pipe. */
  readonly bytes: number;
}

/** Throws where the program does not end with 0. `args`: what it is given; `probe`: a script of bench/programs to run before it. */
export async function run(
  runtime: string,
  program: string,
  way: Way,
  args: readonly string[] = [],
  probe?: 'memory',
): Promise<Ran> {
  const before = probe === undefined ? [] : ['--require', here(`programs/${probe}.cjs`)];
  const isTraced = way === 'traced';
  const from = performance.now();
  const child: ChildProcess = spawn(runtime, [...before, ...BEFORE[way], programPath(program), ...args], {
    stdio: ['ignore', 'pipe', 'pipe', isTraced ? 'pipe' : 'ignore'],
    env: isTraced ? { ...process.env, LOOPSCOPE_TRACER: '{"fd":3}' } : process.env,
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
