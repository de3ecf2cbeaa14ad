// Which files are loaded, those of packages too, and until when.

import { expect, test } from 'vitest';
import { type TracedRun, traced } from '../../support/traced.ts';

const COMPUTE = 'for (const until = performance.now() + 30; performance.now() < until; );';
const PACKAGES = {
  'node_modules/cjs/package.json': '{}',
  'node_modules/cjs/index.js': `exports.large = require('./large.js');`,
  'node_modules/cjs/large.js': COMPUTE,
  'node_modules/esm/package.json': '{ "type": "module", "exports": "./index.js" }',
  'node_modules/esm/index.js': 'export const answer = 42;',
};

/** The names of the files that the main thread loaded, without what some version of Node loads itself. */
function files({ model }: TracedRun): string[] {
  return model.stream(0).loading.names.filter((name) => name !== '');
}

test('a package that is required is loaded until the statement is over', async () => {
  const run = await traced({
    'main.cjs': `
      const { large } = require('cjs')
      function work() { ${COMPUTE} return large; }
      work();
      exports.own = require('./own.cjs');
      setTimeout(function later() { const { own } = require('./lazy.cjs'); ${COMPUTE} return own; }, 1);
    `,
    'own.cjs': `exports.own = 1;`,
    'lazy.cjs': `module.exports = require('./own.cjs');`,
    ...PACKAGES,
  });
  expect(files(run)).toEqual(['main.cjs', 'cjs/index.js', 'cjs/large.js', 'own.cjs', 'lazy.cjs']);
  const { loading } = run.model.stream(0);
  const large = loading.names.indexOf('cjs/large.js');
  const lengthMs = (row: number) => (loading.toNs[row]! - loading.fromNs[row]!) / 1e6;
  expect(lengthMs(large)).toBeGreaterThanOrEqual(30);
  // What the program computes afterwards does not count as the loading of this file or any other.
  expect(loading.toNs[large]!).toBeLessThanOrEqual(loading.fromNs[large + 1]! - 30e6);
});

test('what is imported is counted', async () => {
  const run = await traced({
    'main.mjs': `
      import { answer } from 'esm';
      import { own } from './own.mjs';
      const { large } = await import('cjs');
      console.log(answer, own, large);
    `,
    'own.mjs': 'export const own = 1;',
    ...PACKAGES,
  });
  expect(run.stdout).toBe('42 1 {}\n');
  const { loading } = run.model.stream(0);
  expect(loading.length).toBeGreaterThanOrEqual(4);
  expect(loading.goesOn).toBe(false);
});
