// Which members of an awaited combinator the source says are made right there.

import { expect, test } from 'vitest';
import { instrument } from '../../src/tracer/instrument/instrument.ts';

function membersOf(source: string): readonly (string | null)[] | undefined {
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
  ['returned', `async function f() { return Promise.any([load(), save()]); }`, ['load', 'save']],
])('%s', (_what, source, members) => {
  expect(membersOf(source)).toEqual(members);
});

test.each([
  ['a constant named elsewhere, too', `const all = urls.map(load); await Promise.all(all); keep(all)`],
  ['one that is exported', `export const all = urls.map(load); await Promise.all(all)`],
  ['a variable', `let p = load(); await Promise.all([p])`],
  ['what a promise leads to', `await Promise.all([load().catch(log), load().then(show)])`],
  ['a list of unknown length', `await Promise.all([...urls.map(load), save()])`],
  [
    'what a block may do besides',
    `await Promise.all(urls.map((url) => { const p = load(url); keep(p); return p; }))`,
  ],
  ['no combinator', `await load()`],
])('not told: %s', (_what, source) => {
  expect(membersOf(source)).toBeUndefined();
});
