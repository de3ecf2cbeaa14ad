import { expect, test } from 'vitest';
import { needsTranslation } from '../../src/recording/typescript.ts';

test.each([
  ['app.ts', 'node 20.20.2', true],
  ['app.mts', 'electron 33.2.1 (node 20.18.1)', true],
  ['app.cts', 'node 22.17.1', true],
  ['app.ts', 'node 22.18.0', false],
  ['app.ts', 'node 23.6.0', false],
  ['app.ts', 'node 24.0.0', false],
  ['app.tsx', 'node 26.10.0', true],
  ['app.jsx', 'node 20.20.2', true],
  ['app.mjs', 'node 20.20.2', false],
])('%s on %s is compiled by Loopscope: %s', (script, runtime, is) => {
  expect(needsTranslation(`/home/ada/${script}`, runtime)).toBe(is);
});
