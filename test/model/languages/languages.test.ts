// Everything that belongs to one language or its runtime is in src/model/languages and nowhere else in the model.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from '@typescript/typescript6';
import { expect, test } from 'vitest';
import { at } from '../../../scripts/paths.mjs';
import { languageOf } from '../../../src/model/languages/index.ts';

const ONES_OWN =
  /\bNode\b|Promise\.|setImmediate|setInterval\(|nextTick\b(?!$)|queueMicrotask|node_modules|AbortController|forEach|\bconst \w+ =|=>/;

/** What a file says: its strings and templates, not its code or comments. */
function textsOf(file: string): string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      texts.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest));
  return texts;
}

const filesIn = (folder: string): string[] =>
  readdirSync(at(folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(at(folder), name));

test('only the files about a language contain its words', () => {
  const speaking = filesIn('src/model')
    .filter((file) => !file.includes(join('model', 'languages')))
    .flatMap((file) => textsOf(file).filter((text) => ONES_OWN.test(text)));
  expect(speaking).toEqual([]);
});

test('the words looked for are those that a language has', () => {
  const texts = filesIn('src/model/languages').flatMap(textsOf);
  expect(texts.filter((text) => ONES_OWN.test(text)).length).toBeGreaterThan(20);
});

test('a runtime has its language; an unknown one has JavaScript', () => {
  for (const runtime of [
    'node 20.20.2',
    'electron 33.2.1 (node 20.18.1)',
    '',
    'unheard-of 1.0',
    'constructor',
  ])
    expect(languageOf(runtime).combinators.all).toBe('Promise.all');
});
