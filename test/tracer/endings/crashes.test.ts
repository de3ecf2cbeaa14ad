// However a program ends, it ends the same with the tracer as without: its code or signal, and its last words.

import { describe, expect, test } from 'vitest';
import { framesOf, same } from '../../support/same.ts';
import { both } from '../../support/traced.ts';

/** What a crash printed, without what differs from run to run or belongs to V8: native frames, and the columns of a native trace. */
const lastWords = (stderr: string) =>
  framesOf(stderr).map((line) => line.replace(/0x[0-9a-f]+.*/g, '0x…').replace(/^(\d+: .*:\d+):\d+$/, '$1'));

describe('how it ends', () => {
  test.each([
    ['a code', 'console.log(1); process.exit(42);'],
    ['a late code', `console.log(1); process.on('exit', () => { process.exitCode = 6; });`],
    ['nothing left to do', 'console.log(1); setTimeout(() => {}, 1); setTimeout(() => {}, 60_000).unref();'],
    [
      'a handler that stays calm',
      `process.on('uncaughtException', () => console.log('calm')); setTimeout(() => { throw 1; }, 1);`,
    ],
    [
      'a rejection handled late',
      `const p = Promise.reject(1); process.on('unhandledRejection', () => console.log('u')); process.on('rejectionHandled', () => console.log('h')); setTimeout(() => p.catch(() => {}), 5);`,
    ],
  ])('%s', async (_what, source) => {
    await same(source);
  });

  test.each([
    ['an uncaught error', `console.log(1); throw new TypeError('no');`],
    ['a name that there is not', 'console.log(1); (await 1) && await nope;\n  await nope.x;'],
    ['a name that a statement begins with', 'console.log(1);\n  await nope.x;'],
    ['an uncaught value', `console.log(1); throw { not: 'an error' };`],
    ['an unhandled rejection', `console.log(1); (async () => { await null; throw new Error('no'); })();`],
    ['a rejection of nothing', 'console.log(1); Promise.reject();'],
    ['an error in a timer', `console.log(1); setTimeout(() => { throw new Error('no'); }, 1);`],
    [
      'an error while handling one',
      `process.on('uncaughtException', () => { throw new Error('again'); }); console.log(1); throw 1;`,
    ],
    ['SIGINT', `console.log(1); process.kill(process.pid, 'SIGINT'); setTimeout(() => {}, 60_000);`],
    ['SIGKILL', `console.log(1); process.kill(process.pid, 'SIGKILL'); setTimeout(() => {}, 60_000);`],
    ['an abort', 'console.log(1); process.abort();'],
    ['an await of nothing', 'console.log(1); await new Promise(() => {});'],
  ])('%s: the same code or signal, and the same last words', async (_what, source) => {
    const { plain, traced } = await both(source);
    expect({ ...traced.ending, stderr: lastWords(traced.stderr) }).toEqual({
      ...plain,
      stderr: lastWords(plain.stderr),
    });
  });

  // Node underlines no more than 1,020 characters of a line, in which markers take most of the place.
  test.each([
    ['near its beginning', 8, "throw new Error('far');"],
    ['with a tab before it', 8, "\tthrow new Error('far');"],
    ['far into it', 200, "throw new Error('far');"],
    ['far into it, no error', 200, "throw 'far';"],
  ])(
    'an uncaught error in a long line, %s: the same code and the same last words',
    async (_what, count, throws) => {
      const awaits = (times: number): string => 'await 1; '.repeat(times);
      const { plain, traced } = await both(`console.log(1); ${awaits(count)}${throws} ${awaits(10)}`);
      expect({ ...traced.ending, stderr: lastWords(traced.stderr) }).toEqual({
        ...plain,
        stderr: lastWords(plain.stderr),
      });
    },
  );

  test('a missing import: the same code and message', async () => {
    const { plain, traced } = await both(`console.log(1); await import('./nowhere.mjs');`);
    // On Node 20 the loader is in another thread, and the stack shows that.
    const message = /^Error \[ERR_MODULE_NOT_FOUND\].*$/m;
    expect(traced.exitCode).toBe(plain.exitCode);
    expect(message.exec(traced.stderr)?.[0]).toBe(message.exec(plain.stderr)?.[0]);
  });
});
