// With what error a module's top level failed. No marker hears of it: imports, exports and hoisted declarations leave no room for a `try`
// around a file, and an error that is thrown again is reported in another line. So the error is taken from where it goes:
//
//   an imported module   Node's loader keeps its error
//   one that awaits      its own promise is rejected with it
//   a required one       whoever required it catches it or fails with it, with nothing in between

import { pathToFileURL } from 'node:url';
import { framesBelow } from '../frames.ts';
import { ownValue } from '../names/own-value.ts';
import { isObject } from '../promises/plain-promise.ts';
import { PromiseState, stateOf } from '../promises/promise-state.ts';
import { internals } from '../runtime/internals.ts';
import { SafeWeakMap } from '../safe-weak.ts';
import type { ModulePlace, StackPlace } from './module-place.ts';
import { rarelyOf, type Task } from './task.ts';

/** An error, which may be any value, `undefined` too; null if it is unknown. */
export type Failure = { readonly error: unknown } | null;

/** What Node keeps of a module, in all versions from 20 to 26. */
interface ModuleWrap {
  getStatus(): number;
  getError(): unknown;
}
interface ModuleWrapBinding {
  readonly kErrored: number;
}
interface EsmLoader {
  getOrInitializeCascadedLoader(): { readonly loadCache: { get(url: string): object | undefined } };
}

/** Each file that is required takes about eight. */
const MOST_FRAMES = 200;

/** To be called when a module's top level begins. `root`: as in `ModulePlace`. */
export function noteModule(module: Task, root: object | null): void {
  rarelyOf(module).module = modulePlace(root);
}

/** To be called before a module awaits. Returns its own promise, which alone tells that its last await has failed; null if that is unknown. */
export function moduleAwaits({ rarely }: Task): object | null {
  const module = rarely?.module ?? null;
  if (rarely === null || module === null) return null;
  // It goes on in a job, where nothing is below it.
  if (module.at.depth > 0) rarely.module = { ...module, at: { ...module.at, depth: 0 } };
  return module.root;
}

function modulePlace(root: object | null): ModulePlace | null {
  const { 0: at, 1: caller } = stackPlaces();
  if (at === undefined) return null;
  const requirer = caller === undefined || caller.file.startsWith('node:') ? null : caller;
  if (at.file.startsWith('file:') || at.file.startsWith('data:')) return { at, requirer, url: at.file, root };
  const isImported = requirer === null && caller !== undefined;
  return { at, requirer, url: isImported ? pathToFileURL(at.file).href : null, root };
}

/**
 * The first function of the program's on the stack, and, if Node called that, the next one that is not Node's; if there is none but Node's loader
 * of imports is there, that. Empty if the stack is unknown or too deep.
 */
function stackPlaces(): StackPlace[] {
  const frames = framesBelow(MOST_FRAMES);
  const found: StackPlace[] = [];
  if (frames.length === MOST_FRAMES) return found;
  let count = frames.length;
  // The last ones only wait for what runs, and may be others a moment later.
  while (count > 0 && (frames[count - 1] as NodeJS.CallSite).isAsync()) count--;
  let importer: StackPlace | null = null;
  // By index: the program may have replaced the iterator of arrays.
  for (let at = 0; at < count; at++) {
    const file = (frames[at] as NodeJS.CallSite).getFileName();
    if (typeof file !== 'string' || file === __filename) continue;
    const place = { file, depth: count - at };
    if (file.startsWith('node:')) {
      if (file.startsWith('node:internal/modules/esm/')) importer = place;
    } else if (found.length === 0) {
      found[0] = place;
      const next = (frames[at + 1] as NodeJS.CallSite | undefined)?.getFileName();
      if (typeof next !== 'string' || !next.startsWith('node:')) return found;
    } else {
      found[1] = place;
      return found;
    }
  }
  if (found.length === 1 && importer !== null) found[1] = importer;
  return found;
}

/** Where the program's function is that called the tracer; null if that is unknown. */
export const presentPlace = (): StackPlace | null => stackPlaces()[0] ?? null;

/** Whether code at `place` runs in a module's top level, or in what that has called; also if that is unknown. */
export const runsIn = (module: Task, { depth }: StackPlace): boolean =>
  depth >= (module.rarely?.module?.at.depth ?? 0);

/**
 * The errors that have left the top levels of `modules`, each of which was loaded by the one before. `caught`: what has arrived in the function
 * at `place`, which may have required the first one.
 */
export function failuresOf(
  modules: readonly Task[],
  place: StackPlace | null = null,
  caught: Failure = null,
): Failure[] {
  const failures: Failure[] = [];
  let from = place;
  let failure = caught;
  for (let i = 0; i < modules.length; i++) {
    const { module = null } = (modules[i] as Task).rarely ?? {};
    const isDirect = from !== null && isSamePlace(module?.requirer ?? null, from);
    failure = (isDirect ? failure : null) ?? failureOfModule(module);
    failures[i] = failure;
    from = module?.at ?? null;
  }
  return failures;
}

const isSamePlace = (one: StackPlace | null, other: StackPlace): boolean =>
  one !== null && one.depth === other.depth && one.file === other.file;

/** Errors, each with the first module that it has left. */
const leftFirst = new SafeWeakMap<object, Task>();

export function noteLeft(module: Task, error: unknown): void {
  if (isObject(error) && leftFirst.get(error) === undefined) leftFirst.set(error, module);
}

/** In which module's top level an error was thrown; null if in none, or if it is unknown. */
export const moduleLeftBy = (error: unknown): Task | null =>
  (isObject(error) ? leftFirst.get(error) : undefined) ?? null;

/** What is known of a module's failure by itself. */
export const failureOf = (module: Task): Failure => failureOfModule(module.rarely?.module ?? null);

function failureOfModule(module: ModulePlace | null): Failure {
  if (module === null || module.url === null) return null;
  return failureOfUrl(module.url) ?? failureOfPromise(module.root);
}

/** A module that does not await, and whoever imports it, has its error as soon as it is thrown. */
function failureOfUrl(url: string): Failure {
  const node = internals();
  if (node === null) return null;
  try {
    const { kErrored } = node.internalBinding<ModuleWrapBinding>('module_wrap');
    const { getOrInitializeCascadedLoader } = node.requireBuiltin<EsmLoader>('internal/modules/esm/loader');
    const made = ownValue(getOrInitializeCascadedLoader().loadCache.get(url), 'module');
    const wrap = made as ModuleWrap | undefined;
    return wrap?.getStatus() === kErrored ? { error: wrap.getError() } : null;
  } catch {
    // A version with other internals: the reason stays unknown.
    return null;
  }
}

/** One that awaits has a promise of its own, and its error only in a later job. */
function failureOfPromise(promise: object | null): Failure {
  if (promise === null) return null;
  const state = stateOf(promise);
  return state[0] === PromiseState.rejected && state.length > 1 ? { error: state[1] } : null;
}
