// What the program has `vm` compile under the name of a file of the person's own: test runners load all that they run so (Vitest), and
// so do loaders of configurations (jiti). It gets its markers as what handlers compile does (handled.ts).
//
// All of Node's ways to make a script end in the constructor of the class that `vm.Script` extends, which looks it up as its prototype:
// that is replaced, so that `vm` and its functions stay what they are, and no frame of ours is below what a script runs.

import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { isAbsolute } from 'node:path';
import { Script } from 'node:vm';
import type { BlobKind } from '../../protocol/events.ts';
import { refusable } from '../frames.ts';
import type { TextKind } from '../instrument/instrument.ts';
import type { CountedBefore } from '../instrument/places.ts';
import { ownValue } from '../names/own-value.ts';
import { constructorFor, pointsBack, resemble, watch } from '../names/watched.ts';
import { isCounted } from '../unseen/counted.ts';
import { prepareCompiled, type Tables } from './prepare.ts';
import { remember } from './remembered.ts';
import { isUserFile, pathOfUrl } from './user-files.ts';

type ScriptArguments = [
  code: string,
  filename: string,
  lineOffset: number,
  columnOffset: number,
  cachedData: unknown,
  produceCachedData: boolean,
  parsingContext: unknown,
  ...rest: unknown[],
];
interface NativeScript {
  runInContext(context: object | null, ...rest: unknown[]): unknown;
  createCachedData(): Buffer;
}
type NativeClass = (new (...args: ScriptArguments) => NativeScript) & { readonly prototype: NativeScript };

// As they are before the program replaces them.
const { statSync } = fs;
const { apply, construct } = Reflect;
const { get, has, set } = WeakMap.prototype;

/** How scripts with markers were made, without. */
const asWritten = new WeakMap<object, () => NativeScript>();

/** Puts markers into what `vm` compiles. */
export function markMade(tables: Tables): void {
  const native = Object.getPrototypeOf(Script) as NativeClass;
  const make = (given: ArrayLike<unknown>, as: NewableFunction): object => {
    const args = Array.from(given) as ScriptArguments;
    const [code, filename, line, column, cachedData, produces, parsingContext] = args;
    const asItIs = (): NativeScript => refusable(() => construct(native, args, as) as NativeScript);
    const path = ownPath(filename);
    if (path === null) return asItIs();
    const isLeft = cachedData !== undefined || produces || parsingContext !== undefined;
    const text: MadeText = { code, path, kind: 'script', before: { line, column }, isLeft };
    return compileMarked(tables, text, (marked) => {
      if (marked === code) return asItIs();
      const script = construct(native, [marked, ...args.slice(1)], as) as NativeScript;
      apply(set, asWritten, [script, asItIs]);
      return script;
    });
  };
  const inPlace = constructorFor(native as never, make);
  pointsBack(inPlace, native);
  Object.setPrototypeOf(Script, inPlace);
  const { prototype } = native;
  // What is kept for later is to fit the author's text, and other contexts have no markers.
  watch(prototype, 'createCachedData', (call, _args, self) => {
    const written = apply(get, asWritten, [self]) as (() => NativeScript) | undefined;
    return written === undefined ? call() : written().createCachedData();
  });
  const { runInContext } = prototype;
  const methods = {
    runInContext(this: NativeScript, ...args: Parameters<NativeScript['runInContext']>): unknown {
      const written = args[0] === null ? undefined : (apply(get, asWritten, [this]) as () => NativeScript);
      return apply(runInContext, written?.() ?? this, args);
    },
  };
  resemble(methods.runInContext, runInContext);
  // Only below a script with markers there is a frame of ours, while its top level runs.
  Object.defineProperty(prototype, 'runInContext', {
    configurable: true,
    enumerable: true,
    get(this: object) {
      return apply(has, asWritten, [this]) ? methods.runInContext : runInContext;
    },
  });
  markFunctions(tables);
}

/** `vm.compileFunction`. */
function markFunctions(tables: Tables): void {
  const vm = createRequire(__filename)('node:vm') as { compileFunction(...args: unknown[]): unknown };
  watch(vm, 'compileFunction', (call, args) => {
    const [code, , options] = args;
    const path = typeof code === 'string' ? ownPath(ownValue(options, 'filename')) : null;
    if (path === null) return refusable(call);
    const isLeft = ['parsingContext', 'cachedData', 'produceCachedData'].some((key) =>
      Boolean(ownValue(options, key)),
    );
    const before = { line: numberIn(options, 'lineOffset'), column: numberIn(options, 'columnOffset') };
    const text: MadeText = { code: code as string, path, kind: 'commonjs', before, isLeft };
    return compileMarked(tables, text, (marked) => {
      (args as unknown[])[0] = marked;
      return marked === code ? refusable(call) : call();
    });
  });
}

function numberIn(options: unknown, key: string): number {
  const value = ownValue(options, key);
  return typeof value === 'number' ? value : 0;
}

interface MadeText {
  readonly code: string;
  readonly path: string;
  readonly kind: TextKind;
  readonly before: CountedBefore;
  /** It has to be compiled as it is. */
  readonly isLeft: boolean;
}

/** Has a text compiled with markers, or as it is where that is no text at all: then the runtime says so. */
function compileMarked<Made>(
  tables: Tables,
  { code, path, kind, before, isLeft }: MadeText,
  compile: (code: string) => Made,
): Made {
  let told: [BlobKind, string][] = [];
  const untold: Tables = { ...tables, send: (...what) => void told.push(what) };
  // What Node has loaded may be compiled once more by the program.
  const isMarked = code.includes('__loopscope');
  const marked = isLeft || isMarked || isCounted() ? code : prepareCompiled(code, path, kind, untold, before);
  let made = marked === code ? null : compiled(() => compile(marked));
  if (made === null) {
    if (marked !== code) told = [];
    made = compile(code);
    if (!isMarked) remember(path, code, null);
  }
  for (let at = 0; at < told.length; at++) tables.send(...(told[at] as [BlobKind, string]));
  return made;
}

/** Null where it is refused: an error of the program's is to be that of its own text. */
function compiled<Made>(compile: () => Made): Made | null {
  try {
    return compile();
  } catch {
    return null;
  }
}

/** The path of a file that the person wrote; null for any other name. */
function ownPath(filename: unknown): string | null {
  if (typeof filename !== 'string') return null;
  const path = isAbsolute(filename) ? filename : pathOfUrl(filename);
  return path !== null && isUserFile(path) && isThere(path) ? path : null;
}

const there = new Map<string, boolean>();

function isThere(path: string): boolean {
  let known = there.get(path);
  if (known === undefined) {
    try {
      known = statSync(path).isFile();
    } catch {
      known = false;
    }
    there.set(path, known);
  }
  return known;
}
