// Loads the tracer from the compiled form that the recorder keeps for each runtime, which takes 2 ms. To compile its 380 KB of source takes V8 10 ms
// in each traced program, and as much again for functions that are called later.

import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

/** The tracer, and the part of it that loader/instrumenter.ts loads when it is needed. */
export const COMPILED = ['start', 'instrument'] as const;
export type CompiledBundle = (typeof COMPILED)[number];

/** The function that Node puts around a CommonJS module. */
const HEAD = '(function (exports, require, module, __filename, __dirname) { ';
const TAIL = '\n})';

type Wrapper = (
  exports: object,
  require: NodeJS.Require,
  module: object,
  filename: string,
  dirname: string,
) => void;

/** A resizable buffer, as newer type libraries declare it. */
type Resizable = new (length: number, options: { readonly maxByteLength: number }) => ArrayBuffer;

// Taken before the program can replace them: a part of the tracer may be loaded at any time.
const { apply } = Reflect;
const { closeSync, fstatSync, openSync, readSync } = fs;
const { from } = Buffer;
const Memory = ArrayBuffer as Resizable;
const CompiledScript = Script;
const { runInThisContext } = Script.prototype;
const file = fileURLToPath(import.meta.url);
const folder = dirname(file);
const requireHere = createRequire(file);

/** The file that the recorder keeps of a bundle, beside the one of the tracer itself. */
export const compiledFile = (compiled: string, bundle: CompiledBundle): string =>
  bundle === 'start' ? compiled : `${compiled}-${bundle}`;

/**
 * A file's bytes between two texts. The buffer is resizable, because V8 takes such memory from the system and not from `malloc`. If a block this
 * large is freed, glibc's `malloc` expects the program to want such blocks again, and from then on keeps up to twice as much for each thread
 * (1.6 MiB in all at the end of an HTTP server, 1 to 3 in a program that makes tasks).
 */
function readApart(path: string, head = '', tail = ''): Buffer {
  const descriptor = openSync(path, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const length = head.length + size + tail.length;
    const bytes = from(new Memory(length, { maxByteLength: length }));
    bytes.write(head, 'latin1');
    if (readSync(descriptor, bytes, head.length, size, 0) !== size) throw new Error(`${path} is shorter`);
    bytes.write(tail, head.length + size, 'latin1');
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

const pathOf = (bundle: CompiledBundle): string => join(folder, `${bundle}.cjs`);

/** `cachedData`: the result of `createCachedData`. V8 refuses what another version of it has made, or one with other flags. */
export function compileBundle(bundle: CompiledBundle, cachedData: Buffer | null = null): Script {
  const filename = pathOf(bundle);
  const text = readApart(filename, HEAD, TAIL).toString('latin1');
  return new CompiledScript(text, {
    filename,
    columnOffset: -HEAD.length,
    ...(cachedData !== null && { cachedData }),
  });
}

/** `compiled`: the file that the recorder keeps of the tracer; null for none. If it cannot be used, the source is compiled. */
export function loadCompiled<Bundle>(bundle: CompiledBundle, compiled: string | null): Bundle {
  const script = compileBundle(bundle, compiled === null ? null : kept(compiledFile(compiled, bundle)));
  const module: { exports: object } = { exports: {} };
  const wrapper = apply(runInThisContext, script, []) as Wrapper;
  wrapper(module.exports, requireHere, module, pathOf(bundle), folder);
  return module.exports as Bundle;
}

function kept(path: string): Buffer | null {
  try {
    return readApart(path);
  } catch {
    return null;
  }
}
