// Findings that do not depend on a duration are told from a number of tasks at one line on, and those of one line are told once.

import { expect, test } from 'vitest';
import { insightsOf, type Model } from '../../../src/model/index.ts';
import { modelOf, type ScriptLine } from '../../support/script.ts';

const found = (model: Model, thresholds = {}) =>
  insightsOf(model, { thresholds }).found.map(({ message, tasks }) => [message, tasks.length]);

test('rejections that began in one function count together', () => {
  const ids = [2, 3, 4];
  const model = modelOf([
    [0, 'enter', 1, 'main', { kind: 'module', line: 1 }],
    ...ids.flatMap((id): ScriptLine[] => [
      [id, 'enter', id, 'answer', { line: 3, label: String(id) }],
      [id, 'end', id, 'rejected', ['TypeError', `no order ${id}`]],
      [id, 'unhandled', id, 'heard'],
    ]),
    [8, 'enter', 8, 'answer', { line: 3, label: '8' }],
    [8, 'end', 8, 'rejected', ['RangeError', 'too many']],
    [8, 'unhandled', 8, 'heard'],
    [9, 'end', 1],
  ]);
  const of = (id: number, error: string) =>
    `Nobody handled ${error}: answer(${id}) (main.mjs:3) was rejected with it and nobody caught it but a listener of the process`;
  const three = [`${of(2, 'TypeError: no order 2')} (and 2 other rejections there).`, 3];
  expect(found(model)).toEqual([three, [`${of(8, 'RangeError: too many')}.`, 1]]);
  expect(found(model, { 'unhandled-rejection': 3 })).toEqual([three]);
  expect(found(model, { 'unhandled-rejection': 4 })).toEqual([]);
});

test('tasks that wait at one line as the program ends count together', () => {
  const model = modelOf([
    [0, 'enter', 1, 'main', { kind: 'module', line: 1 }],
    ...[2, 3, 4].flatMap((id): ScriptLine[] => [
      [id, 'enter', id, 'customer', { parent: 1, line: 3, label: String(id) }],
      [id, 'suspend', id, 'promise', 0, { line: 4, text: 'lock()' }],
    ]),
    [8, 'suspend', 1, 'task', 4, { line: 12 }],
    [9, 'bye', 13, 'nothingLeft'],
  ]);
  const message =
    'The program ended with exit code 13 while customer(4) (main.mjs:4) still waited for a promise (lock()), and with it main.mjs: nothing was left that could have settled it. 2 others waited there, too.';
  expect(found(model)).toEqual([[message, 2]]);
  expect(found(model, { 'never-settled': 3 })).toEqual([[message, 2]]);
  expect(found(model, { 'never-settled': 4 })).toEqual([]);
});
