import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';

/**
 * Is told on its input which groups have begun and which are over. When the input ends, the process that held it is gone. The list begins and
 * ends with a blank, so that each group stands between two.
 */
const GUARD = `
  groups=' '
  while read -r change group; do
    case $change in
      begun) groups="$groups$group " ;;
      over) groups="\${groups%% $group *} \${groups#* $group }" ;;
    esac
  done
  [ "$groups" = ' ' ] && exit
  for group in $groups; do kill -TERM "-$group"; done
  sleep 2
  for group in $groups; do kill -KILL "-$group"; done
`;

/** The shell that watches over all groups of this process; null before the first, and after it ended. */
let guard: ChildProcess | null = null;
const groups = new Set<number>();

/**
 * Makes sure that a process group does not outlive this process, however this one ends, even by SIGKILL: a program that nobody watches must
 * not run on unnoticed. A shell of one megabyte waits for that, the same for all groups: to start one takes several milliseconds in a large
 * process. If there is no shell, the program is stopped only when this process ends in an orderly way. Call the returned function when the
 * program is over.
 */
export function guardOrphans(group: number): () => void {
  if (process.platform === 'win32') return () => {};
  groups.add(group);
  if (guard !== null) tell(guard, 'begun', group);
  else {
    guard = startGuard();
    for (const each of groups) tell(guard, 'begun', each);
  }
  return () => {
    if (groups.delete(group) && guard !== null) tell(guard, 'over', group);
  };
}

function tell({ stdin }: ChildProcess, change: 'begun' | 'over', group: number): void {
  stdin?.write(`${change} ${group}\n`);
}

function startGuard(): ChildProcess {
  const shell = spawn('sh', ['-c', GUARD, 'loopscope-guard'], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Ctrl+C at the terminal is meant for this process. The shell must still be there when this process is gone.
    detached: true,
    env: { PATH: process.env.PATH },
  });
  const ended = (): void => {
    guard = null;
  };
  shell.once('error', ended);
  shell.once('exit', ended);
  shell.stdin.on('error', () => {});
  shell.unref();
  (shell.stdin as Socket).unref();
  return shell;
}
