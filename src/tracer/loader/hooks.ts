// Node 22.15 and later: both module systems ask the same hook, in the program's own thread.

import * as nodeModule from 'node:module';
import { pathToFileURL } from 'node:url';
import type { ModuleKind } from '../instrument/instrument.ts';
import { ownValue } from '../names/own-value.ts';
import { watch } from '../names/watched.ts';
import { isTranslated, resolveTranslated, translate } from './compiled/translation.ts';
import { isHandled, markHandled } from './handled.ts';
import { beginsImported, beginsRequired } from './loading.ts';
import { moduleKind } from './module-kind.ts';
import { prepare, type Tables } from './prepare.ts';
import { isUserFile, pathOfUrl } from './user-files.ts';

interface Loaded {
  format?: string | null;
  source?: unknown;
  shortCircuit?: boolean;
}
interface Translated {
  readonly format: ModuleKind;
  readonly source: string;
  readonly shortCircuit: true;
}
interface LoadContext {
  readonly format?: string | null;
  conditions?: readonly string[];
}
type Load = (url: string, context: LoadContext, next: (url: string, context: object) => Loaded) => Loaded;
type Resolve = (
  specifier: string,
  context: { parentURL?: string },
  next: (specifier: string, context: object) => object,
) => object;
type RegisterHooks = (hooks: { load: Load; resolve?: Resolve }) => { deregister(): void };

const { _cache: cache } = nodeModule.Module as unknown as { _cache: object };

export const registerHooks = (nodeModule as unknown as { registerHooks?: RegisterHooks }).registerHooks;

/** `translates`: files that this Node cannot run are compiled here. */
export function loadThroughHooks(tables: Tables, register: RegisterHooks, translates: boolean): void {
  markHandled(tables);
  const hooks = {
    ...(translates ? { resolve: resolveTranslatedUrl } : {}),
    load: ((url, context, next) => {
      const path = pathOfUrl(url);
      const required = isRequired(context.conditions);
      if (path !== null) required ? beginsRequired(path) : beginsImported();
      if (isAlone) leaveNoTrace(required ? path : null, context);
      if (isAlone && url.startsWith('data:')) return loadData(() => next(url, context));
      if (translates && path !== null && isTranslated(path)) {
        return loadTranslated(path, tables);
      }
      const loaded = next(url, context);
      if (path === null || !isUserFile(path) || loaded.source == null) return loaded;
      const format = loaded.format ?? context.format ?? null;
      const kind = moduleKind(format);
      if (kind === null && format !== null && format !== UNDECIDED) return loaded;
      // The program's handler compiles this file, and its result gets the markers.
      if (kind !== 'module' && isHandled(path)) return loaded;
      return { ...loaded, source: prepare(textOf(loaded.source), path, kind, tables) };
    }) as Load,
  };
  let isAlone = true;
  let ours = register(hooks);
  // The hook that is registered last is asked first and gets what all others have made of a file. So the others see the author's text.
  watch(nodeModule.Module, 'registerHooks', (call) => {
    const made = call();
    isAlone = false;
    ours.deregister();
    ours = register(hooks);
    return made;
  });
}

/**
 * Node refuses data of a type that it does not know where it translates a module, unless there are hooks: then they are said to have answered
 * with a wrong format. With none at all, it says what it would have said.
 */
function loadData(load: () => Loaded): Loaded {
  try {
    return load();
  } catch (error) {
    if (ownValue(error, 'code') !== 'ERR_INVALID_RETURN_PROPERTY_VALUE') throw error;
    return { source: '', shortCircuit: true };
  }
}

let urlKey: symbol | undefined;

/**
 * Takes back what Node does only where hooks like these are registered: a module that is required keeps its URL, which `console.log(module)`
 * shows, and the context has conditions, which hooks of the program's in the loader's thread would be told. `required`: the module's file.
 */
function leaveNoTrace(required: string | null, context: LoadContext): void {
  delete context.conditions;
  const made = required === null ? undefined : ownValue(cache, required);
  if (made === undefined) return;
  urlKey ??= Object.getOwnPropertySymbols(made).find(({ description }) => description === 'kURL');
  if (urlKey !== undefined && ownValue(made, urlKey) !== undefined)
    Reflect.set(made as object, urlKey, undefined);
}

/** Compiles a file that this Node cannot run, and inserts markers. */
export function loadTranslated(path: string, tables: Tables): Translated {
  const { kind, code, map } = translate(path, tables);
  const source = isUserFile(path) ? prepare(code, path, kind, tables, map) : code;
  return { format: kind, source, shortCircuit: true };
}

export function resolveTranslatedUrl<T>(
  specifier: string,
  context: { parentURL?: string; conditions?: Iterable<string> },
  next: (specifier: string, context: object) => T,
): T {
  const importer = pathOfUrl(context.parentURL ?? '');
  const file = importer === null ? null : resolveTranslated(specifier, importer);
  if (file === null) return next(specifier, context);
  return next(new Set(context.conditions).has('require') ? file : pathToFileURL(file).href, context);
}

// Taken before the program can replace it.
const { includes } = Array.prototype;
const isRequired = (conditions: readonly string[] | undefined): boolean =>
  conditions !== undefined && Reflect.apply(includes, conditions, ['require']) === true;

/** Formats of TypeScript of which nothing says whether it is CommonJS or a module: Node finds out, as for JavaScript. */
const UNDECIDED = 'typescript';

export function textOf(source: unknown): string {
  if (typeof source === 'string') return source;
  return new TextDecoder().decode(source as Uint8Array);
}
