import { inspect } from 'node:util';
import { internals } from '../runtime/internals.ts';

/** The states, with V8's numbers. */
export const PromiseState = { pending: 0, fulfilled: 1, rejected: 2 } as const;
type PromiseState = (typeof PromiseState)[keyof typeof PromiseState];

interface Util {
  getPromiseDetails(promise: object): [state: PromiseState, value?: unknown];
}
let details: Util['getPromiseDetails'] | null = null;

/** A promise's state, and its value or error if that can be had. The language itself has no way to ask without handling a rejection. */
export function stateOf(promise: object): [state: PromiseState, value?: unknown] {
  details ??= internals()?.internalBinding<Util>('util').getPromiseDetails ?? shown;
  return details(promise);
}

export const isRejected = (promise: object): boolean => stateOf(promise)[0] === PromiseState.rejected;

/** For a Node whose internals cannot be reached: reads the state from what `inspect` says. */
function shown(promise: object): [state: PromiseState] {
  // Only the beginning counts, as the value after it may contain any text. `inspect` is asked so that none of the program's code runs.
  const text = inspect(promise, { depth: 0, customInspect: false, getters: false, maxStringLength: 0 });
  const { 1: state } = /^[^{]*\{\s*<(pending|rejected)>/.exec(text) ?? [];
  return [PromiseState[(state as 'pending' | 'rejected' | undefined) ?? 'fulfilled']];
}
