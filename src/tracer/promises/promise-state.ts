import { inspect } from 'node:util';
import { internals } from '../runtime/internals.ts';

/** V8's numbers. */
export const PromiseState = { pending: 0, fulfilled: 1, rejected: 2 } as const;
type PromiseState = (typeof PromiseState)[keyof typeof PromiseState];

interface Util {
  getPromiseDetails(promise: object): [state: PromiseState, value?: unknown];
}
let details: Util['getPromiseDetails'] | null = null;

/** A promise's state, and what it has settled with, as far as that can be had: the language has no way to ask without handling it. */
export function stateOf(promise: object): [state: PromiseState, value?: unknown] {
  details ??= internals()?.internalBinding<Util>('util').getPromiseDetails ?? shown;
  return details(promise);
}

export const isRejected = (promise: object): boolean => stateOf(promise)[0] === PromiseState.rejected;

/** For a Node without insides: what `inspect` says. */
function shown(promise: object): [state: PromiseState] {
  // Only the start tells: behind it stands the value, which may say anything. Of that nothing of the program's runs.
  const text = inspect(promise, { depth: 0, customInspect: false, getters: false, maxStringLength: 0 });
  const [, state] = /^[^{]*\{\s*<(pending|rejected)>/.exec(text) ?? [];
  return [PromiseState[(state as 'pending' | 'rejected' | undefined) ?? 'fulfilled']];
}
