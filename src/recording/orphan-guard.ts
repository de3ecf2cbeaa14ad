import { spawn } from 'node:child_process';

/** Waits for a line on its input. The input's end instead of one means that whoever held it is gone. */
const GUARD = `
  read -r _ && exit
  kill -TERM "-$1"
  sleep 2
  kill -KILL "-$1"
`;

/**
 * Sees to it that a process group does not outlive this process, however this one ends, SIGKILL included: a program
 * that nobody watches any more must not go on unseen. A shell of a megabyte waits for that; where there is none, the
 * program is only stopped by an orderly end. Call what is returned when the program is over.
 */
export function guardOrphans(group: number): () => void {
  if (process.platform === 'win32') return () => {};
  const guard = spawn('sh', ['-c', GUARD, 'loopscope-guard', String(group)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Ctrl+C at the terminal is for us: it must still be there when we are not.
    detached: true,
    env: { PATH: process.env.PATH },
  });
  guard.on('error', () => {});
  guard.stdin.on('error', () => {});
  guard.unref();
  return () => guard.stdin.end('over\n');
}
