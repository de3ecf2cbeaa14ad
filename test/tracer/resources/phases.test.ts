// Which of the loop's phases a callback belongs to.

import { expect, test } from 'vitest';
import { LOOP_PHASE_NAMES } from '../../../src/protocol/events.ts';
import { traced } from '../../support/traced.ts';

test('timers, poll, check and close', async () => {
  const run = await traced(`
    import { readFile } from 'node:fs';
    import { connect, createServer } from 'node:net';
    setTimeout(function timer() {}, 1);
    setImmediate(function immediate() {});
    readFile(new URL(import.meta.url), function read() {});
    const server = createServer((socket) => socket.end('text'));
    server.listen(0, '127.0.0.1', () => {
      const socket = connect(server.address().port, '127.0.0.1');
      socket.on('data', function data() {});
      socket.on('close', function closed() { server.close(); });
    });
  `);
  const { turns } = run.model.main;
  const { tasks } = run.model.tables;
  const phase = (name: string) =>
    LOOP_PHASE_NAMES[turns.phase.get(turns.ofRun(tasks.firstRun.get(run.task(name).id - 1)))];
  const names = ['timer', 'immediate', 'read', 'data', 'closed'];
  expect(names.map((name) => `${name}: ${phase(name)}`)).toEqual([
    'timer: timers',
    'immediate: check',
    'read: poll',
    'data: poll',
    'closed: close',
  ]);
});
