import { spawn } from 'node:child_process';

/** Waits for a line on its input. If the input ends instead, the process that held it is gone. */
const GUARD = `
  read -r _ && exit
  kill -TERM "-$1"
  sleep 2
  kill -KILL "-$1"
`;

/**
 * Makes sure that a process group does not outlive this process, however this one ends, even by SIGKILL: a program that nobody watches must
 * not run on unnoticed. A shell of one megabyte waits for that. If there is no shell, the program is stopped only when this process ends in
 * an orderly way. Call the returned function when the program is over.
 */
export function guardOrphans(group: number): () => void {
  if (process.platform === 'win32') return () => {};
  const guard = spawn('sh', ['-c', GUARD, 'loopscope-guard', String(group)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Ctrl+C at the terminal is meant for this process. The shell must still be there when this process is gone.
    detached: true,
    env: { PATH: process.env.PATH },
  });
  guard.on('error', () => {});
  guard.stdin.on('error', () => {});
  guard.unref();
  return () => guard.stdin.end('over\n');
}
