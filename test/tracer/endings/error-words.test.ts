// How the error that a task was rejected with is told: its name and its message, without running any of the program's code.

import { expect, test } from 'vitest';
import { same } from '../../support/same.ts';
import type { TracedRun } from '../../support/traced.ts';

/** What each function was rejected with, or cancelled by. */
const failed = ({ report }: TracedRun): string[] =>
  report.tasks
    .filter(({ kind, error }) => kind === 'async' && error !== null)
    .map(({ name, outcome, error }) => `${name} ${outcome}: ${error?.name}: ${error?.message}`);

test('of a DOMException of the runtime’s, though name and message are accessors', async () => {
  const run = await same({
    'main.mjs': `
      async function timedOut() {
        const signal = AbortSignal.timeout(1);
        await new Promise((done) => signal.addEventListener('abort', done));
        signal.throwIfAborted();
      }
      async function aborted() {
        const controller = new AbortController();
        controller.abort();
        controller.signal.throwIfAborted();
      }
      async function cloned() { structuredClone(Symbol('own')); }
      class Refused extends DOMException { get message() { console.log('read'); return 'a getter'; } }
      async function derived() { throw new Refused('no entry', 'NotAllowedError'); }
      async function alike() { throw Object.create(DOMException.prototype); }
      const fallback = setTimeout(() => {}, 50);
      for (const fn of [timedOut, aborted, cloned, derived, alike]) await fn().catch(() => console.log('failed'));
      clearTimeout(fallback);
    `,
  });
  expect(failed(run)).toEqual([
    'timedOut rejected: TimeoutError: The operation was aborted due to timeout',
    'aborted cancelled: AbortError: This operation was aborted',
    'cloned rejected: DataCloneError: Symbol(own) could not be cloned.',
    'derived rejected: NotAllowedError: no entry',
    'alike rejected: object: ',
  ]);
});

test('of a DOMException whose accessors and kind the program has replaced', async () => {
  const run = await same({
    'main.mjs': `
      const { prototype } = DOMException;
      for (const key of ['name', 'message'])
        Object.defineProperty(prototype, key, { configurable: true, get() { console.log('read', key); return 'mine'; } });
      Object.defineProperty(DOMException, Symbol.hasInstance, { value: () => { console.log('asked'); return true; } });
      async function aborted() { AbortSignal.abort().throwIfAborted(); }
      await aborted().catch(() => {});
      async function other() { throw { other: 1 }; }
      await other().catch(() => console.log('failed'));
    `,
  });
  expect(failed(run)).toEqual([
    'aborted cancelled: AbortError: This operation was aborted',
    'other rejected: object: ',
  ]);
});
