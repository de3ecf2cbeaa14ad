// The tracer itself is 340 KB of source, which take V8 10 ms to compile in each program that is traced, and what is called only later as
// much again. As the recorder keeps it, compiled by the same runtime before, it takes 2 ms.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
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

/** As newer libraries of types have it. */
type Resizable = new (length: number, options: { readonly maxByteLength: number }) => ArrayBuffer;

/**
 * A file's bytes between two texts. Its memory can be resized, for then V8 asks the system for it, not `malloc`: glibc's takes the
 * freeing of a block as large as these for a sign that the program wants such blocks again, and from then on keeps up to twice that
 * much for each thread (1.6 MiB in all at the end of an HTTP server, 1 to 3 in a program that makes tasks).
 */
function readApart(file: string, head = '', tail = ''): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const length = head.length + size + tail.length;
    const bytes = Buffer.from(new (ArrayBuffer as Resizable)(length, { maxByteLength: length }));
    bytes.write(head, 'latin1');
    if (readSync(descriptor, bytes, head.length, size, 0) !== size) throw new Error(`${file} is shorter`);
    bytes.write(tail, head.length + size, 'latin1');
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

/** `cachedData`: what `createCachedData` said; V8 itself refuses what another one has made, or one with other flags. */
export function compileTracer(cachedData?: Buffer): Script {
  const filename = join(__dirname, NAME);
  const text = readApart(filename, HEAD, TAIL).toString('latin1');
  return new Script(text, { filename, columnOffset: -HEAD.length, ...(cachedData && { cachedData }) });
}

function runTracer(script: Script): Tracer {
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
    script = compileTracer(readApart(compiled));
  } catch {
    return loadBundle<Tracer>(NAME);
  }
  return runTracer(script);
}
