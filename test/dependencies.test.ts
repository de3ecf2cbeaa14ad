// Every package is pinned, and CONTRIBUTING.md says what it is for.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { at } from '../scripts/paths.mjs';

const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
  readFileSync(at('package.json'), 'utf8'),
);
const declared = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });

test('types are declared only for packages that are', () => {
  const typed = declared.filter((name) => name.startsWith('@types/') && name !== '@types/node');
  expect(declared).toEqual(expect.arrayContaining(typed.map((name) => name.slice('@types/'.length))));
});

test('every package is pinned to one version', () => {
  const versions = Object.values({ ...dependencies, ...devDependencies, ...optionalDependencies });
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(String(version)))).toEqual([]);
});

test('CONTRIBUTING.md says of every package what it is for', () => {
  const text = readFileSync(at('CONTRIBUTING.md'), 'utf8');
  expect(declared.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});

test('no lockfile names the host of a registry', () => {
  for (const folder of [
    '',
    'tools/electron-runtime',
    'tools/open-telemetry',
    'tools/runtimes',
    'tools/speedscope',
  ]) {
    expect(readFileSync(at(join(folder, 'package-lock.json')), 'utf8')).not.toMatch(
      /"resolved":|https?:.*\.tgz/,
    );
  }
});
