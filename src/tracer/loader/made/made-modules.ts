// The same as made.ts for modules that `vm` makes (`--experimental-vm-modules`; Jest uses it for ES modules).

import { createRequire } from 'node:module';
import { constructUnseen } from '../../frame-limit.ts';
import { replace, resemble, watch } from '../../names/watched.ts';
import { SafeWeakMap } from '../../safe-weak.ts';
import type { Tables } from '../prepare.ts';
import { canRunIn, compileMarked, type MadeText, ownPath } from './made-text.ts';

/** The arguments that `SourceTextModule` passes to the class that it extends. */
interface ModuleOptions {
  readonly sourceText?: string;
  readonly identifier?: unknown;
  readonly context?: object;
  readonly lineOffset: number;
  readonly columnOffset: number;
  readonly cachedData?: unknown;
}
type ModuleClass = new (options: ModuleOptions) => object;
interface SourceModule {
  createCachedData(): Buffer;
}
interface Vm {
  readonly Module?: ModuleClass;
  readonly SourceTextModule?: { new (text: string, options: object): SourceModule; prototype: SourceModule };
}

const { apply } = Reflect;

/** For each module with markers, how it was made. */
const written = new SafeWeakMap<object, ModuleOptions>();
/** A module that is made only to produce cached data. */
let isLeftAlone = false;

export function markModules(tables: Tables): void {
  const vm = createRequire(__filename)('node:vm') as Vm;
  const { Module: own, SourceTextModule: Source } = vm;
  const property = Object.getOwnPropertyDescriptor(vm, 'Module');
  if (own === undefined || Source === undefined || property === undefined) return;
  const fn = function Module(this: unknown, ...args: [options: ModuleOptions]): unknown {
    if (new.target === undefined) return apply(own as never, this, args);
    const as = (new.target as unknown) === fn ? own : new.target;
    const { 0: options } = args;
    const asItIs = (): object => constructUnseen(own, args, as);
    const { sourceText: code, context, identifier } = options ?? {};
    const path = isLeftAlone || code === undefined ? null : ownPath(identifier);
    if (path === null || code === undefined) return asItIs();
    const before = { line: options.lineOffset, column: options.columnOffset };
    const isLeft = options.cachedData !== undefined || !canRunIn(context);
    const text: MadeText = { code, path, kind: 'module', before, isLeft };
    return compileMarked(tables, text, (marked) => {
      if (marked === code) return asItIs();
      const module = constructUnseen(own, [{ ...options, sourceText: marked }], as);
      written.set(module, options);
      return module;
    });
  };
  replace(vm, 'Module', property, resemble(fn, own));
  Object.setPrototypeOf(Source, fn);
  watch(Source.prototype, 'createCachedData', (call, _args, self) => {
    const options = written.get(self as object);
    if (options === undefined) return call();
    isLeftAlone = true;
    try {
      const { sourceText = '', lineOffset, columnOffset, context, identifier } = options;
      return new Source(sourceText, { lineOffset, columnOffset, context, identifier }).createCachedData();
    } finally {
      isLeftAlone = false;
    }
  });
}
