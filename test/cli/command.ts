import { type SpawnOptions, spawn } from 'node:child_process';
import { join } from 'node:path';
import { newFolder } from '../support/folder.ts';
import { type Ending, PATIENCE_MS } from '../support/program.ts';

const bundle = join(import.meta.dirname, '../../out/cli/index.mjs');

/** The command line of the command itself: for tests that start it in a way of their own. */
export const commandLine = (...args: string[]): string[] => [process.execPath, bundle, ...args];

/** Runs the built command as a user would. `during` may write to it or send it signals. */
export function loopscope(
  args: readonly string[],
  { cwd, env, stdin }: { cwd?: string; env?: Record<string, string>; stdin?: string } = {},
  during: (child: { pid: number; stdout: () => string }) => void = () => {},
): Promise<Ending> {
  const [node, ...rest] = commandLine(...args) as [string, ...string[]];
  return ending(
    node,
    rest,
    { cwd: cwd ?? newFolder(), env: { ...process.env, ...env } },
    stdin ?? '',
    during,
  );
}

/** Runs any command to its end. If it hangs, the test's expectations fail and not the test run. */
export function ending(
  command: string,
  args: readonly string[],
  options: SpawnOptions,
  stdin: string | null,
  during: (child: { pid: number; stdout: () => string; write(text: string): void }) => void = () => {},
): Promise<Ending> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...options,
      stdio: 'pipe',
      timeout: PATIENCE_MS,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let stderr = '';
    const seen = {
      pid: child.pid as number,
      stdout: () => stdout,
      write: (text: string) => void child.stdin.write(text),
    };
    child.stdout.on('data', (piece) => {
      stdout += piece;
      during(seen);
    });
    child.stderr.on('data', (piece) => {
      stderr += piece;
    });
    child.stdin.on('error', () => {});
    if (stdin !== null) child.stdin.end(stdin);
    child.on('error', reject);
    child.on('close', (exitCode, signal) => resolve({ stdout, stderr, exitCode, signal }));
  });
}
