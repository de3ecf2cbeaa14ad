// Run by a runtime of its own, once: keeps the tracer as this runtime has compiled it. `node compile-tracer.cjs FILE`.

import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { compileTracer } from './unseen/compiled-bundle.ts';

/**
 * All functions are compiled, also those that only run once something happens in a program: otherwise each program compiles them, while
 * it runs. The flag is taken back before V8 writes down what it has compiled, for it refuses what was written with other flags.
 */
function compiledTracer(): Buffer {
  setFlagsFromString('--no-lazy');
  const script = compileTracer();
  setFlagsFromString('--lazy');
  return script.createCachedData();
}

const file = process.argv[2] as string;
const folder = dirname(file);
mkdirSync(folder, { recursive: true });
const unfinished = `${file}.${process.pid}`;
writeFileSync(unfinished, compiledTracer());
renameSync(unfinished, file);
// Those of an earlier tracer.
const [runtime] = basename(file).split('-') as [string];
for (const name of readdirSync(folder))
  if (name.startsWith(`${runtime}-`) && name !== basename(file)) rmSync(join(folder, name), { force: true });
