import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MarkStore, marksSchema } from '../../src/main/remembered/marks.ts';
import { newFolder } from '../support/folder.ts';

function storeFile(): string {
  return join(newFolder(), 'marks.json');
}

test('marks of each recording by its key, there again in another process', () => {
  const file = storeFile();
  const store = new MarkStore(file);
  store.set('one', [{ atNs: 5, text: 'here' }]);
  store.set('other', [{ atNs: 7, text: '' }]);
  store.set('one', [{ atNs: 6, text: 'there' }]);
  const again = new MarkStore(file);
  expect(again.of('one')).toEqual([{ atNs: 6, text: 'there' }]);
  expect(again.of('other')).toEqual([{ atNs: 7, text: '' }]);
  expect(again.of('third')).toEqual([]);
  again.set('one', []);
  expect(JSON.parse(readFileSync(file, 'utf8')).recordings).toHaveLength(1);
});

test('of many recordings, the least recently used lose their marks', () => {
  const store = new MarkStore(storeFile());
  for (let at = 0; at < 501; at++) store.set(`${at}`, [{ atNs: at, text: '' }]);
  expect(store.of('0')).toEqual([]);
  expect(store.of('1')).toHaveLength(1);
  expect(store.of('500')).toHaveLength(1);
});

test('a damaged file is put aside', () => {
  const file = storeFile();
  writeFileSync(file, '{"recordings":[{"key":"one","marks":[{"atNs":"soon"}]}]}');
  expect(new MarkStore(file).of('one')).toEqual([]);
  expect(readFileSync(`${file}.damaged`, 'utf8')).toContain('soon');
});

test('what a window sends is validated', () => {
  expect(marksSchema.safeParse([{ atNs: 1, text: 'x' }]).success).toBe(true);
  for (const wrong of [
    { atNs: -1, text: '' },
    { atNs: Number.NaN, text: '' },
    { atNs: 1, text: 'x'.repeat(501) },
    {},
  ])
    expect(marksSchema.safeParse([wrong]).success).toBe(false);
});
