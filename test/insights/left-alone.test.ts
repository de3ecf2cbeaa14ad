// Which calls return a promise that nobody takes, as far as the source tells, and which functions' promises are dropped.

import { expect, test } from 'vitest';
import { instrument } from '../../src/tracer/instrument/instrument.ts';

/** The texts of such calls, and `async …` for each function whose promises are dropped. */
function leftAlone(source: string): string[] {
  const { rows } = instrument(`${source}\nawait end();`, 'module', 'main.mjs', () => 1);
  return rows.flatMap(([kind, name, , , , facts]) =>
    kind === 'call' ? [name] : facts?.dropped ? [`async ${facts.handedTo}`] : [],
  );
}

test.each([
  ['a statement', `save(1);`, ['save(1)']],
  ['where a test lets it', `ok && save(1); ok ? save(2) : undo();`, ['save(1)', 'save(2)', 'undo()']],
  ['in a variable that nothing names', `const saved = save(1);`, ['save(1)']],
  [
    'a combinator',
    `Promise.all(orders.map((order) => save(order)));`,
    ['Promise.all(orders.map((order) => save(order)))'],
  ],
  ['what is called like a method of a Map', `store.set(1); this.log(2);`, ['store.set(1)', 'this.log(2)']],
  [
    'what is called like a method of a list',
    `const queue = new Queue(); queue.push(job);`,
    ['queue.push(job)'],
  ],
  [
    'what goes into a list that nothing reads',
    `const all = []; all.push(save(1)); log(all.length);`,
    ['save(1)', 'log(all.length)'],
  ],
  ['what forEach calls', `orders.forEach((order) => save(order));`, ['save(order)']],
  ['what forEach calls in a block', `orders.forEach((order) => { save(order); });`, ['save(order)']],
  ['a function that forEach calls', `orders.forEach(async (order) => {});`, ['async forEach']],
  ['map as a statement', `orders.map(async (order) => {});`, ['async map']],
  [
    'filter, for which a promise is true',
    `const due = orders.filter(async (order) => {}); due();`,
    ['async filter', 'due()'],
  ],
])('%s', (_what, source, calls) => {
  expect(leftAlone(source)).toEqual(calls);
});

test.each([
  ['a variable that is named', `const saved = save(1); use = saved;`],
  ['a variable that is exported', `export const saved = save(1);`],
  [
    'a Map of the file',
    `const rooms = new Map(); class Hotel { #guests = new Set(); add() { rooms.set(1, 2); this.#guests.add(3); } }`,
  ],
  ['a list', `const all = []; all.push(1); more.push(all);`],
  ['a list that is awaited', `const all = []; all.push(save(1)); await Promise.all(all);`],
  ['a list that is exported', `export const all = []; all.push(save(1));`],
  ['a list of a field', `this.all = []; this.all.push(save(1));`],
  [
    'a list that is read through another name',
    `const all = []; const same = all; all.push(save(1)); use = same;`,
  ],
  ['the list that map makes', `const all = orders.map(async (order) => {}); use = all;`],
  ['what map calls', `const all = orders.map((order) => save(order)); use = all;`],
  ['the end of a module', `await begin();`],
])('%s is not', (_what, source) => {
  expect(leftAlone(source)).toEqual([]);
});

test('what a module begins last is the program, also in forEach', () => {
  const { rows } = instrument(
    `files.forEach((file) => build(file)); const all = main();`,
    'module',
    'main.mjs',
    () => 1,
  );
  expect(rows.map(([kind]) => kind)).toEqual(['module']);
});
