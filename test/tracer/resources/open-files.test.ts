// Waits for what is done with a file that is open. Of these functions Node hears only a number, not the path.

import { expect, test } from 'vitest';
import { type TracedRun, traced } from '../../support/traced.ts';

const named = (run: TracedRun) => run.task('main.mjs').waits.map(({ on }) => `${on.kind} ${on.name}`);

test('what is asked by a descriptor has the name of the file, also by a library, until the file is closed', async () => {
  const run = await traced({
    'main.mjs': `
      import fs from 'node:fs';
      import { promisify } from 'node:util';
      import { head } from 'library';
      const { open, read, fstat, write, close } = Object.fromEntries(
        ['open', 'read', 'fstat', 'write', 'close'].map((name) => [name, promisify(fs[name])]),
      );
      const first = await open('main.mjs');
      const second = fs.openSync(new URL('other.txt', import.meta.url), 'w+');
      await read(first, Buffer.alloc(1), 0, 1, 0);
      await new Promise((resolve) => fs.fstat(second, resolve));
      await write(second, 'text');
      await close(first);
      const again = await open('other.txt');
      await fstat(again);
      fs.closeSync(again);
      await fstat(again).catch(() => {});
      await head('other.txt');
    `,
    'node_modules/library/index.js': `
      const fs = require('node:fs');
      exports.head = (file) => new Promise((resolve) => {
        fs.open(file, (error, descriptor) => fs.read(descriptor, Buffer.alloc(4), 0, 4, 0, (error, count) => {
          fs.closeSync(descriptor);
          resolve(count);
        }));
      });
    `,
  });
  const other = /^file \w+ \S+\/other\.txt$/;
  expect(named(run)).toEqual([
    'file open main.mjs',
    'file read main.mjs',
    expect.stringMatching(other),
    expect.stringMatching(other),
    'file close main.mjs',
    'file open other.txt',
    'file fstat other.txt',
    'file fstat',
    'file read other.txt',
  ]);
});

test('what is asked of a file’s handle has the name of the file', async () => {
  const run = await traced(`
    import fs from 'node:fs/promises';
    const file = await fs.open('data.txt', 'w+');
    await file.write('one');
    await file.appendFile('two');
    await Promise.all([file.stat(), file.read(Buffer.alloc(1), 0, 1, 0)]);
    await fs.readFile(file);
    for await (const line of file.readLines({ start: 0, autoClose: false }));
    await file.close();
    await fs.open('main.mjs').then((other) => other.close());
  `);
  const names = named(run);
  expect(names.slice(0, 5)).toEqual([
    'file open data.txt',
    'file write data.txt',
    'file appendFile data.txt',
    'file null',
    'file readFile data.txt',
  ]);
  const { members } = run.task('main.mjs').waits[3]!.on;
  expect(members.map(({ name }) => name)).toEqual(['stat data.txt', 'read data.txt']);
  const lines = run.task('main.mjs').waits.slice(5, -2);
  expect(lines.map(({ on }) => on.name)).toEqual(lines.map(() => 'lines of stream data.txt'));
  expect(names.at(-2)).toBe('file close data.txt');
});
