// What is advised can be copied: each example is JavaScript, and where there is one before there is one after.

import { parse } from 'acorn';
import { expect, test } from 'vitest';
import { JAVASCRIPT_ADVICE } from '../../../src/model/languages/javascript-advice.ts';

test.each(Object.entries(JAVASCRIPT_ADVICE))('%s', (_subject, { text, before, after }) => {
  expect(text).toMatch(/^\S.*\.$/);
  expect([typeof before, typeof after]).toEqual([typeof after, typeof before]);
  expect(after).not.toBe(before);
  for (const example of [before, after])
    parse(`async () => {\n${example ?? ''}\n}`, { ecmaVersion: 'latest', sourceType: 'module' });
});
