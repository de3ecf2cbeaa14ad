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
