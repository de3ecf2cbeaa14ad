// Who listens to async_hooks.

import { internals } from './internals.ts';

interface AsyncHooks {
  getHookArrays(): [hooks: readonly object[], fields: unknown];
}

let own: AsyncHooks | null | undefined;

function asyncHooks(): AsyncHooks | null {
  if (own === undefined) own = internals()?.requireBuiltin<AsyncHooks>('internal/async_hooks') ?? null;
  return own;
}

/** Whether anybody but the tracer listens to async_hooks right now; true if that cannot be found out. */
export function othersListen(): boolean {
  const hooks = asyncHooks();
  return hooks === null || hooks.getHookArrays()[0].length > 1;
}

const NODE_24 = 24;
/** Newer Nodes keep what `AsyncLocalStorage` stores without async_hooks. */
const storesByHooks = Number(process.versions.node.split('.')[0]) < NODE_24;

/**
 * Whether callbacks would have a frame of async_hooks without the tracer. They have one if somebody listens to their beginnings or ends, or has asked
 * for `executionAsyncResource`, as `AsyncLocalStorage` does where it listens.
 */
export function callbacksHaveFrames(): boolean {
  if (!othersListen()) return false;
  return storesByHooks || (asyncHooks()?.getHookArrays()[0] ?? []).filter(hearsCallbacks).length > 1;
}

function hearsCallbacks(hook: object): boolean {
  const heard = Object.getOwnPropertySymbols(hook).filter(
    (symbol) => Reflect.get(hook, symbol) !== undefined,
  );
  return heard.some(
    ({ description = '' }) => description.includes('before') || description.includes('after'),
  );
}
