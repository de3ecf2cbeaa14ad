// The lessons as a learner without Loopscope would run them: plain Node, real time, nothing traced.

import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const samples = join(import.meta.dirname, '..', 'samples');
const lessons = readdirSync(samples, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

/** What a sample wrote, line by line. Fails when it exits with another code than 0 or writes to stderr. */
async function outputOf(script: string): Promise<string[]> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(samples, script)]);
  expect(stderr).toBe('');
  return stdout.trimEnd().split('\n');
}

describe.concurrent('samples run to their end', { timeout: 60_000 }, () => {
  test('two coroutines', async () => {
    expect(await outputOf('01-two-coroutines/main.mjs')).toEqual([
      'order:  the kitchen starts cooking',
      'driver: on the way',
      'order:  the food is ready',
      'driver: at the restaurant',
      'dinner is served',
    ]);
  });

  const alarm = 'alarm: a tenth of a second is over';
  const prices = ['AAPL 227.52', 'GOOG 163.24', 'MSFT 430.81', 'NVDA 116.14', 'TSLA 238.25'];
  const end = expect.stringMatching(/^all prices after \d+\.\d s$/);

  test('stock prices with a blocking call: the alarm rings too late', async () => {
    expect(await outputOf('02-stock-prices/blocking.mjs')).toEqual([...prices, alarm, end]);
  });

  test('stock prices one after the other with await: the alarm rings on time', async () => {
    expect(await outputOf('02-stock-prices/sequential.mjs')).toEqual([alarm, ...prices, end]);
  });

  test('stock prices all at once, in the order they were asked for', async () => {
    expect(await outputOf('02-stock-prices/concurrent.mjs')).toEqual([alarm, ...prices, end]);
  });
});

describe('every lesson says what it is', () => {
  test('there are lessons, numbered so that they sort', () => {
    expect(lessons.length).toBeGreaterThan(0);
    for (const [index, name] of lessons.entries()) {
      expect(name).toMatch(/^\d\d(-[a-z]+)+$/);
      expect(Number(name.slice(0, 2))).toBe(index + 1);
    }
  });

  test.each(lessons)('%s/lesson.json', (name) => {
    const lesson = JSON.parse(readFileSync(join(samples, name, 'lesson.json'), 'utf8'));
    const line = expect.stringMatching(/\S/);
    expect(lesson).toEqual({
      title: line,
      question: expect.stringMatching(/\?$/),
      lookFor: expect.any(Array),
      scripts: expect.any(Array),
    });
    expect(lesson.lookFor).toEqual(lesson.lookFor.map(() => line));
    expect(lesson.lookFor.length).toBeGreaterThan(0);
    expect(lesson.scripts).toEqual(lesson.scripts.map(() => ({ title: line, file: line })));
    expect(lesson.scripts.length).toBeGreaterThan(0);
    for (const { file } of lesson.scripts) {
      expect(existsSync(join(samples, name, file)), `${name}/${file}`).toBe(true);
      // A learner opens the script first: its head says what to look for.
      expect(readFileSync(join(samples, name, file), 'utf8')).toContain('// What you should see:');
    }
  });
});
