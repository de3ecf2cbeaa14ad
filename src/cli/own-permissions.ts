import { CommandError } from './errors.ts';

/** What Loopscope does to run a program, and what the program's tracer does, with the options of Node that allow it. */
const NEEDED = {
  'fs.read': '--allow-fs-read=*',
  'fs.write': '--allow-fs-write=*',
  child: '--allow-child-process',
  worker: '--allow-worker',
};

/** Refuses to go on where Node's permission model (`--permission` in NODE_OPTIONS) would stop Loopscope itself half-way. */
export function refuseOwnLimits(): void {
  // Undefined unless permissions are limited.
  const { permission } = process as { permission?: { has(scope: string): boolean } };
  const missing = Object.entries(NEEDED).filter(([scope]) => permission?.has(scope) === false);
  if (missing.length === 0) return;
  throw new CommandError(
    `NODE_OPTIONS: --permission limits Loopscope too, which could not run and trace a program. Add ${missing.map(([, option]) => option).join(' ')}, or leave --permission out.`,
  );
}
