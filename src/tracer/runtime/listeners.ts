// Who listens to async_hooks.

import { internals } from './internals.ts';
import { currentTurn } from './turn.ts';

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

/** The turn of the loop in which others began or ceased to listen, and whether its callback had begun with a frame. */
let changedIn = -1;
let beganWithFrame = false;

/** To be called around what may make others listen, or no longer. */
export function changesListeners<T>(change: () => T): T {
  const before = callbacksHaveFrames();
  const answer = change();
  changedIn = currentTurn().number;
  beganWithFrame = before;
  return answer;
}

/**
 * Whether the callback that runs would have a frame of async_hooks without the tracer. It has one if somebody listened to beginnings or ends of
 * callbacks as it began, or had asked for `executionAsyncResource`, as `AsyncLocalStorage` does where it listens.
 */
export function callbacksHaveFrames(): boolean {
  if (currentTurn().number === changedIn) return beganWithFrame;
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
