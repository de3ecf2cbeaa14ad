// What the runtime itself tells the process: how it is about to end, and what nobody has handled.

import { expect, test } from 'vitest';
import { picture, traced } from '../../support/traced.ts';
import { tree } from '../../support/tree.ts';

test('what the process is told by the runtime itself is a task of nobody’s', async () => {
  const run = await traced(`
    async function leaf(name) {}
    process.once('beforeExit', function before() {
      leaf('before');
      setTimeout(function late() {}, 1);
    });
    process.on('unhandledRejection', function unhandled() { leaf('unhandled'); });
    process.on('exit', function exits() { leaf('exits'); });
    Promise.reject(new Error('nobody listens'));
    process.emit('unhandledRejection');
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled
      leaf fulfilled
    unhandled (callback) fulfilled
      leaf fulfilled
    before (callback) fulfilled
      leaf fulfilled
      late (callback) fulfilled
    exits (callback) fulfilled
      leaf fulfilled
  `);
});
