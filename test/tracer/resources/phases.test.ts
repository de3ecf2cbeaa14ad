// Which of the loop's phases a callback belongs to.

import { expect, test } from 'vitest';
import { LOOP_PHASE_NAMES } from '../../../src/protocol/events.ts';
import { type TracedRun, traced } from '../../support/traced.ts';

/** In which phase each of these tasks first ran. */
function phases(run: TracedRun, names: readonly string[]): string[] {
  const { turns } = run.model.main;
  const { firstRun } = run.model.tables.tasks;
  return names.map(
    (name) =>
      `${name}: ${LOOP_PHASE_NAMES[turns.phase.get(turns.ofRun(firstRun.get(run.task(name).id - 1)))]}`,
  );
}

test('turns are told by their phase: timers, poll, check and close', async () => {
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
  expect(phases(run, ['timer', 'immediate', 'read', 'data', 'closed'])).toEqual([
    'timer: timers',
    'immediate: check',
    'read: poll',
    'data: poll',
    'closed: close',
  ]);
});

// What is expected was seen with a debugger: at breakpoints where Node calls back, libuv's `uv__run_pending` is on the stack, or is not.
test('the end of a stream and a pipe that is not there come in the pending phase', async () => {
  const run = await traced(`
    import { spawn } from 'node:child_process';
    import { connect, createServer } from 'node:net';
    connect('./missing.sock').on('error', function missing() {});
    const cat = spawn('cat', { stdio: ['pipe', 'ignore', 'ignore'] });
    cat.stdin.end(function inputEnded() {});
    const server = createServer((socket) => {
      socket.resume();
      socket.on('finish', function answeredEnd() {});
      socket.on('close', () => server.close());
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const socket = connect(server.address().port, '127.0.0.1');
    socket.write('text', function written() {
      setTimeout(() => socket.end(function ended() {}), 1);
    });
  `);
  const names = ['missing', 'inputEnded', 'answeredEnd', 'ended'];
  expect(phases(run, names)).toEqual(names.map((name) => `${name}: pending`));
});

test('what was closed first, a pipe that is there, and the end of a stream that libuv is busy with do not come in the pending phase', async () => {
  const run = await traced(`
    import { connect, createServer } from 'node:net';
    const gone = connect('./missing.sock');
    gone.on('close', function gone() {});
    gone.destroy();
    const servers = [];
    const listening = async (where) => {
      const server = createServer({ allowHalfOpen: true }, (socket) => {
        socket.resume();
        socket.on('end', () => setTimeout(() => socket.destroy(), 3));
      });
      servers.push(server);
      await new Promise((resolve) => server.listen(where, resolve));
      return server.address();
    };
    await listening('./there.sock');
    const pipe = connect('./there.sock', function connected() { pipe.destroy(); });
    await new Promise((resolve) => pipe.on('close', resolve));
    const { port } = await listening({ port: 0, host: '127.0.0.1' });
    const large = connect(port, '127.0.0.1');
    large.end(Buffer.alloc(30_000_000), function largeEnded() {});
    await new Promise((resolve) => large.on('close', resolve));
    const cut = connect(port, '127.0.0.1', () => {
      cut.end(() => {});
      cut.destroy();
      cut.on('close', function cutClosed() { for (const server of servers) server.close(); });
    });
  `);
  expect(phases(run, ['gone', 'connected', 'largeEnded', 'cutClosed'])).toEqual([
    'gone: close',
    'connected: poll',
    'largeEnded: poll',
    'cutClosed: close',
  ]);
});
