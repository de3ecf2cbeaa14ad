// Loads the tracer from the compiled form that the recorder keeps for each runtime, which takes 2 ms. To compile its 340 KB of source takes V8 10 ms
// in each traced program, and as much again for functions that are called later.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { loadBundle } from './own-bundles.ts';

const NAME = 'start.cjs';

/** The function that Node puts around a CommonJS module. */
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

/** A resizable buffer, as newer type libraries declare it. */
type Resizable = new (length: number, options: { readonly maxByteLength: number }) => ArrayBuffer;

/**
 * A file's bytes between two texts. The buffer is resizable, because V8 takes such memory from the system and not from `malloc`. If a block this
 * large is freed, glibc's `malloc` expects the program to want such blocks again, and from then on keeps up to twice as much for each thread
 * (1.6 MiB in all at the end of an HTTP server, 1 to 3 in a program that makes tasks).
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

/** `cachedData`: the result of `createCachedData`. V8 refuses what another version of it has made, or one with other flags. */
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

/** `compiled`: the file that the recorder keeps; null for none. If it cannot be used, the source is compiled. */
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
