import { describe, expect, test } from 'vitest';
import { typescriptProblem } from '../../src/recording/typescript.ts';

describe('TypeScript is refused by name where the runtime would not know the file', () => {
  test.each([
    ['app.ts', 'node 20.20.2', false],
    ['app.mts', 'electron 33.2.1 (node 20.18.1)', false],
    ['app.cts', 'node 22.17.1', false],
    ['app.ts', 'node 22.18.0', true],
    ['app.ts', 'node 23.6.0', true],
    ['app.ts', 'node 24.0.0', true],
    ['app.mjs', 'node 20.20.2', true],
  ])('%s on %s: %s', (script, runtime, runs) => {
    const problem = typescriptProblem(`/home/ada/${script}`, runtime);
    expect(problem === null).toBe(runs);
    if (problem !== null) expect(problem.detail).toContain(runtime);
  });
});
