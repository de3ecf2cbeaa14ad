// Compiles the tracer by the runtime that runs this, and keeps the result: `node compile-tracer.cjs FILE`. Run once for each runtime.

import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { COMPILED, type CompiledBundle, compileBundle, compiledFile } from './unseen/compiled-bundle.ts';

/**
 * Compiles all functions, also those that run only once something happens in a program. Otherwise each program would compile them while it
 * runs. The flag is reset before V8 writes out what it has compiled, because V8 refuses what was written with other flags.
 */
function compiled(bundle: CompiledBundle): Buffer {
  setFlagsFromString('--no-lazy');
  const script = compileBundle(bundle);
  setFlagsFromString('--lazy');
  return script.createCachedData();
}

const file = process.argv[2] as string;
const folder = dirname(file);
mkdirSync(folder, { recursive: true });
// The tracer's own last: the recorder looks whether that is there.
for (const bundle of COMPILED.toReversed()) {
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, compiled(bundle));
  renameSync(unfinished, compiledFile(file, bundle));
}
// Removes those of earlier tracers.
const [runtime] = basename(file).split('-') as [string];
for (const name of readdirSync(folder))
  if (name.startsWith(`${runtime}-`) && !name.startsWith(basename(file)))
    rmSync(join(folder, name), { force: true });
