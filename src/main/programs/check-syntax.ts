import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'acorn';
import type { Problem } from '../../protocol/bridge.ts';
import type { Runtime } from '../../recording/runtime.ts';
import { startEnvironment } from './environment.ts';

const run = promisify(execFile);
const CHECK_TIMEOUT_MS = 10_000;

/**
 * Looks for a syntax error in a JavaScript file before it is run; null if it may run. A parser quickly confirms that most files are fine.
 * What it does not understand may be syntax that is newer than the parser, so then the runtime decides.
 */
export async function checkSyntax(script: string, runtime: Runtime): Promise<Problem | null> {
  const goals = GOALS[extname(script)];
  if (goals === undefined || parses(await readFile(script, 'utf8'), goals)) return null;
  const complaint = await askRuntime(script, runtime);
  if (complaint === null) return null;
  const { line, column, message } = complaint;
  return {
    title: `${basename(script)} has a syntax error at line ${line}`,
    detail: `${script}:${line}${column === null ? '' : `:${column}`}: ${message}`,
    action: 'Correct the line, then run the program again.',
    place: { file: script, line },
  };
}

type Goal = 'module' | 'script';

/** By extension. Whether a .js file is a module depends on more than its text, so either is accepted. */
const GOALS: Readonly<Record<string, readonly Goal[]>> = {
  '.mjs': ['module'],
  '.cjs': ['script'],
  '.js': ['module', 'script'],
};

function parses(text: string, goals: readonly Goal[]): boolean {
  return goals.some((sourceType) => {
    try {
      parse(text, {
        ecmaVersion: 'latest',
        sourceType,
        allowHashBang: true,
        allowReturnOutsideFunction: sourceType === 'script',
      });
      return true;
    } catch {
      return false;
    }
  });
}

async function askRuntime(script: string, runtime: Runtime): Promise<Complaint | null> {
  // NODE_OPTIONS may load files, and checking must not run anything.
  const { NODE_OPTIONS: _, ...env } = startEnvironment();
  try {
    await run(runtime.executable, ['--check', script], {
      cwd: dirname(script),
      env: { ...env, ...runtime.env },
      timeout: CHECK_TIMEOUT_MS,
    });
    return null;
  } catch (error) {
    return parseComplaint(String((error as { stderr?: string }).stderr));
  }
}

interface Complaint {
  readonly line: number;
  readonly column: number | null;
  readonly message: string;
}

/** Parses what Node prints: `file:line`, the line, a caret below it, and then the error. Null if it is something else. */
function parseComplaint(stderr: string): Complaint | null {
  const message = /^SyntaxError: (.+)$/m.exec(stderr);
  const place = /^.+:(\d+)\n(?:.*\n( *)\^+)?/m.exec(stderr);
  if (message === null || place === null) return null;
  return {
    line: Number(place[1]),
    column: place[2] === undefined ? null : place[2].length + 1,
    message: message[1] as string,
  };
}
