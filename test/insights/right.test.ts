// Programs that wait as they should, in the style of real ones: nothing is found in any of them.

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { at } from '../../scripts/paths.mjs';
import { insightsOf } from '../../src/model/index.ts';
import { traced } from '../support/traced.ts';
import { unhurried } from './check.ts';

test('servers, queues, caches, pools and tools that are right, one after the other', async () => {
  const folder = at('test/insights/fixtures');
  const files = readdirSync(folder);
  const { model, exitCode } = await traced({
    'main.mjs': files.map((file) => `await import('./${file}');`).join('\n'),
    ...Object.fromEntries(files.map((file) => [file, readFileSync(`${folder}/${file}`, 'utf8')])),
  });
  expect(exitCode).toBe(0);
  const { found } = insightsOf(model, unhurried());
  expect(found.map(({ file, line, message }) => `${file}:${line} ${message}`)).toEqual([]);
});
