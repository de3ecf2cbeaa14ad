// An error that leaves a callback: nobody can catch it, so it ends the program, unless the process listens.

import { expect, test } from 'vitest';
import type { Source } from '../../support/program.ts';
import { same } from '../../support/same.ts';
import { both } from '../../support/traced.ts';

/** What is told of a program that ends because of an error, as it does without the tracer. */
async function told(source: Source): Promise<string[]> {
  const { plain, traced } = await both(source);
  expect(plain.exitCode).toBe(1);
  expect(traced.ending).toEqual(plain);
  return traced.report.insights.map(({ id, line, message }) => `${id} ${line}: ${message}`);
}

test('of a timer, with the line and the callback', async () => {
  expect(
    await told({
      'main.cjs': `function tick() {\n  throw new TypeError('no rows');\n}\nsetTimeout(tick, 1);`,
    }),
  ).toEqual([
    'unhandled-rejection 2: The program ended because of TypeError: no rows: it came from main.cjs:2 in tick (main.cjs:1) and nobody caught it.',
  ]);
  expect(
    await told({ 'main.cjs': `process.nextTick(function tick() {\n  throw new TypeError('no rows');\n});` }),
  ).toEqual([
    'unhandled-rejection 2: The program ended because of TypeError: no rows: it came from tick() (main.cjs:2) and nobody caught it.',
  ]);
  expect(
    await told({
      'main.mjs': `function parse() {\n  throw new TypeError('no rows');\n}\nsetTimeout(() => {\n  parse();\n}, 1);`,
    }),
  ).toEqual([
    'unhandled-rejection 2: The program ended because of TypeError: no rows: it came from parse() (main.mjs:2) in setTimeout callback main.mjs:4 and nobody caught it.',
  ]);
});

test('of an emitter without a listener of error, and of an event handler', async () => {
  expect(
    await told({
      'main.mjs': `
        import { EventEmitter } from 'node:events';
        const emitter = new EventEmitter();
        setTimeout(() => {
          emitter.emit('error', new Error('nobody listens'));
        }, 1);
      `,
    }),
  ).toEqual([
    expect.stringMatching(
      /^unhandled-rejection 4: The program ended because of Error: nobody listens: it came from main\.mjs:4 in setTimeout callback/,
    ),
  ]);
  expect(
    await told({
      'main.mjs': `
        import { createServer } from 'node:net';
        const server = createServer();
        server.listen(0, () => {
          server.close();
          JSON.parse('{nope');
        });
      `,
    }),
  ).toEqual([expect.stringMatching(/^unhandled-rejection 5: The program ended because of SyntaxError: /)]);
});

test('with an error of the runtime’s, which has no line of the program', async () => {
  expect(
    await told({
      'main.cjs': `require('node:fs').readFile('./not-there', (error) => {\n  if (error) throw error;\n});`,
    }),
  ).toEqual([
    expect.stringMatching(
      /^unhandled-rejection 1: The program ended because of Error: ENOENT: .*: readFile\("\.\/not-there"\) callback \(main\.cjs:1\) threw it and nobody caught it\.$/,
    ),
  ]);
  expect(await told({ 'main.mjs': `import { connect } from 'node:net';\nconnect('/not/there');` })).toEqual([
    expect.stringMatching(
      /^unhandled-rejection .*: The program ended because of Error: connect ENOENT .*: it came up in what main\.mjs.* had begun and nobody caught it\.$/,
    ),
  ]);
});

test('with a value that is no error', async () => {
  expect(await told({ 'main.cjs': `setImmediate(() => {\n  throw 'no rows';\n});` })).toEqual([
    'unhandled-rejection 1: The program ended because of string: no rows: setImmediate callback main.cjs:1 threw it and nobody caught it.',
  ]);
});

test('a listener of the process takes it, and the rejection of a primitive is told once', async () => {
  const run = await same({
    'main.cjs': `
      process.on('uncaughtException', (error) => console.log('taken', error.message ?? error));
      setTimeout(() => {
        throw new Error('no rows');
      }, 1);
      (async () => { throw 'text'; })();
      setTimeout(() => console.log('on'), 20);
    `,
  });
  const messages = run.report.insights.map(({ line, message }) => `${line}: ${message}`);
  expect(messages).toContain(
    '3: Nobody handled Error: no rows: it came from main.cjs:3 in setTimeout callback main.cjs:2 and nobody caught it but a listener of the process.',
  );
  expect(messages.filter((message) => message.includes('text'))).toHaveLength(1);
});

test('of a worker that nobody listens to: it ends the program, and is told once, with its line in the worker', async () => {
  const main = `import { Worker } from 'node:worker_threads';\nnew Worker(new URL('./worker.mjs', import.meta.url));`;
  expect(
    await told({
      'main.mjs': main,
      'worker.mjs': `await 1;\nsetTimeout(() => {\n  throw new RangeError('no rows');\n}, 1);`,
    }),
  ).toEqual([
    'unhandled-rejection 3: The program ended because of RangeError: no rows, which Worker worker.mjs #1 had ended with: it came from worker.mjs:3 in setTimeout callback worker.mjs:2 and nobody caught it.',
  ]);
  expect(
    await told({
      'main.mjs': main,
      'worker.mjs': `async function load() {\n  await 1;\n  throw new Error('no rows');\n}\nload();`,
    }),
  ).toEqual([
    expect.stringMatching(
      /^unhandled-rejection 1: The program ended because of Error: no rows, which Worker worker\.mjs #1 had ended with: load\(\) \(worker\.mjs:1\) was rejected with it/,
    ),
  ]);
});
