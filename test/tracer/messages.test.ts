// Messages between threads: each is told of with the task that sent it, wherever that ran.

import { expect, test } from 'vitest';
import { linksOf } from '../../src/model/details/links.ts';
import { chainStep, Rows, sentenceOf } from '../../src/model/index.ts';
import type { RunIndex, TaskIndex } from '../../src/protocol/units.ts';
import { type TracedRun, traced } from '../support/traced.ts';

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

test('a worker’s and a forked process’s, in both directions: who sent it, and what it made go on', async () => {
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
  const step = chainStep(model, {
    task: woken,
    at: { run: second as RunIndex, wait: false },
    step: -1,
    towards: null,
  });
  expect(step.words).toBe('`sends()` in main sent the message that made `worker.mjs` ready.');
  const rows = new Rows(model);
  const links = linksOf(model, rows, { id: woken, kinds: ['woken'] }, 0, model.endNs);
  expect(links.filter(({ run }) => run >= 0).map(({ kind }) => kind)).toEqual(['woken', 'woken']);

  const sender = (run.task('sends').id - 1) as TaskIndex;
  const back = chainStep(model, { task: sender, at: null, step: 1, towards: second as RunIndex });
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
