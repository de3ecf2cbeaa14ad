import { basename } from 'node:path';
import { hasLimits } from '../node/options.ts';
import type { Problem } from '../protocol/bridge.ts';
import type { ProgramEnd } from '../protocol/payloads.ts';
import type { LaunchRequest } from './launch.ts';

/** A file that Node loads before the tracer: those in `NODE_OPTIONS` come before those of the command line. */
const REQUIRED = /(?:^|\s)(?:-r|--require)[\s=]+(\S+)/;

/** The problem with a program that has ended without ever being traced; null if a signal ended it, which may have been early. */
export function untraced({ script, env = process.env }: LaunchRequest, end: ProgramEnd): Problem | null {
  if (end.exitCode === null) return null;
  return {
    title: `Nothing was recorded of ${basename(script)}`,
    detail: `${script} ended with exit code ${end.exitCode}, and the tracer could not begin.`,
    action: actionFor(env.NODE_OPTIONS ?? ''),
  };
}

/** What is at fault is known as far as `NODE_OPTIONS` tells. */
function actionFor(nodeOptions: string): string {
  if (hasLimits(nodeOptions)) {
    return 'Its permissions are limited by --permission in NODE_OPTIONS: add --allow-fs-read=* and --allow-worker, which the tracer needs, or run it without.';
  }
  const required = REQUIRED.exec(nodeOptions)?.[1];
  if (required === undefined) return 'See what it wrote to the console, or try another runtime.';
  return `See what it wrote to the console. NODE_OPTIONS loads ${required} first: if that removes SharedArrayBuffer, without which Node 20 and 22 start no threads, leave it out or take a newer Node.`;
}
