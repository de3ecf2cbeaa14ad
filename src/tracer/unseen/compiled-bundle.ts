// The tracer itself is 310 KB of source, which take V8 10 ms to compile in each program that is traced. As the recorder keeps it,
// compiled by the same runtime before, it takes 2 ms.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { loadBundle } from './own-bundles.ts';

const NAME = 'start.cjs';

/** What Node puts around a CommonJS module. */
const HEAD = '(function (exports, require, module, __filename, __dirname) { ';
const TAIL = '\n})';

type Tracer = typeof import('../start.ts');
type Wrapper = (
  exports: object,
  require: NodeJS.Require,
  module: object,
  filename: string,
  dirname: string,
) => void;

/** `cachedData`: what `createCachedData` said; V8 itself refuses what another one has made, or one with other flags. */
export function compileTracer(cachedData?: Buffer): Script {
  const filename = join(__dirname, NAME);
  const text = HEAD + readFileSync(filename, 'latin1') + TAIL;
  return new Script(text, { filename, columnOffset: -HEAD.length, ...(cachedData && { cachedData }) });
}

export function runTracer(script: Script): Tracer {
  const module: { exports: object } = { exports: {} };
  const filename = join(__dirname, NAME);
  const wrapper = script.runInThisContext() as Wrapper;
  wrapper(module.exports, createRequire(filename), module, filename, dirname(filename));
  return module.exports as Tracer;
}

/** `compiled`: the file that the recorder keeps; null for none. One that cannot be used is as good as none. */
export function loadTracer(compiled: string | null): Tracer {
  let script: Script;
  try {
    if (compiled === null) return loadBundle<Tracer>(NAME);
    script = compileTracer(readFileSync(compiled));
  } catch {
    return loadBundle<Tracer>(NAME);
  }
  return runTracer(script);
}
