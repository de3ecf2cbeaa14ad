// The tracer as a runtime has compiled it before. A traced program starts some 10 ms sooner with it.

import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fingerprint } from './fingerprint.ts';
import type { Runtime } from './runtime.ts';

/** How a runtime is started. */
type Executed = Pick<Runtime, 'executable' | 'env'>;

/**
 * The file with the compiled tracer, beside the tracer itself. Null if there is none that fits. Then a process of the runtime is started
 * that makes it for the next runs. If it cannot be made, every program starts as slowly as the first.
 */
export async function compiledTracer(runtime: Executed, tracerFile: string): Promise<string | null> {
  const folder = dirname(tracerFile);
  try {
    const parts = [runtime.executable, join(folder, 'start.cjs'), join(folder, 'instrument.cjs')];
    const file = join(folder, 'compiled', (await Promise.all(parts.map(fingerprint))).join('-'));
    if (await exists(file)) return file;
    await access(folder, constants.W_OK);
    if (asked.has(file)) return null;
    asked.add(file);
    make(runtime, join(folder, 'compile-tracer.cjs'), file);
  } catch {
    // If the file cannot be read, it counts as missing.
  }
  return null;
}

/** The files that were requested already. A program may run again before they are there. */
const asked = new Set<string>();

const exists = (file: string): Promise<boolean> =>
  access(file, constants.R_OK).then(
    () => true,
    () => false,
  );

/** The process goes on after this one has ended. */
function make({ executable, env }: Executed, script: string, file: string): void {
  // The user's options may load files, and the coverage of this process is not wanted among that of the user's program.
  const own = { ...process.env, ...env, NODE_OPTIONS: undefined, NODE_V8_COVERAGE: undefined };
  const options = { env: own, stdio: 'ignore', detached: true, windowsHide: true } as const;
  const child = spawn(executable, [script, file], options);
  child.once('error', () => {});
  child.unref();
}
