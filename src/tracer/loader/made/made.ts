// Texts that the program compiles by `vm` under the name of one of the user's files. Test runners load everything they run like this (Vitest,
// Jest), and so do loaders of configurations (jiti). They get markers, as the output of handlers does (handled.ts).
//
// All of Node's ways to make a script end in the constructor of the class that `vm.Script` extends and looks up as its prototype. That one
// is replaced, so that `vm` and its functions stay what they are, and no frame of the tracer's is below what a script runs.

import { createRequire } from 'node:module';
import { Script } from 'node:vm';
import { constructUnseen, framesWithout } from '../../frame-limit.ts';
import { ownValue } from '../../names/own-value.ts';
import { constructorFor, pointsBack, resemble, watch } from '../../names/watched.ts';
import { OWN } from '../../promises/realms.ts';
import { SafeWeakMap } from '../../safe-weak.ts';
import type { Tables } from '../prepare.ts';
import { markModules } from './made-modules.ts';
import { canRunIn, compileMarked, type MadeText, ownPath, realmIn } from './made-text.ts';

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

// Taken before the program can replace them.
const { apply, construct } = Reflect;
const { concat, slice } = Array.prototype;

/** For each script with markers, how it was made without them. */
const asWritten = new SafeWeakMap<object, () => NativeScript>();

/** Inserts markers into what `vm` compiles. */
export function markMade(tables: Tables): void {
  const native = Object.getPrototypeOf(Script) as NativeClass;
  const make = (given: ArrayLike<unknown>, as: NewableFunction): object => {
    const args = apply(slice, given, []) as ScriptArguments;
    const { 0: code, 1: filename, 2: line, 3: column, 4: cachedData, 5: produces, 6: parsingContext } = args;
    const asItIs = (): NativeScript => constructUnseen(native, args, as) as NativeScript;
    const path = ownPath(filename);
    if (path === null) return asItIs();
    const isLeft = cachedData !== undefined || produces || !canRunIn(parsingContext);
    const text: MadeText = { code, path, kind: 'script', before: { line, column }, isLeft };
    return compileMarked(tables, text, (marked) => {
      if (marked === code) return asItIs();
      const script = construct(native, apply(concat, [marked], [args.slice(1)]), as) as NativeScript;
      asWritten.set(script, asItIs);
      return script;
    });
  };
  const inPlace = constructorFor(native as never, make);
  pointsBack(inPlace, native);
  Object.setPrototypeOf(Script, inPlace);
  const { prototype } = native;
  // Cached data has to fit the author's text.
  watch(prototype, 'createCachedData', (call, _args, self) => {
    const written = asWritten.get(self as object);
    return written === undefined ? call() : written().createCachedData();
  });
  const { runInContext } = prototype;
  const methods = {
    runInContext(this: NativeScript, ...args: Parameters<NativeScript['runInContext']>): unknown {
      const realm = realmIn(args[0]);
      const written = asWritten.get(this) as () => NativeScript;
      return runUnseen((realm ?? OWN).Error, realm === null ? written() : this, args);
    },
  };
  const same = (value: unknown): unknown => value;
  // What runs in a context may call functions of the program's own realm, too, whose errors have a limit of their own.
  const runUnseen = (errors: ErrorConstructor, script: NativeScript, args: unknown[]): unknown => {
    const run = framesWithout(errors, script, runInContext as () => unknown, same);
    const both = errors === OWN.Error ? run : framesWithout(OWN.Error, undefined, run, same);
    return apply(both, undefined, args);
  };
  resemble(methods.runInContext, runInContext);
  // Only a script with markers has a frame of the tracer's below it, while its top level runs.
  Object.defineProperty(prototype, 'runInContext', {
    configurable: true,
    enumerable: true,
    get(this: object) {
      return asWritten.has(this) ? methods.runInContext : runInContext;
    },
  });
  markFunctions(tables);
  markModules(tables);
}

/** `vm.compileFunction`. */
function markFunctions(tables: Tables): void {
  const vm = createRequire(__filename)('node:vm') as { compileFunction(...args: unknown[]): unknown };
  watch(vm, 'compileFunction', (call, args) => {
    const { 0: code, 2: options } = args;
    const path = typeof code === 'string' ? ownPath(ownValue(options, 'filename')) : null;
    if (path === null) return call();
    const isCached = ['cachedData', 'produceCachedData'].some((key) => Boolean(ownValue(options, key)));
    const isLeft = isCached || !canRunIn(ownValue(options, 'parsingContext'));
    const before = { line: numberIn(options, 'lineOffset'), column: numberIn(options, 'columnOffset') };
    const text: MadeText = { code: code as string, path, kind: 'commonjs', before, isLeft };
    return compileMarked(tables, text, (marked) => {
      (args as unknown[])[0] = marked;
      return call();
    });
  });
}

function numberIn(options: unknown, key: string): number {
  const value = ownValue(options, key);
  return typeof value === 'number' ? value : 0;
}
