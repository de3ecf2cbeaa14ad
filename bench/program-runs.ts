// Runs a program of bench/programs: untraced, under empty async_hooks (the floor), or under the tracer.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RECORD_BYTES, RecordType } from '../src/protocol/events.ts';
import { fewStores } from '../src/recording/allocator.ts';
import { compiledTracer } from '../src/recording/compiled-tracer.ts';
import { PLAIN_OPTIONS } from '../src/tracer/settings.ts';

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

/** What the tracer reports at the end, in microseconds: what it cost the program's thread, and for how long that thread ran. */
export interface Told {
  readonly tracingUs: number;
  readonly ranUs: number;
}

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly wallMs: number;
  /** How many bytes came through the tracer's pipe. */
  readonly bytes: number;
  /** Zeros if the program was not traced. */
  readonly told: Told;
}

/** More than the last records of a stream take. */
const TAIL = 64 * 1024;

function lastTold(tail: Buffer): Told {
  for (let at = tail.length - RECORD_BYTES; at >= 0; at -= RECORD_BYTES) {
    const first = tail.readUInt32LE(at);
    if ((first & 0xff) !== RecordType.tracing) continue;
    const tracingNs = tail.readUInt32LE(at + 8) + tail.readUInt32LE(at + 12) * 2 ** 32;
    return { tracingUs: tracingNs / 1000, ranUs: (first >>> 8) * 1000 };
  }
  return { tracingUs: 0, ranUs: 0 };
}

/** The markers of the programs' files, which all runs of a benchmark but the first find there: those of the app find them in its cache. */
let markers: string | null = null;
function markersFolder(): string {
  if (markers === null) {
    const folder = mkdtempSync(join(tmpdir(), 'loopscope-bench-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    markers = folder;
  }
  return markers;
}

/** The same settings as the recorder's. Except in a runtime's very first run, the tracer is one that the runtime has compiled before. */
async function tracedEnvironment(executable: string): Promise<Readonly<Record<string, string>>> {
  const compiled = await compiledTracer({ executable, env: {} }, TRACER);
  const stores = fewStores(process.env);
  const settings = {
    fd: 3,
    added: Object.keys(stores),
    options: { ...PLAIN_OPTIONS, compiled, markers: markersFolder(), outputs: 'own' },
  };
  return { ...stores, LOOPSCOPE_TRACER: JSON.stringify(settings) };
}

/**
 * Runs a program. Throws if it does not end with 0. `args`: the program's arguments. `probe`: a script of bench/programs to run before it.
 */
export async function run(
  runtime: string,
  program: string,
  way: Way,
  args: readonly string[] = [],
  probe?: 'memory' | 'processor' | 'tracer-counts',
): Promise<Ran> {
  const before = probe === undefined ? [] : ['--require', here(`programs/${probe}.cjs`)];
  const isTraced = way === 'traced';
  const tracedEnv = isTraced ? await tracedEnvironment(runtime) : {};
  const from = performance.now();
  const child: ChildProcess = spawn(runtime, [...before, ...BEFORE[way], programPath(program), ...args], {
    stdio: ['ignore', 'pipe', 'pipe', isTraced ? 'pipe' : 'ignore'],
    env: { ...process.env, ...tracedEnv },
  });
  let stdout = '';
  let stderr = '';
  let bytes = 0;
  let tail: Buffer = Buffer.alloc(0);
  child.stdout?.on('data', (text) => (stdout += text));
  child.stderr?.on('data', (text) => (stderr += text));
  const pipe = child.stdio[3];
  if (pipe && 'on' in pipe)
    pipe.on('data', (piece: Buffer) => {
      bytes += piece.length;
      tail = piece.length >= TAIL ? piece : Buffer.concat([tail, piece]).subarray(-TAIL);
    });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${stderr}`);
  return { stdout, stderr, wallMs: performance.now() - from, bytes, told: lastTold(tail) };
}
