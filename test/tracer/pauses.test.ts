// When the runtime collected garbage. That is told late, with the right times, and without the program's noticing it.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { TracedRun } from '../support/traced.ts';
import { both, traced } from '../support/traced.ts';

const COLLECT = `
  import { setFlagsFromString } from 'node:v8';
  import { runInNewContext } from 'node:vm';
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc');
  async function collect() {
    collectGarbage();
  }
  const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
`;

/** How many full collections lie wholly within the life of a task. */
function within(run: TracedRun, name: string): number {
  const { startMs, endMs, thread } = run.task(name);
  const stream = run.model.tables.threads.all[thread]!.stream;
  const { pauses } = run.model.stream(stream);
  let found = 0;
  for (let pause = 0; pause < pauses.length; pause++) {
    const [fromMs, toMs] = [pauses.fromNs[pause]! / 1e6, pauses.toNs[pause]! / 1e6];
    // A record has whole microseconds.
    if (pauses.kind[pause] === 2 && fromMs >= startMs - 0.002 && toMs <= endMs! + 0.002) found++;
  }
  return found;
}

test('a collection is a pause within the run that it fell into', async () => {
  const run = await traced(`
    ${COLLECT}
    await later(1);
    await collect();
    await later(5);
  `);
  expect(within(run, 'collect')).toBe(1);
  expect(run.report.loop.pauses.byKind.full).toBeGreaterThan(0);
});

test('what else the program’s performance entries tell of is no pause', async () => {
  const run = await traced(`
    import { createServer } from 'node:http';
    performance.mark('begin');
    const server = createServer((_, response) => response.end('ok')).listen(0);
    await new Promise((resolve) => server.once('listening', resolve));
    const response = await fetch('http://localhost:' + server.address().port);
    await response.text();
    performance.measure('all of it', 'begin');
    server.close();
    await new Promise((resolve) => setTimeout(resolve, 5));
    console.log(performance.getEntries().map(({ entryType }) => entryType).sort().join(' '));
  `);
  expect(run.stdout).toContain('mark measure resource');
  expect(Object.keys(run.report.loop.pauses.byKind)).not.toContain('other');
});

test('a pause of a worker is told on the worker’s clock', async () => {
  const run = await traced({
    'main.mjs': `
      import { Worker } from 'node:worker_threads';
      await new Promise((resolve) => setTimeout(resolve, 50));
      new Worker(new URL('worker.mjs', import.meta.url));
    `,
    'worker.mjs': `
      ${COLLECT}
      await later(1);
      await collect();
      await later(5);
    `,
  });
  expect(within(run, 'collect')).toBe(1);
});

test('what was collected in the last turn is not told', async () => {
  const run = await traced(`
    ${COLLECT}
    await later(5);
    await collect();
    process.exit();
  `);
  expect(within(run, 'collect')).toBe(0);
});

test('the program hears nothing of that, and its loop does not go round because of it', async () => {
  const { plain, traced: run } = await both(`
    import { createHook } from 'node:async_hooks';
    import { PerformanceObserver } from 'node:perf_hooks';
    ${COLLECT}
    const made = [];
    createHook({ init: (id, type) => (type === 'Immediate' || type === 'Timeout') && made.push(type) }).enable();
    collectGarbage();
    setImmediate(() => setImmediate(() => setImmediate(() => console.log(made.join(' ')))));
    process.on('beforeExit', (() => {
      let times = 0;
      return () => {
        console.log('beforeExit', ++times, process.getActiveResourcesInfo().length);
        if (times < 3) collectGarbage();
      };
    })());
    const observer = new PerformanceObserver((list) => {
      console.log(list.getEntries().every(({ entryType }) => entryType === 'gc'));
      observer.disconnect();
    });
    observer.observe({ entryTypes: ['gc'] });
    collectGarbage();
  `);
  expect(run.stdout).toBe(plain.stdout);
});

test('they are heard before Node makes an entry of each, which is set up with `node:perf_hooks`', () => {
  // Otherwise an observer would hear of them, which costs so much memory that the young generation grows.
  const bundle = new URL('../../out/tracer/preload.cjs', import.meta.url);
  expect(readFileSync(bundle, 'utf8')).not.toContain('perf_hooks');
});
