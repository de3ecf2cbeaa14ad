// How the error that a task was rejected with is told: its name and its message, without running any of the program's code.

import { expect, test } from 'vitest';
import { same } from '../../support/same.ts';
import { both, type TracedRun } from '../../support/traced.ts';

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
    'alike rejected: DOMException: ',
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

test('of an AggregateError with the first of its errors, and with its cause', async () => {
  const run = await same({
    'main.mjs': `
      const fails = (message) => Promise.reject(new RangeError(message));
      async function any() { await Promise.any(['a', 'b', 'c', 'd', 'e'].map(fails)); }
      async function two() { await Promise.any([fails('a'), Promise.reject('text')]); }
      async function empty() { throw new AggregateError([], 'none'); }
      async function caused() { throw new Error('no rows', { cause: new TypeError('no table', { cause: 'deeper' }) }); }
      const read = () => { console.log('read'); return 'mine'; };
      const traps = new Proxy([1], { get: read, getOwnPropertyDescriptor: read, getPrototypeOf: read });
      async function proxies() { throw new AggregateError([traps], 'traps'); }
      async function replaced() { throw Object.assign(new AggregateError([1], 'replaced'), { errors: traps }); }
      async function getters() { throw Object.defineProperty(new Error('getters'), 'cause', { get: read }); }
      async function itself() { const error = new Error('itself'); error.cause = error; throw error; }
      for (const fn of [any, two, empty, caused, proxies, replaced, getters, itself]) await fn().catch(() => {});
      console.log('done');
    `,
  });
  expect(run.stdout).toBe('done\n');
  const of = (name: string): unknown => run.task(name).error;
  const all = { name: 'AggregateError', message: 'All promises were rejected' };
  const range = (message: string) => ({ name: 'RangeError', message });
  expect(of('any')).toEqual({ ...all, members: [range('a'), range('b'), range('c')], others: 2 });
  expect(of('two')).toEqual({ ...all, members: [range('a'), { name: 'string', message: 'text' }] });
  expect(of('empty')).toEqual({ name: 'AggregateError', message: 'none' });
  expect(of('caused')).toEqual({
    name: 'Error',
    message: 'no rows',
    cause: { name: 'TypeError', message: 'no table' },
  });
  expect(of('proxies')).toEqual({
    name: 'AggregateError',
    message: 'traps',
    members: [{ name: 'object', message: '' }],
  });
  expect(of('replaced')).toEqual({ name: 'AggregateError', message: 'replaced' });
  expect(of('getters')).toEqual({ name: 'Error', message: 'getters' });
  expect(of('itself')).toEqual({
    name: 'Error',
    message: 'itself',
    cause: { name: 'Error', message: 'itself' },
  });
});

test('in words, where nobody handles it', async () => {
  const { plain, traced } = await both({
    'main.mjs': `
      async function load() { await Promise.any([Promise.reject(new Error('a')), Promise.reject(new Error('b'))]); }
      async function page() { try { await load(); } catch (cause) { throw new Error('no page', { cause }); } }
      page();
    `,
  });
  expect(traced.ending).toEqual(plain);
  expect(traced.report.insights.map(({ message }) => message)).toEqual([
    expect.stringMatching(
      /^The program ended because of Error: no page \(caused by AggregateError: All promises were rejected\): /,
    ),
  ]);
  expect(traced.task('load').error?.members).toHaveLength(2);
});
