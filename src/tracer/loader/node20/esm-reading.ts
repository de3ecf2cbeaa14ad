// Node 20 hands ES modules to hooks only in a thread of their own, which takes 70 ms to start, and the program waits for it. But its own loader
// reads them with `fs.promises.readFile`, which it looks up for each file (20.18 and 20.20). A replacement of that function gives it the text
// with markers instead. What the program's own hooks answer is marked by esm-hooked.ts; the tracer starts the thread only if there is no other
// way (src/tracer/loader/node20/esm-thread.ts).

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { compileFunction } from 'node:vm';
import { framesBelow } from '../../frames.ts';
import { watch } from '../../names/watched.ts';
import { SafeWeakSet } from '../../safe-weak.ts';
import { textOf } from '../hooks.ts';
import { beginsImported } from '../loading.ts';
import { prepare, type Tables } from '../prepare.ts';
import { isUserFile, pathOfUrl } from '../user-files.ts';

const then = Promise.prototype.then;
/** URLs by which somebody else has read a file. The loader makes a URL of its own for each file. */
const programs = new SafeWeakSet<URL>();

/** Puts markers into ES modules as Node's loader reads them. */
export function loadByReading(tables: Tables): void {
  const { promises } = createRequire(import.meta.url)('node:fs') as { promises: object };
  watch(promises, 'readFile', (call, args) => {
    const path = args.length === 1 ? moduleRead(args[0]) : null;
    if (path === null) return call();
    const marked = (content: Buffer): Buffer => {
      // While the file was read the loop was free, so loading begins here.
      beginsImported();
      if (!isUserFile(path)) return content;
      const source = textOf(content);
      if (!isModule(path, source)) return content;
      return Buffer.from(prepare(source, path, 'module', tables));
    };
    return Reflect.apply(then, call(), [marked]);
  });
}

/** The path of the module, if it is the loader that is about to read one; otherwise null. */
function moduleRead(url: unknown): string | null {
  // A look at the stack takes 29 µs (50,000 reads of one file, Node 20.20). Whoever reads by the same URL again does not pay for it again.
  if (!(url instanceof URL) || programs.has(url)) return null;
  const path = pathOfUrl(url.href);
  if (path === null) return null;
  if (calledByLoader()) return path;
  programs.add(url);
  return null;
}

/** The caller of `readFile` is the first frame that is neither in this file nor in the replacement. */
function calledByLoader(): boolean {
  const caller = framesBelow(16).find((site) => site.getFileName() !== __filename);
  return caller?.getFileName() === 'node:internal/modules/esm/load';
}

/**
 * If nothing says what a file is, Node takes it for CommonJS if it compiles as that, and then reads it again. So the same compiler is asked the same
 * question here. https://nodejs.org/docs/latest-v20.x/api/packages.html#syntax-detection
 */
function isModule(path: string, source: string): boolean {
  if (extname(path) === '.mjs' || packageType(dirname(path)) === 'module') return true;
  try {
    compileFunction(source, ['exports', 'require', 'module', '__filename', '__dirname']);
    return false;
  } catch {
    return true;
  }
}

const types = new Map<string, unknown>();

/** The `type` of the nearest package.json. */
function packageType(folder: string): unknown {
  let type = types.get(folder);
  if (type === undefined && !types.has(folder)) {
    type = readType(folder);
    types.set(folder, type);
  }
  return type;
}

function readType(folder: string): unknown {
  const parent = dirname(folder);
  try {
    return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { type?: unknown }).type;
  } catch {
    return parent === folder ? undefined : packageType(parent);
  }
}
