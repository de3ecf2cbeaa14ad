// What ended a wait: the timer that was set along with the promise, or something else, and then the timer was only there in case of that failing.

import { expect, test } from 'vitest';
import { type ReportWait, type TracedRun, traced } from '../../support/traced.ts';

/** Who settled what each wait was for, or the timer that ended the wait. */
const settlers = (run: TracedRun, task = 'main.mjs') =>
  run.task(task).waits.map(({ on, delayMs, wokenById }) => {
    const by = wokenById === null ? null : run.taskById(wokenById).name;
    return delayMs === null ? `${on.kind} by ${by}` : `${on.kind} ${delayMs}`;
  });

test('a timer that is there in case nothing comes is not what was waited for', async () => {
  const run = await traced({
    'main.mjs': `
      import { Worker } from 'node:worker_threads';
      import { ended, until } from 'library';
      await ended(new Worker('', { eval: true, name: 'short' }));
      let count = 0;
      await until(() => ++count > 2);
    `,
    'node_modules/library/index.js': `
      exports.ended = (worker) => new Promise((resolve, reject) => {
        const timer = setTimeout(reject, 30_000);
        worker.once('exit', () => { clearTimeout(timer); resolve(); });
      });
      exports.until = (isTrue) => new Promise((resolve, reject) => {
        const interval = setInterval(() => { if (isTrue()) done(); }, 3);
        const timer = setTimeout(reject, 30_000);
        const done = () => { clearInterval(interval); clearTimeout(timer); resolve(); };
      });
    `,
  });
  const [ended, until] = run.task('main.mjs').waits;
  expect([ended?.on.kind, ended?.delayMs]).toEqual(['process', null]);
  expect([until?.on.kind, until?.delayMs]).toEqual(['timer', 3]);
});

test('a library’s request that has a timer in case there is no answer is settled by the task that answers it', async () => {
  const run = await traced({
    'main.mjs': `
      import { setTimeout as sleep } from 'node:timers/promises';
      import { pair } from 'library';
      const [client, server] = pair();
      server.answers('price', async function price(symbol) { await sleep(3); return symbol.length; });
      server.answers('now', async function now() { return 1; });
      server.answers('later', async function later() { await new Promise(setImmediate); return 1; });
      await client.request('price', 'AAPL');
      await client.request('now');
      await client.request('later');
      await client.request('nothing').catch(() => {});
      await Promise.all([client.request('price', 'A'), sleep(1), client.request('now')]);
      await Promise.race([client.request('nothing').catch(() => {}), client.request('price', 'A')]);
    `,
    'node_modules/library/index.js': `
      class Peer {
        #pending = new Map();
        #answers = new Map();
        #count = 0;
        other = null;
        answers(method, how) { this.#answers.set(method, how); }
        request(method, value) {
          return new Promise((resolve, reject) => {
            const id = ++this.#count;
            const timer = setTimeout(() => reject(new Error('no answer')), method === 'nothing' ? 90 : 30_000);
            this.#pending.set(id, (answer) => { clearTimeout(timer); resolve(answer); });
            this.#send({ id, method, value });
          });
        }
        async #send(message) { await null; this.other.receive(message); }
        async receive({ id, method, value }) {
          if (method === undefined) return this.#pending.get(id)(value);
          const answer = this.#answers.get(method);
          if (answer !== undefined) this.#send({ id, value: await answer(value) });
        }
      }
      exports.pair = () => {
        const pair = [new Peer(), new Peer()];
        [pair[0].other, pair[1].other] = [pair[1], pair[0]];
        return pair;
      };
    `,
  });
  expect(settlers(run).slice(0, 4)).toEqual([
    'promise by price',
    'promise by now',
    'promise by later',
    'timer 90',
  ]);
  const together = run.task('main.mjs').waits.slice(4);
  expect(together.map(({ on }) => on.members.map(({ kind, delayMs }) => `${kind} ${delayMs ?? ''}`))).toEqual(
    [
      ['promise ', 'timer 1', 'promise '],
      ['promise ', 'promise '],
    ],
  );
});

test('what a library’s queue promises for a job is settled by the job, though each sets the same timer', async () => {
  const run = await traced({
    'main.mjs': `
      import { setTimeout as sleep } from 'node:timers/promises';
      import { queue } from 'library';
      async function job() { await sleep(3); }
      const push = queue(job);
      await push();
      await Promise.all([push(), push()]);
    `,
    'node_modules/library/index.js': `
      exports.queue = (job) => {
        const jobs = [];
        let isBusy = false;
        const next = () => {
          const resolve = jobs.shift();
          isBusy = resolve !== undefined;
          if (isBusy) job().then((value) => queueMicrotask(() => Promise.resolve(value).then(resolve).then(next)));
        };
        return () => new Promise((resolve) => {
          jobs.push(resolve);
          if (!isBusy) next();
        });
      };
    `,
  });
  expect(settlers(run)).toEqual(['promise by job', 'promise by job']);
  const [, both] = run.task('main.mjs').waits;
  expect(both?.on.members.map(({ kind, delayMs }) => [kind, delayMs])).toEqual([
    ['promise', null],
    ['promise', null],
  ]);
});

test('the same holds in the program’s own file, whatever settles the promise', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    const pending = [];
    const ask = (guardMs) => new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, guardMs);
      pending.push(() => { clearTimeout(timer); resolve(); });
    });
    const answer = () => pending.shift()();
    async function late() { await sleep(2); answer(); }
    async function immediate() { await new Promise(setImmediate); answer(); }
    async function soon() { await null; answer(); }
    late();
    await ask(30_000);
    immediate();
    await ask(30_000);
    soon();
    await ask(30_000);
    setTimeout(function timer() { answer(); }, 2);
    await ask(30_000);
    setImmediate(function check() { answer(); });
    await ask(30_000);
    queueMicrotask(function micro() { answer(); });
    await ask(30_000);
    await ask(1);
    const promise = new Promise((resolve) => {
      const timer = setTimeout(function itself() { clearTimeout(timer); resolve(); }, 2);
    });
    await promise;
    await new Promise((resolve) => setTimeout(resolve, 3).unref() && setTimeout(() => {}, 20));
  `);
  expect(settlers(run)).toEqual([
    'promise by late',
    'promise by immediate',
    'promise by soon',
    'promise by timer',
    'promise by check',
    'promise by micro',
    'timer 1',
    'timer 2',
    'timer 3',
  ]);
});

test('what a library puts off by timers without a delay was brought by the turn that set the first of them', async () => {
  const run = await traced({
    'main.mjs': `
      import { readFile } from 'node:fs/promises';
      import { setTimeout as sleep } from 'node:timers/promises';
      import { put, later } from 'library';
      async function job() { await sleep(2); }
      await put(sleep(3));
      await put(readFile('main.mjs'), 2);
      await put(job());
      await later();
      await new Promise((resolve) => setTimeout(resolve, 0));
      await new Promise((resolve) => setTimeout(() => setTimeout(resolve), 4));
    `,
    'node_modules/library/index.js': `
      const puts = (times, call) => (times === 0 ? call() : setTimeout(puts, times === 2 ? 1 : 0, times - 1, call));
      exports.put = (promise, times = 1) => ({
        then: (resolve) => promise.then((value) => puts(times, () => resolve(value))),
      });
      exports.later = () => new Promise((resolve) => puts(2, resolve));
    `,
  });
  expect(settlers(run)).toEqual([
    'timer 3',
    'file by null',
    'promise by job',
    'timer 1',
    'timer 1',
    'timer 4',
  ]);
});

test('what a library puts off by immediates was brought by the turn that set the first of them, and settled by the task that led to it', async () => {
  const run = await traced({
    'main.mjs': `
      import { readFile } from 'node:fs/promises';
      import { setTimeout as sleep } from 'node:timers/promises';
      import { put, later } from 'library';
      async function job() { await sleep(2); }
      await put(sleep(3));
      await put(sleep(3), 3);
      await put(readFile('main.mjs'), 2);
      await put(job());
      await put(new Promise((resolve) => setTimeout(resolve, 4).unref() && setTimeout(() => {}, 20)));
      const steps = async () => { await put(sleep(2)); await later(); };
      await steps();
      let open;
      const lock = new Promise((resolve) => (open = resolve));
      async function release() { await sleep(1); setImmediate(open); }
      release();
      await lock;
    `,
    'node_modules/library/index.js': `
      const puts = (times, call) => (times === 0 ? call() : setImmediate(puts, times - 1, call));
      exports.put = (promise, times = 1) => ({
        then: (resolve) => promise.then((value) => puts(times, () => resolve(value))),
      });
      exports.later = () => new Promise((resolve) => puts(2, resolve));
    `,
  });
  expect(settlers(run)).toEqual([
    'timer 3',
    'timer 3',
    'file by null',
    'promise by job',
    'timer 4',
    'task by steps',
    'promise by release',
  ]);
  expect(run.task('steps').waits.map(({ on, delayMs }) => [on.kind, delayMs])).toEqual([
    ['timer', 2],
    ['timer', 0],
  ]);
});

test('a wait in which a library used several timers was for the longest that ended it', async () => {
  const run = await traced({
    'main.mjs': `
      import { all, inTurn } from 'library';
      await all(2, 6);
      await inTurn(2, 6);
      await inTurn(6, 2);
    `,
    'node_modules/library/index.js': `
      exports.all = (...delays) => new Promise((resolve) => {
        let left = delays.length;
        for (const ms of delays) setTimeout(() => --left === 0 && resolve(), ms);
      });
      exports.inTurn = (first, second) => new Promise((resolve) => setTimeout(() => setTimeout(resolve, second), first));
    `,
  });
  expect(settlers(run)).toEqual(['timer 6', 'timer 6', 'timer 6']);
});

test('a wait for a promise that another task settles names that task', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    let open;
    const lock = new Promise((resolve) => (open = resolve));
    async function release() {
      await sleep(1);
      open();
    }
    release();
    await lock;
  `);
  const [wait] = run.task('main.mjs').waits as [ReportWait];
  expect([wait.on.kind, wait.wokenById]).toEqual(['promise', run.task('release').id]);
});

test('what is printed first of all opens the output, which settles nothing', async () => {
  const run = await traced(`
    await new Promise((resolve) => {
      console.log('begins');
      setTimeout(resolve, 2);
    });
  `);
  const [wait] = run.task('main.mjs').waits;
  expect([wait?.on.kind, wait?.delayMs]).toEqual(['timer', 2]);
});

test('a delay of 0 is told as the 1 ms that Node makes of it, whoever sets the timer', async () => {
  const run = await traced({
    'main.mjs': `
      import { wait } from 'library';
      await new Promise((resolve) => setTimeout(resolve, 0));
      await wait(0);
      await wait(1);
    `,
    'node_modules/library/index.js':
      'exports.wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));',
  });
  const waits = run.task('main.mjs').waits.map(({ on, delayMs }) => [on.kind, delayMs]);
  expect(waits).toEqual(Array(3).fill(['timer', 1]));
});

test('a member of a combination for which a library only looked at a file first is not a wait for that file', async () => {
  const run = await traced({
    'main.mjs': `
      import { look, wait } from 'library';
      await Promise.all([wait('main.mjs', 4), look('main.mjs')]);
    `,
    'node_modules/library/index.js': `
      const fs = require('node:fs');
      exports.look = (file) => new Promise((resolve) => fs.stat(file, resolve));
      exports.wait = (file, ms) => new Promise((resolve) => fs.stat(file, () => setTimeout(resolve, ms)));
    `,
  });
  const [wait] = run.task('main.mjs').waits as [ReportWait];
  expect(wait.on.members.map(({ kind, name }) => [kind, name])).toEqual([
    ['promise', null],
    ['file', 'stat main.mjs'],
  ]);
});
