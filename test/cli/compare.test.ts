import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { writeProgram } from '../support/program.ts';
import { loopscope } from './command.ts';

async function recorded(source: string): Promise<string> {
  const script = writeProgram(source);
  await loopscope(['record', script], { cwd: dirname(script) });
  return join(dirname(script), 'main.loopscope');
}

const slow = `
  import { setTimeout as sleep } from 'node:timers/promises';
  async function fetchPrice(ms) {
    await sleep(ms);
  }
  for (let at = 0; at < 4; at++) await fetchPrice(500);
`;
const quick = `
  import { setTimeout as sleep } from 'node:timers/promises';
  async function fetchPrice(ms) {
    await sleep(ms);
  }
  await fetchPrice(100);
`;

test('two recordings are compared, as text and as loopscope-comparison/1; --max-slower ends with 1', async () => {
  const [before, after] = await Promise.all([recorded(slow), recorded(quick)]);
  const text = await loopscope(['compare', before, after]);
  expect(text).toMatchObject({ stderr: '', exitCode: 0 });
  expect(text.stdout).toMatch(/^A {2}main\.mjs · node .* · exit 0 · .* · 5 tasks\nB {2}main\.mjs · /);
  expect(text.stdout).toMatch(/The second run is [\d.]+× as fast as the first run/);
  expect(text.stdout).toMatch(/fetchPrice +4 → 1/);

  const asJson = await loopscope(['compare', before, after, '--format', 'json', '--max-slower', '20%']);
  expect(asJson.exitCode).toBe(0);
  const compared = JSON.parse(asJson.stdout);
  expect(compared).toMatchObject({
    format: 'loopscope-comparison/1',
    a: { path: expect.stringContaining('main.mjs'), exitCode: 0, complete: true },
    b: { exitCode: 0, complete: true },
    findings: { onlyA: expect.any(Array), onlyB: [], inBoth: [] },
  });
  expect(compared.totals).toContainEqual({ id: 'tasks', unit: 'count', a: 5, b: 2 });
  expect(compared.functions).toContainEqual({
    name: 'fetchPrice',
    a: expect.objectContaining({ calls: 4, line: 2 }),
    b: expect.objectContaining({ calls: 1, line: 2 }),
  });

  const slower = await loopscope(['compare', after, before, '--max-slower', '20%']);
  expect(slower.exitCode).toBe(1);
  expect(slower.stdout).toContain('as long as the first run');
});

test.each([
  [['--max-slower', 'much'], '--max-slower: "much" is no part such as 20%.'],
  [['--format', 'xml'], '--format: there is no "xml". There are text, json.'],
])('%j is refused before anything is read', async (options, words) => {
  const { stdout, stderr, exitCode } = await loopscope(['compare', 'a', 'b', ...options]);
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
  expect(stderr).toContain(words);
});

test('a missing recording is reported', async () => {
  const { stderr, exitCode } = await loopscope(['compare', 'a.loopscope', 'b.loopscope']);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^loopscope: Cannot open a\.loopscope: /);
});
