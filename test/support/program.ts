// Small programs for tests. They are written to a folder of their own, really run, and deleted after the test.

import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { runtimes } from '../../scripts/setup/runtimes.mjs';
import type { Runtime } from '../../src/recording/runtime.ts';
import { newFolder } from './folder.ts';

/** Source text, or several files by name, the first of which is the program. Common indentation is removed. */
export type Source = string | Readonly<Record<string, string>>;

export interface ProgramOptions {
  readonly args?: readonly string[];
  /** What a single source text is: an ES module (main.mjs, the default) or CommonJS (main.cjs). */
  readonly type?: 'esm' | 'cjs';
  /** The executable of the runtime; by default the Node under test. */
  readonly runtime?: string;
  /** Under the tracer: stops the program as soon as it has written this. */
  readonly stopAt?: string;
  /** Stops it this much later. */
  readonly stopAfterMs?: number;
  /** Under the tracer: it is killed as soon as its tracer has sent this. */
  readonly killAt?: string;
  /** Under the tracer: also traces node_modules. */
  readonly includesModules?: boolean;
  /** Under the tracer: the folder for the markers; without it they are not kept. */
  readonly markersFolder?: string;
  /** Environment variables to add. */
  readonly env?: Readonly<Record<string, string>>;
  /** Is told what the program writes as it writes it; under the tracer, among bytes of the recording. */
  readonly onOutput?: (piece: string) => void;
}

/** What a program did, as seen by whoever started it. */
export interface Ending {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * Longer than any program of these tests takes, even on a machine with ten times as much to do as it has cores. A program that takes longer
 * is killed, and its test fails because of the signal.
 */
export const PATIENCE_MS = 60_000;

/** Writes a program to a new folder and returns the path of its main file. The folder is deleted when the test ends. */
export function writeProgram(source: Source, type: 'esm' | 'cjs' = 'esm'): string {
  const files = typeof source === 'string' ? { [type === 'esm' ? 'main.mjs' : 'main.cjs']: source } : source;
  const folder = newFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), dedent(text));
  }
  return join(folder, Object.keys(files)[0] ?? '');
}

/** Runs a program without the tracer. */
export function runPlain(path: string, options: ProgramOptions = {}): Promise<Ending> {
  const { executable, env } = runtimeOf(options);
  const child = spawn(executable, [path, ...(options.args ?? [])], {
    cwd: dirname(path),
    env: { ...process.env, PWD: dirname(path), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PATIENCE_MS,
    killSignal: 'SIGKILL',
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => stdout.push(piece));
  child.stderr.on('data', (piece: Buffer) => stderr.push(piece));
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece: Buffer) => options.onOutput?.(String(piece)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode, signal) => {
      resolve({
        stdout: String(Buffer.concat(stdout)),
        stderr: String(Buffer.concat(stderr)),
        exitCode,
        signal,
      });
    });
  });
}

/**
 * The executable of the Node under test: a name that test/support/runtimes.ts knows, or a path; by default the Node that runs the tests.
 * Null if it could not be fetched.
 */
export function runtimeUnderTest(): string | null {
  const name = process.env.LOOPSCOPE_TEST_RUNTIME ?? process.execPath;
  return isAbsolute(name) ? name : (runtimes().find((runtime) => runtime.name === name)?.path ?? null);
}

export function runtimeOf({ runtime, env = {} }: ProgramOptions): Runtime {
  const executable = runtime ?? runtimeUnderTest();
  if (executable === null) throw new Error(`${process.env.LOOPSCOPE_TEST_RUNTIME} is not there`);
  return { id: executable, label: `node ${versionOf(executable)}`, executable, env };
}

const versions = new Map<string, string>();

function versionOf(executable: string): string {
  const known = versions.get(executable);
  if (known !== undefined) return known;
  const answer = execFileSync(executable, ['--version'], { encoding: 'utf8' }).trim().slice(1);
  versions.set(executable, answer);
  return answer;
}

/** The major and minor version of the Node under test as one number: 22.18. Minor versions stay below 100. */
export function nodeVersion(): number {
  const [major = 0, minor = 0] = versionOf(runtimeOf({}).executable).split('.').map(Number);
  return major + minor / 100;
}

/** Removes the first line break, the indentation of the last line, and the common indentation of all lines. */
export function dedent(text: string): string {
  const lines = text
    .replace(/^\n/, '')
    .replace(/\n[ \t]*$/, '\n')
    .split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const common = Math.min(...indents);
  return lines.map((line) => line.slice(common)).join('\n');
}
