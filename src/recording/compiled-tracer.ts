// The tracer as a runtime has compiled it before: each program that is traced starts some 10 ms sooner with it.

import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fingerprint } from './fingerprint.ts';
import type { Runtime } from './runtime.ts';

/** How a runtime is started. */
type Executed = Pick<Runtime, 'executable' | 'env'>;

/**
 * The file that it is in, beside the tracer. Null where there is none, or none that fits: then the runtime is asked to make it, for the
 * runs to come, beside whatever else happens. Where that cannot be, all programs start as the first.
 */
export async function compiledTracer(runtime: Executed, tracerFile: string): Promise<string | null> {
  const folder = dirname(tracerFile);
  try {
    const names = await Promise.all([runtime.executable, join(folder, 'start.cjs')].map(fingerprint));
    const file = join(folder, 'compiled', names.join('-'));
    if (await exists(file)) return file;
    await access(folder, constants.W_OK);
    if (asked.has(file)) return null;
    asked.add(file);
    make(runtime, join(folder, 'compile-tracer.cjs'), file);
  } catch {
    // As if there were none.
  }
  return null;
}

/** Those that have been asked for already: a program may be run again before they are there. */
const asked = new Set<string>();

const exists = (file: string): Promise<boolean> =>
  access(file, constants.R_OK).then(
    () => true,
    () => false,
  );

/** Goes on by itself when we end. */
function make({ executable, env }: Executed, script: string, file: string): void {
  // Without the user's NODE_OPTIONS, as their files are not to be loaded.
  const { NODE_OPTIONS: _, ...own } = process.env;
  const options = { env: { ...own, ...env }, stdio: 'ignore', detached: true, windowsHide: true } as const;
  const child = spawn(executable, [script, file], options);
  child.once('error', () => {});
  child.unref();
}
