// The Nodes that can run a program: the user's own, and Electron's if there is no other.

import { execFile } from 'node:child_process';
import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Result, RuntimeInfo } from '../protocol/bridge.ts';
import { failure, fileCause, success } from './problem.ts';

const run = promisify(execFile);

const MIN_NODE_MAJOR = 20;
const VERSION_TIMEOUT_MS = 10_000;

export interface Runtime extends RuntimeInfo {
  readonly executable: string;
  /** Environment variables that make it run as a Node. */
  readonly env: Readonly<Record<string, string>>;
}

/** All runtimes that are found without being named: the one on PATH, then Electron's own. */
export async function listRuntimes(env: NodeJS.ProcessEnv): Promise<readonly Runtime[]> {
  const onPath = await findOnPath(env);
  return [...(onPath.ok ? [onPath.value] : []), ...electronRuntime()];
}

/**
 * The runtime with this id (see `RuntimeInfo`); for null the first that works. The problem says what was looked for and why it cannot be
 * used.
 */
export async function findRuntime(
  id: string | null,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Result<Runtime>> {
  const [electron] = electronRuntime();
  if (id === 'electron' && electron !== undefined) return success(electron);
  if (id === null || id === 'path' || id === 'electron') {
    const onPath = await findOnPath(env);
    // If no runtime was asked for, Electron's own Node is better than none.
    return !onPath.ok && id === null && electron !== undefined ? success(electron) : onPath;
  }
  return askRuntime(resolve(id), resolve(id));
}

async function findOnPath(env: NodeJS.ProcessEnv): Promise<Result<Runtime>> {
  const path = env.PATH ?? env.Path ?? '';
  const names = process.platform === 'win32' ? ['node.exe'] : ['node'];
  for (const folder of path.split(delimiter).filter(isAbsolute)) {
    for (const name of names) {
      const file = join(folder, name);
      if (await isExecutable(file)) return askRuntime('path', file);
    }
  }
  return failure(
    'No Node.js was found',
    'There is no command `node` in any folder of PATH.',
    `Install Node.js ${MIN_NODE_MAJOR} or newer, or choose another runtime.`,
  );
}

function electronRuntime(): Runtime[] {
  const { electron, node } = process.versions;
  if (electron === undefined) return [];
  return [
    {
      id: 'electron',
      label: `electron ${electron} (node ${node})`,
      executable: process.execPath,
      env: { ELECTRON_RUN_AS_NODE: '1' },
    },
  ];
}

/** Runs `<file> --version`. Whatever answers like a supported version of Node is one. */
async function askRuntime(id: string, file: string): Promise<Result<Runtime>> {
  const title = `Cannot run programs with ${file}`;
  const choose = `Choose Node.js ${MIN_NODE_MAJOR} or newer.`;
  let answer: string;
  try {
    if ((await stat(file)).isDirectory()) return failure(title, `${file} is a folder.`, choose);
    // Removes the user's NODE_OPTIONS: they may load files, and only the version is needed.
    const { NODE_OPTIONS: _, ...env } = process.env;
    const { stdout } = await run(file, ['--version'], {
      env,
      timeout: VERSION_TIMEOUT_MS,
      killSignal: 'SIGKILL',
    });
    answer = stdout.trim();
  } catch (error) {
    return failure(title, causeOf(file, error), choose);
  }
  const version = /^v(\d+)\.\d+\.\d+\S*$/.exec(answer);
  if (version === null) {
    return failure(
      title,
      `It does not answer --version as Node.js does, but with “${answer.slice(0, 60)}”.`,
      choose,
    );
  }
  if (Number(version[1]) < MIN_NODE_MAJOR) {
    return failure(
      title,
      `It is Node.js ${answer.slice(1)}; Loopscope needs ${MIN_NODE_MAJOR} or newer.`,
      `Install a newer Node.js, or choose another runtime.`,
    );
  }
  return success({ id, label: `node ${answer.slice(1)}`, executable: file, env: {} });
}

function causeOf(file: string, error: unknown): string {
  const { killed, code } = error as { killed?: boolean; code?: string | number | null };
  if (killed) return `It did not answer --version within ${VERSION_TIMEOUT_MS / 1000} seconds.`;
  if (typeof code === 'number') return `Asked for its --version, it failed with exit code ${code}.`;
  if (code === 'ENOEXEC') return `${file} is not a program.`;
  return fileCause(file, error);
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
