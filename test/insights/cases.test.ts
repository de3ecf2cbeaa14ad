import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { at } from '../../scripts/paths.mjs';
import { INSIGHT_IDS } from '../../src/model/index.ts';
import type { Case } from './check.ts';

const folder = at('test/insights/cases');
const cases = readdirSync(folder).map((file) => basename(file, '.ts'));

test('every kind has a trap, its fix, and three look-alikes and more', async () => {
  expect(cases.sort()).toEqual([...INSIGHT_IDS].sort());
  for (const name of cases) {
    const [{ id, trap, fix, lookAlikes, lookAlikesTogether = {} }] = Object.values(
      await import(`${folder}/${name}.ts`),
    ) as [Case];
    const right = [fix, ...Object.values(lookAlikes), ...Object.values(lookAlikesTogether)];
    expect(id).toBe(name);
    expect(new Set([trap, ...right]).size, id).toBe(right.length + 1);
    expect(right.length, id).toBeGreaterThan(3);
  }
});

test('every kind is looked at by one of the files of traps', () => {
  const files = readdirSync(at('test/insights')).filter((file) => file.startsWith('traps-of-'));
  const imported = files.flatMap((file) =>
    [...readFileSync(at(`test/insights/${file}`), 'utf8').matchAll(/cases\/([\w-]+)\.ts/g)].map(
      ([, name]) => name,
    ),
  );
  expect(imported.sort()).toEqual(cases.sort());
});
