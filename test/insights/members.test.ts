// Which members of an awaited combinator are made right there, as far as the source tells.

import { expect, test } from 'vitest';
import type { Member } from '../../src/protocol/sites.ts';
import { instrument } from '../../src/tracer/instrument/instrument.ts';

function membersOf(source: string): readonly Member[] | undefined {
  const { rows } = instrument(source, 'module', 'main.mjs', () => 1);
  const [facts, ...more] = rows.flatMap(([kind, , , , , given]) =>
    kind === 'await' || kind === 'return' ? [given] : [],
  );
  expect(more).toEqual([]);
  return facts?.members;
}

test.each([
  [
    'calls in an array',
    `await Promise.all([load(1), api.save(2), sleep(3), p])`,
    ['load', 'save', 'sleep', null],
  ],
  ['a function called where it stands', `await Promise.race([(async () => {})(), load()])`, ['', 'load']],
  ['a list mapped by a function', `await Promise.all(urls.map(load))`, ['load']],
  ['by one that calls another', `await Promise.all(urls.map((url) => load(url)))`, ['load']],
  [
    'by one written there',
    `await Promise.all(urls.map(async (url) => fetch(url)))`.replace('fetch(url)', '{}'),
    [''],
  ],
  ['made in a block', `await Promise.all(urls.map((url) => { return load(url); }))`, ['load']],
  ['Array.from', `await Promise.all(Array.from({ length: 3 }, () => load()))`, ['load']],
  ['a constant named once', `const all = urls.map(load); await Promise.all(all)`, ['load']],
  [
    'constants in an array',
    `const a = load(); const b = save(); await Promise.race([a, b])`,
    ['load', 'save'],
  ],
  [
    'constants of a function, whatever others call theirs',
    `function other() { const a = save(); return a.then(a); } async function f() { const a = load(); await Promise.race([a]); }`,
    ['load'],
  ],
  [
    'a constant in a block',
    `const jobs = []; if (x) { const jobs = urls.map(load); await Promise.race(jobs); } keep(jobs)`,
    ['load'],
  ],
  ['a variable that keeps its value', `let p = load(); await Promise.all([p])`, ['load']],
  [
    'put into a list, one after the other',
    `const jobs = []; for (const url of urls) jobs.push(load(url)); await Promise.race(jobs)`,
    ['load'],
  ],
  [
    'of which then makes a value',
    `await Promise.race([load().then((page) => page.rows.map((row) => row.id)), get().then((r) => r.json()), read().then(JSON.parse)])`,
    ['load', 'get', 'read'],
  ],
  ['led on from', `await Promise.all([load(), save()]).then(show).finally(() => {})`, ['load', 'save']],
  [
    'led on from by who hears of errors',
    `await Promise.all(urls.map(load)).catch((error) => log(error))`,
    ['load'],
  ],
  [
    'given to a function that combines it',
    `function within(ms, work) { return Promise.race([work, clock(ms)]).finally(() => stop()); } await within(50, load())`,
    ['load', 'clock'],
  ],
  [
    'given to one by an arrow',
    `const within = (work) => Promise.race([work, clock()]); const p = load(); await within(p)`,
    ['load', 'clock'],
  ],
  [
    'begun in a plain function',
    `function both() { return Promise.all([load(), save()]); } await both()`,
    ['load', 'save'],
  ],
  ['a parameter', `async function within(ms, work) { await Promise.race([clock(ms), work]); }`, ['clock', 1]],
  ['returned', `async function f() { return Promise.any([load(), save()]); }`, ['load', 'save']],
])('%s', (_what, source, members) => {
  expect(membersOf(source)).toEqual(members);
});

test.each([
  ['a constant named elsewhere, too', `const all = urls.map(load); await Promise.all(all); keep(all)`],
  ['one that is exported', `export const all = urls.map(load); await Promise.all(all)`],
  ['a variable that gets another value', `let p = load(); p = other(); await Promise.all([p])`],
  [
    'one that a function around it names, too',
    `const p = load(); const get = () => p; await Promise.all([p])`,
  ],
  ['of two of a name', `var p = load(); var p = save(); await Promise.all([p])`],
  [
    'a list of which something else is done',
    `const jobs = []; jobs.push(load()); await Promise.race(jobs); keep(jobs[0])`,
  ],
  [
    'a list of several functions',
    `const jobs = []; jobs.push(load()); jobs.push(save()); await Promise.race(jobs)`,
  ],
  [
    'a list that something is put into elsewhere',
    `const jobs = []; for (const url of urls) set.add(jobs.push(load(url))); await Promise.race(jobs)`,
  ],
  ['what a promise leads to', `await Promise.all([load().catch(log), load().then(show)])`],
  [
    'what then does something with',
    `await Promise.race([load().then((all) => cache.set(1, all)), save().then(() => done = true)])`,
  ],
  [
    'what then waits for besides',
    `await Promise.race([load().then(async () => {}), load().then((all) => next(all))])`,
  ],
  ['what then has the errors of', `await Promise.race([load().then((all) => all, (error) => error)])`],
  ['a list of unknown length', `await Promise.all([...urls.map(load), save()])`],
  [
    'what a block may do besides',
    `await Promise.all(urls.map((url) => { const p = load(url); keep(p); return p; }))`,
  ],
  ['no combinator', `await load()`],
  ['nobody cares for what fails', `await Promise.all(urls.map(load)).catch(() => {})`],
  ['nor there', `await Promise.all(urls.map(load)).then(show, noop)`],
  [
    'given to a function that names it twice',
    `const within = (work) => { keep(work); return Promise.race([work, tick]); }; await within(load())`,
  ],
  [
    'given to one of several of that name',
    `{ const within = (work) => Promise.race([work]); } const within = (work) => keep(work); await within(load())`,
  ],
  [
    'given to one that keeps all it is given',
    `const within = function (work) { keep(arguments); return Promise.race([work]); }; await within(load())`,
  ],
  [
    'a parameter that is named twice',
    `async function within(work) { work.catch(log); await Promise.race([work, p]); }`,
  ],
])('not told: %s', (_what, source) => {
  expect(membersOf(source)).toBeUndefined();
});

test('what a call is given', () => {
  const { rows } = instrument(`await within(load(), 50, api.save())`, 'module', 'main.mjs', () => 1);
  expect(rows[1]?.[5]?.given).toEqual({ to: 'within', names: ['load', null, 'save'] });
});

test('functions that combine what they are given, told of the file that they stand in', () => {
  const { rows } = instrument(
    `
      export function within(ms, work) { return Promise.race([work, clock(ms)]).finally(stop); }
      export const first = (a, b) => Promise.any([a, b]);
      export function kept(work) { cache.set(work); return Promise.race([work, clock()]); }
      function twice(work) { return Promise.race([work, clock()]); }
      { function twice(work) { return work; } }
    `,
    'module',
    'main.mjs',
    () => 1,
  );
  const [, , , , , facts] = rows[0]!;
  expect(facts?.combining).toEqual({ within: [1, null], first: [0, 1] });
});
