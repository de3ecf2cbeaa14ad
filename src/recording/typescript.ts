import { basename } from 'node:path';
import type { Problem } from '../protocol/bridge.ts';

/** The first versions that take types out by themselves: https://nodejs.org/api/typescript.html#type-stripping */
const FIRST: Readonly<Record<number, number>> = { 22: 18, 23: 6 };
const FROM_MAJOR = 24;

/** Why the runtime (its label, `node 20.20.2`) cannot run this TypeScript; null where it can, or it is none. */
export function typescriptProblem(script: string, runtime: string): Problem | null {
  if (!/\.[cm]?ts$/.test(script)) return null;
  const version = /node (\d+)\.(\d+)/.exec(runtime);
  if (version === null) return null;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  if (major >= FROM_MAJOR || minor >= (FIRST[major] ?? Number.POSITIVE_INFINITY)) return null;
  return {
    title: `Cannot run ${basename(script)}`,
    detail: `It is TypeScript, and ${runtime} does not run that by itself. Node 22.18 and later do.`,
    action: 'Choose a newer runtime, or run the JavaScript it compiles to.',
  };
}
