// Messages between threads: each is told of with the task that sent it, wherever that ran.

import { expect, test } from 'vitest';
import { linksOf } from '../../../src/model/details/links.ts';
import { chainStep, Rows, sentenceOf } from '../../../src/model/index.ts';
import { allOf } from '../../../src/model/work.ts';
import type { RunIndex, TaskIndex } from '../../../src/protocol/units.ts';
import { type TracedRun, traced } from '../../support/traced.ts';

const PROGRAM = {
  'main.mjs': `
    import { fork } from 'node:child_process';
    import { once, on } from 'node:events';
    import { Worker } from 'node:worker_threads';
    const here = (file) => new URL(file, import.meta.url);
    async function asksWorker() {
      const worker = new Worker(here('worker.mjs'));
      await once(worker, 'online');
      await sends(worker, 'first');
      const [answer] = await once(worker, 'message');
      worker.on('message', function heard(text) { if (text === 'last') void leaf(); });
      worker.postMessage('second');
      try { worker.postMessage(() => {}); } catch {}
      worker.postMessage('third');
      await once(worker, 'exit');
      return answer;
    }
    async function sends(worker, text) { await null; worker.postMessage(text); }
    async function leaf() { await null; }
    async function asksChild() {
      const child = fork(here('child.cjs'));
      child.send('one');
      child.send('two');
      for await (const [text] of on(child, 'message')) if (text === 'two back') break;
      child.disconnect();
      await once(child, 'exit');
    }
    await asksWorker();
    await asksChild();
  `,
  'worker.mjs': `
    import { once } from 'node:events';
    import { parentPort } from 'node:worker_threads';
    async function answers(text) { await null; parentPort.postMessage(text); }
    const [first] = await once(parentPort, 'message');
    await answers(first);
    parentPort.on('message', async function each(text) {
      await null;
      if (text === 'third') { await answers('last'); parentPort.close(); }
    });
  `,
  'child.cjs': `
    process.on('message', async function receives(text) {
      await null;
      process.send(text + ' back');
    });
  `,
};

const name = (run: TracedRun, id: number | null) => (id === null ? null : run.taskById(id).name);

test('a message of a worker or a forked process, in both directions, says who sent it and what it made go on', async () => {
  const run = await traced(PROGRAM);
  const began = run.report.tasks.flatMap(({ name: task, messageFromId }) =>
    messageFromId === null ? [] : [`${task} by ${name(run, messageFromId)}`],
  );
  expect(began.sort()).toEqual(
    [
      'each by asksWorker',
      'each by asksWorker',
      'heard by answers',
      'receives by asksChild',
      'receives by asksChild',
    ].sort(),
  );
  const wakers = (task: string) =>
    run.task(task).waits.map(({ line, wokenById }) => `${line} ${name(run, wokenById)}`);
  expect(wakers('worker.mjs')).toEqual(['4 sends', '5 answers']);
  expect(wakers('asksWorker')).toContain('9 answers');
  expect(wakers('asksChild').filter((text) => text.endsWith('receives')).length).toBeGreaterThan(0);

  const { model } = run;
  const woken = (run.task('worker.mjs').id - 1) as TaskIndex;
  expect(sentenceOf(model, run.tasks('each')[0]!.id - 1)).toContain(
    'It began with a message from `asksWorker` in main.',
  );
  const second = model.tables.runs.next.get(model.tables.tasks.firstRun.get(woken));
  const step = allOf(
    chainStep(model, {
      task: woken,
      at: { run: second as RunIndex, wait: false },
      step: -1,
      towards: null,
    }),
  );
  expect(step.words).toBe('`sends()` in main sent the message that made `worker.mjs` ready.');
  const rows = new Rows(model);
  const links = linksOf(model, rows, { id: woken, kinds: ['woken'] }, 0, model.endNs);
  expect(links.filter(({ run }) => run >= 0).map(({ kind }) => kind)).toEqual(['woken', 'woken']);

  const sender = (run.task('sends').id - 1) as TaskIndex;
  const back = allOf(chainStep(model, { task: sender, at: null, step: 1, towards: second as RunIndex }));
  expect(back.run).toBe(second);
});

test('what nobody sent is no message, and the next one still has its sender', async () => {
  const run = await traced({
    'main.mjs': `
      import { fork } from 'node:child_process';
      import { once } from 'node:events';
      const child = fork(new URL('child.cjs', import.meta.url));
      child.on('message', async function heard(text) { await null; });
      child.emit('message', 'made up');
      await once(child, 'exit');
    `,
    'child.cjs': `process.send('true'); process.disconnect();`,
  });
  expect(run.tasks('heard').map(({ label, messageFromId }) => [label, name(run, messageFromId)])).toEqual([
    ['heard("made up")', null],
    ['heard("true")', 'child.cjs'],
  ]);
});

/** Ports that go from thread to thread, and broadcasts, which are sent one after the other, because of two at once nobody knows which was first. */
const PORTS = {
  'main.mjs': `
    import { once } from 'node:events';
    import { Worker } from 'node:worker_threads';
    const here = (file) => new URL(file, import.meta.url);
    const heard = (port, times) => new Promise((resolve) => {
      port.on('message', function hears(text) { if (--times === 0) resolve(text); });
    });
    async function within() {
      const { port1, port2 } = new MessageChannel();
      async function speaks(text) { await null; port2.postMessage(text); }
      const first = once(port1, 'message');
      void speaks('one');
      await first;
      port1.close();
    }
    async function across() {
      const given = new MessageChannel();
      const sent = new MessageChannel();
      const worker = new Worker(here('worker.mjs'), { workerData: { of: { port: given.port2 } }, transferList: [given.port2] });
      sent.port1.postMessage('before it goes');
      async function hands() { await once(worker, 'online'); worker.postMessage({ port: sent.port2 }, [sent.port2]); }
      await hands();
      sent.port1.postMessage('after');
      const [back] = await once(given.port1, 'message');
      back.postMessage('back again');
      const last = await heard(sent.port1, 2);
      given.port1.postMessage('end');
      await once(worker, 'exit');
      return last;
    }
    async function broadcasts() {
      const news = new BroadcastChannel('news');
      const other = new BroadcastChannel('news');
      const heard = new Int32Array(new SharedArrayBuffer(4));
      const started = ['a', 'b'].map((name) => new Worker(here('listener.mjs'), { workerData: { name, heard } }));
      await Promise.all(started.map((worker) => once(worker, 'message')));
      async function tells(text) { await null; news.postMessage(text); }
      other.onmessage = function overhears({ data }) { if (data === 'heard by b') other.close(); Atomics.add(heard, 0, 1); };
      news.onmessage = function receives() { Atomics.add(heard, 0, 1); };
      await tells('hello');
      for (const worker of started) {
        worker.postMessage('speak');
        await once(worker, 'message');
      }
      // Three are from the other end here, two from each of the rest. What comes through another port may be handed over first.
      while (Atomics.load(heard, 0) < 9) await new Promise(setImmediate);
      await tells('end');
      news.close();
      await Promise.all(started.map((worker) => once(worker, 'exit')));
    }
    await within();
    await across();
    await broadcasts();
  `,
  'worker.mjs': `
    import { once } from 'node:events';
    import { parentPort, workerData } from 'node:worker_threads';
    const { port: given } = workerData.of;
    const [{ port }] = await once(parentPort, 'message');
    async function answers(text) { await null; port.postMessage(text); }
    let times = 0;
    port.on('message', async function takes(text) {
      await answers(text + ' taken');
      if (++times < 2) return;
      const { port1, port2 } = new MessageChannel();
      given.postMessage(port2, [port2]);
      const [again] = await once(port1, 'message');
      port1.close();
      port.close();
      await once(given, 'message');
      given.close();
    });
  `,
  'listener.mjs': `
    import { parentPort, workerData } from 'node:worker_threads';
    const news = new BroadcastChannel('news');
    const { name, heard } = workerData;
    async function replies() { await null; news.postMessage('heard by ' + name); }
    news.onmessage = function listens({ data }) {
      Atomics.add(heard, 0, 1);
      if (data !== 'end') return;
      news.close();
      parentPort.close();
    };
    parentPort.on('message', async function asked() { await replies(); parentPort.postMessage('done'); });
    parentPort.postMessage('ready');
  `,
};

test('a message through a channel’s ports, wherever they go, or a broadcast says who sent it and what it made go on', async () => {
  const run = await traced(PORTS);
  const began = run.report.tasks.flatMap(({ name: task, messageFromId }) =>
    messageFromId === null ? [] : [`${task} by ${name(run, messageFromId)}`],
  );
  expect(began.sort()).toEqual(
    [
      ...['hears by answers', 'hears by answers', 'takes by across', 'takes by across'],
      ...['overhears by tells', 'overhears by replies', 'overhears by replies'],
      ...['receives by replies', 'receives by replies', 'asked by broadcasts', 'asked by broadcasts'],
      ...['listens by tells', 'listens by replies', 'listens by tells'],
      ...['listens by tells', 'listens by replies', 'listens by tells'],
    ].sort(),
  );
  const waits = run.report.tasks.flatMap((task) =>
    task.waits
      .filter(({ on }) => on.name?.startsWith('"message"'))
      .map(({ line, wokenById, on }) => `${task.name} ${line} ${on.name} by ${name(run, wokenById)}`),
  );
  expect(waits.sort()).toEqual([
    'across 23 "message" of a port of worker worker.mjs #1 by takes',
    'broadcasts 42 "message" of worker listener.mjs #2 by asked',
    'broadcasts 42 "message" of worker listener.mjs #3 by asked',
    'takes 12 "message" of another port by across',
    'takes 15 "message" of another port by across',
    'within 12 "message" of another port by speaks',
    'worker.mjs 4 "message" of MessagePort by hands',
  ]);
});

/** Acts as if a thread lost its processor each of the first six times that it looks at the clock which all threads share. */
const STALLS = `
  const { isMainThread } = require('node:worker_threads');
  const { bigint } = process.hrtime;
  let left = isMainThread ? 0 : 6;
  process.hrtime.bigint = () => {
    const time = bigint();
    if (left-- > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    return time;
  };
`;

test('broadcasts of threads in turn are heard from who sent them, on a machine that stands still now and then', async () => {
  const run = await traced(
    {
      'main.mjs': `
        import { once } from 'node:events';
        import { Worker } from 'node:worker_threads';
        const news = new BroadcastChannel('news');
        const worker = new Worker(new URL('worker.mjs', import.meta.url));
        await once(worker, 'message');
        const hears = new BroadcastChannel('news');
        hears.onmessage = async function heard({ data }) { await null; if (data === 6) hears.close(); };
        async function byMain(text) { await null; news.postMessage(text); }
        for (let turn = 1; turn < 6; turn += 2) {
          await byMain(turn);
          worker.postMessage(turn + 1);
          await once(worker, 'message');
        }
        news.close();
      `,
      'worker.mjs': `
        import { parentPort } from 'node:worker_threads';
        const news = new BroadcastChannel('news');
        async function byWorker(text) { await null; news.postMessage(text); }
        parentPort.on('message', async (turn) => {
          await byWorker(turn);
          parentPort.postMessage('done');
          if (turn < 6) return;
          news.close();
          parentPort.close();
        });
        parentPort.postMessage('ready');
      `,
      'stalls.cjs': STALLS,
    },
    { env: { NODE_OPTIONS: '--require ./stalls.cjs' } },
  );
  const senders = run.tasks('heard').map(({ messageFromId }) => name(run, messageFromId));
  expect(senders).toEqual(['byMain', 'byWorker', 'byMain', 'byWorker', 'byMain', 'byWorker']);
});
