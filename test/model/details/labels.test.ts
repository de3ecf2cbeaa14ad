import { expect, test } from 'vitest';
import { nameBeside, placeBeside, placeText, shortPath } from '../../../src/model/details/labels.ts';
import { baseName, labelOf, nameOf } from '../../../src/model/index.ts';
import type { LoopPhaseName } from '../../../src/protocol/events.ts';
import { type EnterOptions, modelOf } from '../../support/script.ts';

/** `label | name` of a task that enters like this. */
function called(name: string, options: EnterOptions, phase: LoopPhaseName = 'poll'): string {
  const model = modelOf([
    [0, 'turn', phase],
    [1, 'enter', 1, name, options],
  ]);
  return `${labelOf(model, 0)} | ${nameOf(model, 0)}`;
}

test('functions and generators are called by their name, with their first arguments where they are told', () => {
  expect(called('order', {})).toBe('order() | order');
  expect(called('ticks', { kind: 'generator' })).toBe('ticks() | ticks');
  expect(called('fetchPrice', { label: '"AAPL"' })).toBe('fetchPrice("AAPL") | fetchPrice');
  expect(called('Shop.open', { label: '…' })).toBe('Shop.open(…) | Shop.open');
});

test('modules are called by their file', () => {
  expect(called('', { kind: 'module', file: '/app/src/main.mjs' })).toBe('main.mjs | main.mjs');
  expect(called('', { kind: 'module', file: 'C:\\app\\main.mjs' })).toBe('main.mjs | main.mjs');
});

test('a package’s file is called by its path there, since many are called alike', () => {
  const label = (file: string) => called('', { kind: 'module', file });
  expect(label('/app/node_modules/cart/index.js')).toBe('cart/index.js | index.js');
  expect(label('C:\\app\\node_modules\\cart\\lib\\index.mjs')).toBe('cart/lib/index.mjs | index.mjs');
  expect(label('/app/node_modules/cart/main.js')).toBe('cart/main.js | main.js');
  expect(label('/app/node_modules/.pnpm/a@1/node_modules/@shop/cart/b.js')).toBe('@shop/cart/b.js | b.js');
  expect(label('/app/index.js')).toBe('index.js | index.js');
});

test('what has no name is called by its place', () => {
  expect(called('', { line: 12 })).toBe('anonymous main.mjs:12 | anonymous main.mjs:12');
  expect(called('', { line: 12, label: '7' })).toBe('anonymous main.mjs:12(7) | anonymous main.mjs:12');
});

test('what has no name and was handed to a call is called by that', () => {
  const each = { line: 5, handedTo: 'map' };
  expect(called('', each)).toBe('map callback main.mjs:5 | map callback main.mjs:5');
  expect(called('', { ...each, label: '"a"' })).toBe('map callback("a") | map callback main.mjs:5');
  const route = { kind: 'callback', line: 7, handedTo: 'get("/orders")' } as const;
  expect(called('', route)).toBe('get("/orders") callback | get("/orders") callback');
});

test('callbacks are called by what called them', () => {
  const callback = (phase: LoopPhaseName) => called('', { kind: 'callback', line: 7 }, phase).split(' | ')[0];
  expect(callback('timers')).toBe('timer callback main.mjs:7');
  expect(callback('check')).toBe('setImmediate callback main.mjs:7');
  expect(callback('nextTick')).toBe('nextTick callback main.mjs:7');
  expect(callback('microtasks')).toBe('microtask callback main.mjs:7');
  expect(callback('poll')).toBe('I/O callback main.mjs:7');
  expect(callback('close')).toBe('close callback main.mjs:7');
  expect(callback('other')).toBe('callback main.mjs:7');
  expect(called('onRequest', { kind: 'callback' })).toBe('onRequest | onRequest');
});

test('spans are called by their own name', () => {
  expect(called('', { kind: 'span', label: 'GET /price' })).toBe('GET /price | GET /price');
});

test('a path is told by its last part', () => {
  expect(['/a/b.mjs', 'C:\\a\\b.mjs', 'b.mjs', ''].map(baseName)).toEqual(['b.mjs', 'b.mjs', 'b.mjs', '']);
});

test('a place in a package names the package', () => {
  const place = { file: '/app/node_modules/express/lib/router/index.js', line: 1507, column: 3 };
  expect(placeText(place)).toBe('express/lib/router/index.js:1507');
  expect(placeBeside(`then callback ${placeText(place)}`, place)).toBe('');
  expect(nameBeside(`then callback ${placeText(place)}`, place)).toBe('then callback');
  expect(called('', { file: place.file, line: 7, handedTo: 'map' })).toContain(
    'express/lib/router/index.js:7',
  );
  expect(placeText({ file: '/node_modules', line: 1 })).toBe('node_modules:1');
});

test('beside another place a label lacks the place that it is called by', () => {
  const at = (line: number) => ({ file: '/app/main.mjs', line, column: 3 });
  expect(nameBeside('anonymous main.mjs:12', at(14))).toBe('anonymous');
  expect(nameBeside('map callback main.mjs:5', at(5))).toBe('map callback');
  expect(nameBeside('main.mjs', at(1))).toBe('main.mjs');
  expect(nameBeside('anonymous other.mjs:12', at(14))).toBe('anonymous other.mjs:12');
  expect(nameBeside('order', null)).toBe('order');
});

test('a file is called by the shortest end of its path that no other file has', () => {
  const files = [
    '/app/main.mjs',
    '/app/cart/index.mjs',
    '/app/shop/index.mjs',
    'index.mjs',
    'C:\\a\\x.js',
    'D:\\a\\x.js',
    '/top.mjs',
  ];
  expect(files.map((file) => shortPath(file, files))).toEqual([
    'main.mjs',
    'cart/index.mjs',
    'shop/index.mjs',
    'index.mjs',
    'C:\\a\\x.js',
    'D:\\a\\x.js',
    'top.mjs',
  ]);
});
