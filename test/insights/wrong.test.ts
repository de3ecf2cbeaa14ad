// Programs as engineers write them, each with one or two mistakes. What is to be found, and what its sentence has to say, stands above its
// line: `// finds never-awaited: 3 tasks`. Nothing else may be found in any of them.

import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { at } from '../../scripts/paths.mjs';
import { INSIGHT_KINDS, type InsightOptions, insightsOf } from '../../src/model/index.ts';
import { traced } from '../support/traced.ts';
import { STOP, unhurried } from './check.ts';

const folder = at('test/insights/wrong');
const textOf = (file: string): string => readFileSync(`${folder}/${file}`, 'utf8');

/** What is wrong with these shows in how they end. All others run as one program, one after the other, which takes less time. */
const ENDING = [
  'alerts.mjs',
  'cache.mjs',
  'chat.mjs',
  'job-queue.mjs',
  'lookups.mjs',
  'semaphore.mjs',
  'thumbnails.mjs',
  'webhook.mjs',
];

interface Told {
  readonly file: string;
  readonly line: number;
  readonly id: string;
  readonly words: string;
}

const expectedIn = (file: string): Told[] =>
  textOf(file)
    .split('\n')
    .flatMap((text, index) => {
      const [, id, words] = /\/\/ finds ([\w-]+)(?:: (.*))?$/.exec(text) ?? [];
      return id === undefined ? [] : { file, line: index + 2, id, words: words ?? '' };
    });

/** A busy machine can be the reason of some findings in any program. Of those, only the ones that are expected keep their threshold. */
function options(expected: readonly Told[]): InsightOptions {
  const { thresholds } = unhurried();
  const about = INSIGHT_KINDS.filter(({ id }) => expected.some((one) => one.id === id));
  return {
    thresholds: { ...thresholds, ...Object.fromEntries(about.map((one) => [one.id, one.threshold.value])) },
  };
}

/** Runs the files. Of each finding it returns the words that were expected, if it contains them, and otherwise its whole sentence. */
async function told(files: readonly string[]): Promise<Told[]> {
  const sources = files.map((file) => [file, textOf(file)] as const);
  const main = files.map((file) => `await import('./${file}');`).join('\n');
  const program = files.length === 1 ? {} : { 'main.mjs': main };
  const { model } = await traced({ ...program, ...Object.fromEntries(sources) }, { stopAt: STOP });
  const expected = files.flatMap(expectedIn);
  return insightsOf(model, options(expected)).found.map(({ id, file, line, message }) => {
    const name = basename(file ?? '');
    const same = expected.find((one) => one.id === id && one.file === name && one.line === line);
    const isSaid = same !== undefined && message.includes(same.words);
    return { file: name, line: line ?? 0, id, words: isSaid ? same.words : message };
  });
}

const inOrder = (all: readonly Told[]): string[] =>
  all.map(({ file, line, id, words }) => `${file}:${line} ${id}: ${words}`).sort();

test('servers, queues, caches, pools and tools that are wrong: each is told what, where, and nothing else', async () => {
  const all = readdirSync(folder);
  const together = all.filter((file) => !ENDING.includes(file));
  const [first, ...others] = [together, ...ENDING.map((file) => [file])];
  const alone = async () => {
    const found: Told[] = [];
    for (const files of others) found.push(...(await told(files)));
    return found;
  };
  const found = (await Promise.all([told(first!), alone()])).flat();
  expect(inOrder(found)).toEqual(inOrder(all.flatMap(expectedIn)));
});
